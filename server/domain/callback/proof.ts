import { type Callback, isLive, type SettledAs } from './callback.ts';

/** A finished conversation between a customer and one of us, from any phone, in either direction. */
export interface TalkProof {
  readonly callId: number;
  readonly direction: 'inbound' | 'outbound';
  readonly number: string;
  /** Key of the line the customer dialled; null when we called. */
  readonly key: string | null;
  /** The contact, when exactly one is meant. */
  readonly contactId: number | null;
  /** Numbers that belong to that contact and to nobody else. */
  readonly contactNumbers: readonly string[];
  readonly startedAt: number;
  readonly endedAt: number;
  readonly talkedMs: number;
  readonly agentId: number | null;
  /** The item our own attempt was made for. */
  readonly calledBackId: number | null;
  /** The agent's word that a short talk was a real one. */
  readonly saidReached: boolean;
}

/**
 * Whether this talk pays that debt. When we called, the talk must be long enough to be no voicemail, or the agent
 * must say so; when the customer called and spoke to us, any talk is one.
 */
export function settles(talk: TalkProof, item: Callback, returnedTalkMs: number): boolean {
  if (!isLive(item) || talk.endedAt <= item.latestMissAt) return false;
  if (talk.direction === 'outbound' && talk.talkedMs < returnedTalkMs && !talk.saidReached) return false;
  if (talk.calledBackId === item.id) return true;
  if (!sameCustomer(talk, item)) return false;
  switch (item.origin) {
    case 'missed_call':
      return true;
    // Asked for during this very talk ("call me tomorrow at five") is not paid by it.
    case 'requested':
    // What comes round by the calendar is opened on its day: from then on any talk is the one that was meant.
    case 'cadence':
    case 'birthday':
      return talk.startedAt >= item.latestMissAt;
    // A planned call stands until its day: today's talk is not next month's.
    default:
      return talk.startedAt >= item.latestMissAt && item.dueAt <= talk.endedAt;
  }
}

function sameCustomer(talk: TalkProof, item: Callback): boolean {
  if (talk.contactId !== null && item.contactId === talk.contactId) return true;
  if (item.contactId === null && item.number !== null && talk.contactNumbers.includes(item.number)) return true;
  if (item.number === null || item.number !== talk.number) return false;
  return talk.direction === 'outbound' || item.origin !== 'missed_call' || item.key === talk.key;
}

/** How the board colours it: the customer called again, or we called, in time or late. */
export function settledAs(talk: TalkProof, item: Pick<Callback, 'promisedAt'>): SettledAs {
  if (talk.direction === 'inbound') return 'called_again';
  return talk.startedAt <= item.promisedAt ? 'in_time' : 'late';
}
