import type { LiveCard, Match } from '../../schema/contracts/live.ts';
import type { MatchIndex } from '../domain/contact/match-index.ts';
import { rankMatches } from '../domain/contact/rank-matches.ts';
import type { DeskCard } from '../domain/desk/desk.ts';
import type { DeskMemory } from './desk-memory.ts';

/** What the screens need besides the wire's facts: kept by the board. */
export interface CardExtras {
  readonly seq: number;
  readonly attempt: LiveCard['attempt'];
  /** The number of our attempt: known before the PBX dials it. */
  readonly dialled: string | null;
  readonly callId: number | null;
  /** What our own orders have made of this person's leg. */
  readonly orders: Pick<LiveCard, 'mayAccept' | 'muted' | 'recordsAgainAt' | 'ticks'> & {
    readonly silentHold: boolean;
  };
}

/** Everyone behind the number, for this agent, best first with the reason. */
export function matchesOf(number: string | null, userId: number, memory: DeskMemory, index: MatchIndex): Match[] {
  if (number === null) return [];
  const found = index.lookup(number).flatMap((id) => memory.known(id) ?? []);
  const candidates = found.map(({ contact, owner, lastTalkAt }) => ({
    contactId: contact.id,
    ownerId: owner?.id ?? null,
    lastTalkAt,
  }));
  return rankMatches(candidates, userId, memory.chosen(number, userId)).flatMap(({ contactId, reason }) => {
    const match = found.find(({ contact }) => contact.id === contactId);
    return match ? [{ ...match, reason }] : [];
  });
}

/** One payload with all the pop needs, from memory alone. */
export function liveCard(card: DeskCard, extras: CardExtras, memory: DeskMemory, index: MatchIndex): LiveCard {
  const { call } = card;
  const number = call.number ?? extras.dialled;
  const debt = number === null ? null : memory.debtOf(number);
  return {
    id: card.id,
    seq: extras.seq,
    state: card.state,
    direction: call.direction,
    number,
    rawNumber: call.numberRaw,
    callerName: call.name,
    withheld: call.withheld,
    line: call.line === null ? null : memory.line(call.line),
    queue: call.queue,
    colleague: card.colleague,
    startedAt: call.startedAt,
    ringingSince: card.ringingSince,
    talkingSince: card.talkingSince,
    endedAt: card.endedAt,
    ringingOthers: card.ringingOthers,
    mayAccept: extras.orders.mayAccept,
    muted: extras.orders.muted,
    hold: card.held && !card.aside ? 'phone' : extras.orders.silentHold ? 'silence' : 'none',
    aside: card.aside,
    consult: card.consult,
    ticks: extras.orders.ticks,
    recording: card.recording,
    recordsAgainAt: card.recording === 'paused' ? extras.orders.recordsAgainAt : null,
    matches: matchesOf(number, card.userId, memory, index),
    callback: debt && { id: debt.id, misses: debt.misses, dueAt: debt.dueAt, note: debt.note, origin: debt.origin },
    attempt: extras.attempt,
    callId: extras.callId,
  };
}
