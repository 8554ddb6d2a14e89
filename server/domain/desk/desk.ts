import type { CallFact, StopReason } from '../call/call-fact.ts';
import type { LiveCall } from '../live/live-call.ts';
import { inTalk, leftAside } from './in-talk.ts';

/** Who has which phone. Read at every fact, so that a change is seen at once. */
export interface DeskDirectory {
  /** The person whose phone it is, or null. */
  ownerOf(device: string): number | null;
  nameOf(userId: number): string;
  /** The name of the colleague behind an extension, or null. */
  colleagueAt(extension: string): string | null;
}

export type CardState = 'ringing' | 'dialing' | 'talking' | 'ended';
export type GoneReason = 'answered_elsewhere' | 'caller_gone' | 'no_answer' | 'declined' | 'moved_on' | 'over';

/** One call as one person sees it: what the wire tells, before names and debts are looked up. */
export interface DeskCard {
  readonly id: string;
  readonly userId: number;
  readonly state: CardState;
  readonly call: LiveCall;
  readonly colleague: string | null;
  readonly ringingSince: number | null;
  readonly talkingSince: number | null;
  readonly endedAt: number | null;
  readonly ringingOthers: number;
  /** The customer waits while this person talks with a colleague. */
  readonly aside: boolean;
  /** The colleague who is asked before the call is handed on. */
  readonly consult: Consult | null;
  /** This person's phone keeps the other side on hold. */
  readonly held: boolean;
  readonly recording: RecordingNow;
}

export type RecordingNow = 'none' | 'on' | 'paused';

export interface Consult {
  readonly extension: string | null;
  readonly name: string;
  readonly state: 'ringing' | 'talking';
}

export type DeskChange =
  | { readonly type: 'card'; readonly card: DeskCard }
  | {
      readonly type: 'gone';
      readonly userId: number;
      readonly id: string;
      readonly why: GoneReason;
      readonly by: string | null;
    };

/**
 * Turns facts about calls into what stands on each person's screen.
 *
 *   ringing ──answered here──> talking ──talk over──> ended ──stored──> (cleared)
 *      │                          ▲ └──talks again──┘
 *      └─ else ─> gone (answered elsewhere, caller gone, no answer, declined)
 *   talking ──consults a colleague──> talking (aside) ──back──> talking,  ──handed on──> ended
 *   dialing ──reached──> talking,   dialing ──not reached──> ended
 *
 * The cards are kept in place: one small map per live call, emptied when the call is stored, and one per person, so that
 * what stands on one screen is found without looking at all calls.
 */
export interface Desk {
  apply(fact: CallFact): DeskChange[];
  /** The finished call is in the log (or is no call worth logging): its cards leave the server's memory. */
  clear(id: string): void;
  cardsOf(userId: number): readonly DeskCard[];
  card(id: string, userId: number): DeskCard | null;
  /** Everyone who has this call on screen. */
  watchers(id: string): readonly DeskCard[];
}

type Held = Map<number, DeskCard>;

