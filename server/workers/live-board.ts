import type { AttemptView } from '../../schema/contracts/dial.ts';
import type { LiveCard } from '../../schema/contracts/live.ts';
import type { CardGone } from '../../schema/contracts/socket.ts';
import type { CallFact } from '../domain/call/call-fact.ts';
import type { MatchIndex } from '../domain/contact/match-index.ts';
import { createDesk, type DeskCard, type DeskChange } from '../domain/desk/desk.ts';
import type { DeskMemory } from './desk-memory.ts';
import { type CardExtras, liveCard } from './live-card.ts';

/** Where cards go: the rooms of one person. */
export interface CardSink {
  card(userId: number, card: LiveCard): void;
  gone(userId: number, gone: CardGone): void;
}

interface Parts {
  readonly memory: DeskMemory;
  readonly index: MatchIndex;
  readonly sink: CardSink;
  readonly nextSeq: () => number;
  readonly now: () => number;
  /** What our own orders have made of a person's leg. */
  readonly ordersOf?: (card: DeskCard) => CardExtras['orders'];
}

type Attempt = NonNullable<LiveCard['attempt']>;

/** The cards of all agents: what rings, what is talked, what has just ended. */
export interface LiveBoard {
  /** Answers whose cards have changed. */
  apply(fact: CallFact): readonly number[];
  /** The finished call stands in the log under this row; null when it is not logged. */
  logged(id: string, callId: number | null): void;
  /** This person has just rejected the call from the screen: the leg's end is a decline, whatever the PBX calls it. */
  rejecting(id: string, userId: number): void;
  /** A call is about to be ordered: its card knows the number before the PBX dials it. */
  placing(attempt: { readonly id: string; readonly number: string }): void;
  attemptChanged(attempt: Pick<AttemptView, 'id' | 'number' | 'step' | 'outcome'>): void;
  cardsOf(userId: number): LiveCard[];
  /** The same, without all that a screen shows besides. */
  statesOf(userId: number): readonly Pick<DeskCard, 'state'>[];
  card(id: string, userId: number): DeskCard | null;
  /** What our own orders have made of this person's leg has changed. */
  ordered(id: string, userId: number): void;
  /** What a number's cards show has changed: name saved, debt settled. */
  numberChanged(e164: string): void;
  contactChanged(contactId: number): void;
  /** Forgets ended cards that no log row ever came for. */
  sweep(): void;
}

/** An ended card that was never logged is dropped after this time; the log writer is given a database outage to catch up. */
const FORGET_AFTER_MS = 10 * 60_000;

const noOrders: CardExtras['orders'] = {
  mayAccept: false,
  muted: false,
  silentHold: false,
  recordsAgainAt: null,
  ticks: [],
};

