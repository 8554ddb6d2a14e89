import fc from 'fast-check';
import { attemptEnds, decideAttempt } from '../../../server/domain/callback/attempt.ts';
import { type Callback, isLive } from '../../../server/domain/callback/callback.ts';
import {
  decideClaim,
  decideRelease,
  isRefused,
  leaseIsOver,
  leaseOver,
} from '../../../server/domain/callback/claim.ts';
import { decideClose } from '../../../server/domain/callback/close.ts';
import type { HistoryLine } from '../../../server/domain/callback/fold.ts';
import { standardPolicy } from '../../../server/domain/callback/policy.ts';
import { settledAs, settles } from '../../../server/domain/callback/proof.ts';
import { attemptVerdict } from '../../../server/domain/callback/settle.ts';
import { apply, born, type LedgerEvent } from '../../../server/domain/callback/transition.ts';
import { eventRow, openedRow } from '../../../server/store/callbacks-events.ts';

const who = fc.integer({ min: 0, max: 2 });
/** One thing that may happen to one of three customers. */
export const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('miss' as const, 'claim' as const, 'dial' as const), who }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('attempt ends' as const),
      who,
      talkedMs: fc.constantFrom(0, 4_000, 15_000),
      customer: fc.constantFrom(
        'busy' as const,
        'no_answer' as const,
        'not_a_number' as const,
        'never_dialled' as const,
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('serve' as const, 'ask' as const, 'close' as const, 'merge' as const, 'reschedule' as const),
      who,
      ms: fc.constantFrom(-7_200_000, -60_000, 60_000, 86_400_000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('release' as const, 'assign' as const, 'lapse' as const), who }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1_000, 35_000, 7_200_000) }),
  },
);
export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const numbers = ['+442079460001', '+442079460002', '+442079460003'] as const;
const [agent, supervisor] = [11, 99];