export function createDesk(directory: DeskDirectory): Desk {
  const byCall = new Map<string, Held>();
  const byUser = new Map<number, Map<string, DeskCard>>();

  const held = (id: string): Held => byCall.get(id) ?? new Map();

  function put(card: DeskCard): DeskChange {
    const cards = held(card.id);
    cards.set(card.userId, card);
    byCall.set(card.id, cards);
    const own = byUser.get(card.userId) ?? new Map<string, DeskCard>();
    own.set(card.id, card);
    byUser.set(card.userId, own);
    return { type: 'card', card };
  }

  function remove(id: string, userId: number, why: GoneReason, by: string | null): DeskChange {
    const cards = held(id);
    cards.delete(userId);
    if (cards.size === 0) byCall.delete(id);
    takeFrom(userId, id);
    return { type: 'gone', userId, id, why, by };
  }

  function takeFrom(userId: number, id: string): void {
    const own = byUser.get(userId);
    own?.delete(id);
    if (own?.size === 0) byUser.delete(userId);
  }

  function fresh(call: LiveCall, userId: number, at: number): DeskCard {
    const card: DeskCard = {
      id: call.id,
      userId,
      state: 'ringing',
      call,
      colleague: null,
      ringingSince: at,
      talkingSince: null,
      endedAt: null,
      ringingOthers: 0,
      aside: false,
      consult: null,
      held: false,
      recording: 'none',
    };
    return update(card, call);
  }

  function update(card: DeskCard, call: LiveCall): DeskCard {
    const others = new Set(
      call.ringing.map(({ device }) => directory.ownerOf(device) ?? device).filter((who) => who !== card.userId),
    );
    return {
      ...card,
      id: call.id,
      call,
      ringingOthers: others.size,
      colleague: colleagueOf(call, card.userId),
      ...inTalk(call, card.userId, directory),
    };
  }

  /** On an internal call the other side is one of us: the name beside the extension we do not own. */
  function colleagueOf(call: LiveCall, userId: number): string | null {
    if (call.direction !== 'internal') return null;
    const phones = [...call.talking, ...call.ringing, ...(call.dialing ? [call.dialing] : [])];
    const other = phones.find(({ device }) => directory.ownerOf(device) !== userId);
    const extension = other?.extension ?? call.called ?? call.numberRaw;
    return extension === null ? null : directory.colleagueAt(extension);
  }

  function onLeg(fact: CallFact & { type: 'leg.ringing' | 'call.talking' | 'call.talk_ended' }): DeskChange[] {
    const userId = directory.ownerOf(fact.device);
    const changes = refresh(fact.call, userId, fact.at);
    if (userId === null) return changes;
    const before = held(fact.call.id).get(userId);
    const card = before ? update(before, fact.call) : fresh(fact.call, userId, fact.at);
    if (fact.type === 'call.talking') {
      // Back from a consultation: it is the same talk to those who have it.
      const since = before?.state === 'talking' ? (before.talkingSince ?? fact.since) : fact.since;
      return [...changes, put({ ...card, state: 'talking', talkingSince: since, endedAt: null })];
    }
    if (fact.type === 'call.talk_ended' && card.aside) return [...changes, put(card)];
    if (fact.type === 'call.talk_ended') return [...changes, put({ ...card, state: 'ended', endedAt: fact.at })];
    // A second phone of the same person may ring while the first already talks.
    if (before && before.state === 'talking') return changes;
    // Our own Originate rings the agent's phone first: to the agent it is a call going out.
    const goesOut = fact.how === 'dialing' || (fact.call.attemptId !== null && fact.call.direction === 'outbound');
    const state = goesOut ? 'dialing' : 'ringing';
    return [...changes, put({ ...card, state, ringingSince: before?.ringingSince ?? fact.at, endedAt: null })];
  }

  function onStopped(fact: CallFact & { type: 'leg.stopped' }): DeskChange[] {
    const userId = directory.ownerOf(fact.device);
    const changes = refresh(fact.call, userId, fact.at);
    if (userId === null || fact.why === 'answered_here') return changes;
    const before = held(fact.call.id).get(userId);
    if (!before || before.state === 'talking' || before.state === 'ended') return changes;
    const stillRings = fact.call.ringing.some(({ device }) => directory.ownerOf(device) === userId);
    if (stillRings) return [...changes, put(update(before, fact.call))];
    const by = fact.by ? takerOf(fact.by) : null;
    // Taken by another phone of the same person: the talk on that phone keeps the card.
    if (by !== null && by.userId === userId) return changes;
    return [...changes, remove(fact.call.id, userId, goneReason(fact.why), by?.name ?? null)];
  }

  function takerOf(by: { readonly device: string; readonly extension: string | null }) {
    const userId = directory.ownerOf(by.device);
    return { userId, name: userId === null ? (by.extension ?? by.device) : directory.nameOf(userId) };
  }

  /** The same call on the other screens, when what they show of it changed. */
  function refresh(call: LiveCall, except: number | null, at: number): DeskChange[] {
    return [...held(call.id).values()]
      .filter((card) => card.userId !== except && card.state !== 'ended')
      .map((card) => leftAside(card, update(card, call), at, directory))
      .filter((card) => changed(held(call.id).get(card.userId), card))
      .map(put);
  }

  function onEnded(fact: CallFact & { type: 'call.ended' }): DeskChange[] {
    return [...held(fact.id).values()].flatMap((card): DeskChange[] => {
      if (card.state === 'ended') return [];
      if (card.state === 'ringing') return [remove(fact.id, card.userId, 'caller_gone', null)];
      return [put({ ...card, state: 'ended', endedAt: fact.at })];
    });
  }

  function onMerged(fact: CallFact & { type: 'call.merged' }): DeskChange[] {
    const moved = [...held(fact.from).values()];
    return moved.flatMap((card) => {
      const gone = remove(fact.from, card.userId, 'moved_on', null);
      const known = held(fact.call.id).get(card.userId);
      return known && known.state !== 'ended' ? [gone] : [gone, put(update(card, fact.call))];
    });
  }

  return {
    apply(fact) {
      switch (fact.type) {
        case 'leg.ringing':
        case 'call.talking':
        case 'call.talk_ended':
          return onLeg(fact);
        case 'leg.stopped':
          return onStopped(fact);
        case 'call.updated':
          return refresh(fact.call, null, fact.at);
        case 'call.merged':
          return onMerged(fact);
        case 'call.ended':
          return onEnded(fact);
        default:
          return [];
      }
    },
    clear(id) {
      for (const userId of held(id).keys()) takeFrom(userId, id);
      byCall.delete(id);
    },
    cardsOf: (userId) => [...(byUser.get(userId)?.values() ?? [])],
    card: (id, userId) => byCall.get(id)?.get(userId) ?? null,
    watchers: (id) => [...held(id).values()],
  };
}

function goneReason(why: StopReason): GoneReason {
  switch (why) {
    case 'answered_elsewhere':
    case 'caller_gone':
    case 'declined':
      return why;
    case 'busy':
      return 'declined';
    case 'no_answer':
    case 'unreachable':
      return 'no_answer';
    case 'answered_here':
      return 'over';
  }
}

/** Only what a card shows; a talk that goes on is not told again at every event. */
function changed(before: DeskCard | undefined, after: DeskCard): boolean {
  if (!before) return true;
  const shown = ({ call, ringingOthers, colleague, state, aside, consult, held, recording }: DeskCard) =>
    JSON.stringify([
      state,
      aside,
      consult,
      held,
      recording,
      ringingOthers,
      colleague,
      call.number,
      call.numberRaw,
      call.name,
      call.line,
      call.queue,
      call.withheld,
    ]);
  return shown(before) !== shown(after);
}