export function createLiveBoard({ memory, index, sink, nextSeq, now, ordersOf = () => noOrders }: Parts): LiveBoard {
  const desk = createDesk({
    ownerOf: memory.ownerOf,
    nameOf: memory.nameOf,
    colleagueAt(extension) {
      const userId = memory.userAt(extension);
      return userId === null ? null : memory.nameOf(userId);
    },
  });
  const attempts = new Map<string, Attempt & { readonly number: string }>();
  /** Everyone who has a card now, by call. */
  const holders = new Map<string, Set<number>>();
  /** The calls that show a number or have shown it, and the numbers of each. */
  const byNumber = new Map<string, Set<string>>();
  const numbersOf = new Map<string, Set<string>>();
  const rejected = new Set<string>();

  function toLive(card: DeskCard, callId: number | null): LiveCard {
    const { attemptId } = card.call;
    const known = attemptId === null ? undefined : attempts.get(attemptId);
    const attempt: Attempt | null =
      attemptId === null ? null : { id: attemptId, step: known?.step ?? 'agent', outcome: known?.outcome ?? null };
    const extras = { seq: nextSeq(), attempt, dialled: known?.number ?? null, callId, orders: ordersOf(card) };
    return liveCard(card, extras, memory, index);
  }

  function show(change: DeskChange): void {
    if (change.type === 'card') {
      const { card } = change;
      holders.set(card.id, (holders.get(card.id) ?? new Set()).add(card.userId));
      noteNumber(card);
      sink.card(card.userId, toLive(card, null));
      return;
    }
    holders.get(change.id)?.delete(change.userId);
    const wasRejected = rejected.delete(`${change.userId} ${change.id}`) && change.why === 'no_answer';
    const why = wasRejected ? 'declined' : change.why;
    sink.gone(change.userId, { seq: nextSeq(), id: change.id, why, by: change.by, callId: null });
  }

  function noteNumber({ id, call: { number } }: DeskCard): void {
    if (number === null || numbersOf.get(id)?.has(number)) return;
    byNumber.set(number, (byNumber.get(number) ?? new Set()).add(id));
    numbersOf.set(id, (numbersOf.get(id) ?? new Set()).add(number));
  }

  function forget(id: string): void {
    for (const number of numbersOf.get(id) ?? []) {
      const calls = byNumber.get(number);
      calls?.delete(id);
      if (calls?.size === 0) byNumber.delete(number);
    }
    numbersOf.delete(id);
    for (const userId of holders.get(id) ?? []) rejected.delete(`${userId} ${id}`);
    desk.clear(id);
    holders.delete(id);
  }

  function refreshWhere(fits: (card: DeskCard) => boolean, ids: Iterable<string> = holders.keys()): void {
    for (const id of ids) {
      for (const card of desk.watchers(id)) if (fits(card)) sink.card(card.userId, toLive(card, null));
    }
  }

  return {
    apply(fact) {
      const changes = desk.apply(fact);
      for (const change of changes) show(change);
      return changes.map((change) => (change.type === 'card' ? change.card.userId : change.userId));
    },
    logged(id, callId) {
      for (const card of desk.watchers(id)) {
        if (callId !== null) sink.card(card.userId, toLive(card, callId));
        sink.gone(card.userId, { seq: nextSeq(), id, why: 'over', by: null, callId });
      }
      forget(id);
    },
    rejecting(id, userId) {
      if (desk.card(id, userId)?.state === 'ringing') rejected.add(`${userId} ${id}`);
    },
    placing: ({ id, number }) => void attempts.set(id, { id, number, step: 'agent', outcome: null }),
    attemptChanged(attempt) {
      if (attempt.step === 'over') attempts.delete(attempt.id);
      else attempts.set(attempt.id, attempt);
      refreshWhere((card) => card.call.attemptId === attempt.id);
    },
    cardsOf: (userId) => desk.cardsOf(userId).map((card) => toLive(card, null)),
    statesOf: desk.cardsOf,
    card: desk.card,
    ordered(id, userId) {
      const card = desk.card(id, userId);
      if (card !== null) sink.card(userId, toLive(card, null));
    },
    numberChanged(e164) {
      refreshWhere((card) => card.call.number === e164, byNumber.get(e164) ?? []);
    },
    contactChanged(contactId) {
      const numbers = new Set(
        [...holders.keys()].flatMap((id) => desk.watchers(id).flatMap(({ call }) => call.number ?? [])),
      );
      const touched = new Set([...numbers].filter((number) => index.lookup(number).includes(contactId)));
      refreshWhere((card) => card.call.number !== null && touched.has(card.call.number));
    },
    sweep() {
      for (const id of [...holders.keys()]) {
        const cards = desk.watchers(id);
        const over = cards.every(({ endedAt }) => endedAt !== null && endedAt < now() - FORGET_AFTER_MS);
        if (!over) continue;
        for (const card of cards) sink.gone(card.userId, { seq: nextSeq(), id, why: 'over', by: null, callId: null });
        forget(id);
      }
    },
  };
}