/** A ledger in memory that does nothing but what the decisions say, and keeps the history of each item. */
export function aLedger() {
  let [now, calls] = [1_800_000_000_000, 0];
  const items: Callback[] = [];
  const histories: HistoryLine[][] = [];
  const attempts = new Map<string, { readonly itemId: number; over: boolean }>();
  /** Beside the ledger, from the rule and not from its code: since when each number is owed a call. */
  const owedSince = new Map<string, number>();

  function take(item: Callback, ...events: readonly LedgerEvent[]): boolean {
    let after: Callback | null = item;
    for (const event of events) after = after && apply(after, event);
    if (!after) return false;
    items[item.id] = after;
    histories[item.id]?.push(...events.map((event) => eventRow(item.id, event)));
    return true;
  }

  function open(origin: 'missed_call' | 'requested', number: string): void {
    const isMiss = origin === 'missed_call';
    const fresh = born({
      siteId: 1,
      origin,
      key: isMiss ? `1:main:${number}` : null,
      number,
      lineId: null,
      contactId: null,
      queue: null,
      needsReason: null,
      dueAt: now + 1_800_000,
      workableAt: isMiss ? now : null,
      firstMissAt: now,
      misses: isMiss ? 1 : 0,
      priority: 0,
      ownerId: null,
      ownerRule: 'queue',
      note: null,
      createdAt: now,
    });
    const item = { ...fresh, id: items.length };
    items.push(item);
    histories.push([openedRow(item, null)]);
  }

  function talk(direction: 'inbound' | 'outbound', number: string, talkedMs: number, itemId: number | null): void {
    calls += 1;
    const proof = {
      callId: calls,
      direction,
      number,
      key: direction === 'inbound' ? `1:main:${number}` : null,
      contactId: null,
      contactNumbers: [],
      startedAt: now - talkedMs,
      endedAt: now,
      talkedMs,
      agentId: agent,
      calledBackId: itemId,
      saidReached: false,
    };
    for (const item of items) {
      if (!settles(proof, item, 10_000)) continue;
      const by = { by: agent, callId: calls, talkEndedAt: now, settledAs: settledAs(proof, item) };
      take(item, { type: 'returned', at: now, ...by });
    }
    if (direction === 'inbound' || talkedMs >= 10_000) owedSince.delete(number);
  }

  const number = (index: number) => numbers[index] ?? numbers[0];
  const mine = (index: number, ...states: readonly string[]) =>
    items.find(
      (item) => item.number === number(index) && isLive(item) && (states.length === 0 || states.includes(item.state)),
    );

  function play(one: Step): void {
    now += 1_000;
    if (one.do === 'wait') {
      now += one.ms;
      return;
    }
    const item = mine(one.who);
    switch (one.do) {
      case 'miss': {
        calls += 1;
        const live = items.find((known) => known.key === `1:main:${number(one.who)}` && isLive(known));
        if (live)
          take(live, { type: 'joined', at: now, callId: calls, missAt: now, dueAt: now + 1_800_000, priority: 10 });
        else open('missed_call', number(one.who));
        owedSince.set(number(one.who), now);
        return;
      }
      case 'ask':
        open('requested', number(one.who));
        return;
      case 'serve':
        talk('inbound', number(one.who), 15_000, null);
        return;
      case 'claim': {
        const decision = item && decideClaim(item, agent, now, standardPolicy.leaseMs);
        if (item && decision && 'steps' in decision) take(item, ...decision.steps);
        return;
      }
      case 'release': {
        const held = mine(one.who, 'claimed');
        const decision = held && decideRelease(held, agent, held.fence, now);
        if (held && decision && !isRefused(decision)) take(held, ...decision.steps);
        return;
      }
      case 'lapse':
        for (const held of items) if (leaseIsOver(held, now, standardPolicy.leaseMs)) take(held, leaseOver(now));
        return;
      case 'dial': {
        const held = mine(one.who, 'claimed');
        if (!held) return;
        const attemptId = `rb-${attempts.size}`;
        const callback = { item: held, fence: held.fence };
        const wish = {
          attemptId,
          by: agent,
          number: number(one.who),
          at: now,
          callback,
          numberIsCalled: false,
          isStarting: false,
        };
        const start = decideAttempt(wish, standardPolicy);
        if (isRefused(start) || start.step === null || !take(held, start.step)) return;
        attempts.set(attemptId, { itemId: held.id, over: false });
        return;
      }
      case 'attempt ends':
        for (const [id, attempt] of attempts) {
          const called = items[attempt.itemId];
          if (attempt.over || called?.number !== number(one.who)) continue;
          attempt.over = true;
          const customer = one.talkedMs > 0 ? 'answered' : one.customer;
          const facts = { agent: 'answered', customer, talkedMs: one.talkedMs, saidReached: false } as const;
          if (one.talkedMs > 0) talk('outbound', number(one.who), one.talkedMs, attempt.itemId);
          const left = items[attempt.itemId] ?? called;
          const event = attemptEnds(left, id, attemptVerdict(facts, 10_000), standardPolicy, now);
          if (event) take(left, event);
        }
        return;
      case 'close': {
        const closing =
          item &&
          decideClose(
            item,
            { id: supervisor, role: 'supervisor' },
            { reason: 'other', note: 'done' },
            now,
            standardPolicy.leaseMs,
          );
        if (item && closing && !isRefused(closing) && take(item, ...closing.steps) && item.origin === 'missed_call')
          owedSince.delete(number(one.who));
        return;
      }
      case 'merge': {
        const [from, into] = items.filter((known) => known.number === number(one.who) && known.state === 'open');
        if (!from || !into) return;
        const all = { missAt: from.latestMissAt, dueAt: from.dueAt, priority: from.priority };
        take(into, { type: 'joined', at: now, callId: 0, ...all });
        take(from, { type: 'merged', at: now, by: supervisor, into: into.id });
        return;
      }
      case 'reschedule':
        if (item) take(item, { type: 'rescheduled', at: now, dueAt: now + one.ms, rule: 'hours_changed' });
        return;
      case 'assign':
        if (item) take(item, { type: 'assigned', at: now, by: supervisor, ownerId: agent, rule: 'by_hand' });
    }
  }
  return { play, items, histories, owedSince };
}
