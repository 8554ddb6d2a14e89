import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attemptFacts, customerOf } from '../../../server/domain/callback/call-facts.ts';
import { whyNotCallable } from '../../../server/domain/callback/can-be-called.ts';
import { excludingRule } from '../../../server/domain/callback/exclusion.ts';
import { callbackKey } from '../../../server/domain/callback/key.ts';
import { dueAt, nextStep, standardPolicy } from '../../../server/domain/callback/policy.ts';
import { inOrderOfWork, priorityOf } from '../../../server/domain/callback/priority.ts';
import { type AttemptFacts, afterAttempt, attemptVerdict } from '../../../server/domain/callback/settle.ts';
import { aMissedCall, anOutgoingCall, answeredLeg } from '../../support/call-records.ts';

const minute = 60_000;
/** 9 to 13 and 14 to 18. */
const split = [
  { from: 540, to: 780 },
  { from: 840, to: 1080 },
];

describe('the policy', () => {
  test('promises a call within the minutes of the line, half an hour by default', () => {
    expect(dueAt(1_000, { dueMinutes: 10 })).toBe(1_000 + 10 * minute);
    expect(dueAt(1_000, null)).toBe(1_000 + 30 * minute);
  });
  test('waits longer after each try, and then asks a person', () => {
    const waits = [1, 2, 3, 4].map((counted) => nextStep(standardPolicy, counted, 0));
    expect(waits).toEqual([15, 60, 240, 1440].map((minutes) => ({ do: 'retry', dueAt: minutes * minute })));
    expect(nextStep(standardPolicy, 5, 0)).toEqual({ do: 'escalate', reason: 'attempts_used_up' });
  });
  test.each([
    [
      'in the afternoon: the next morning, not a day later to the minute',
      '2026-11-23T16:40:00Z',
      '2026-11-24T09:00:00Z',
    ],
    ['before the lunch break: after it', '2026-11-23T12:50:00Z', '2026-11-23T14:00:00Z'],
    ['on a Friday evening: Monday', '2026-11-27T17:30:00Z', '2026-11-30T09:00:00Z'],
  ])('tries the last time at the next opening (%s)', (_, tried, due) => {
    const hours = { timeZone: 'UTC', weekly: [...Array(5).fill(split), [], []], holidays: [], special: [] };
    expect(nextStep(standardPolicy, 4, Date.parse(tried), hours)).toEqual({ do: 'retry', dueAt: Date.parse(due) });
  });
  test('a line that never closes has no next opening: the last try waits a day', () => {
    const always = { timeZone: 'UTC', weekly: Array(7).fill([{ from: 0, to: 1440 }]), holidays: [], special: [] };
    expect(nextStep(standardPolicy, 4, 5_000, always)).toEqual({ do: 'retry', dueAt: 5_000 + 1440 * minute });
  });
  test('never gives a debt up, whatever the numbers', () => {
    fc.assert(
      fc.property(
        fc.nat(20),
        fc.integer({ min: 0, max: 2e12 }),
        fc.array(fc.nat(1e9), { maxLength: 6 }),
        (counted, at, retryAfterMs) => {
          const next = nextStep({ ...standardPolicy, retryAfterMs }, counted, at);
          return next.do === 'escalate' ? counted >= 5 : next.dueAt >= at;
        },
      ),
    );
  });
});

test('the key joins calls of one caller to one group of lines', () => {
  expect(callbackKey(1, 'main', '+442079460000')).toBe('1:main:+442079460000');
});

describe('the order of work', () => {
  test('is overdue, then priority, then the longest wait', () => {
    const at = (id: number, due: number, priority: number, firstMissAt: number) => ({
      id,
      dueAt: due,
      priority,
      firstMissAt,
    });
    const items = [at(1, 200, 100, 5), at(2, 50, 0, 9), at(3, 50, 0, 1), at(4, 50, 10, 8), at(5, 200, 0, 1)];
    expect(items.sort(inOrderOfWork(100)).map(({ id }) => id)).toEqual([4, 3, 2, 1, 5]);
  });
  test('puts a VIP before any repeat caller, and more misses first', () => {
    expect(priorityOf({ vip: true, misses: 1 })).toBeGreaterThan(priorityOf({ vip: false, misses: 500 }));
    expect(priorityOf({ vip: false, misses: 3 })).toBeGreaterThan(priorityOf({ vip: false, misses: 2 }));
  });
});

describe('who can be called', () => {
  test.each([
    ['home', null],
    ['foreign', null],
    ['premium', 'premium'],
    ['emergency', 'emergency'],
    ['short', 'too_short'],
    ['invalid', 'not_a_number'],
  ] as const)('a %s number: %s', (kind, reason) => {
    expect(whyNotCallable({ number: '+442079460000', raw: null, withheld: false }, () => kind)).toBe(reason);
  });
  test.each([
    [null, false, 'withheld'],
    ['', false, 'withheld'],
    ['anonymous', true, 'withheld'],
    ['alice', false, 'letters'],
    ['علی', false, 'letters'],
    ['12', false, 'too_short'],
    ['#*1', false, 'too_short'],
    ['0000000000000000000000', false, 'not_a_number'],
  ] as const)('%s is not a number: %s', (raw, withheld, reason) => {
    expect(whyNotCallable({ number: null, raw, withheld }, () => 'home')).toBe(reason);
  });
});

describe('an attempt', () => {
  const facts = (over: Partial<AttemptFacts>): AttemptFacts => ({
    agent: 'answered',
    customer: 'answered',
    talkedMs: 0,
    saidReached: false,
    ...over,
  });
  test.each([
    [{ agent: 'unreachable' }, 'agent_unreachable', false],
    [{ agent: 'no_answer' }, 'agent_no_answer', false],
    [{ agent: 'declined' }, 'agent_no_answer', false],
    [{ agent: 'never_rung' }, 'cancelled', false],
    [{ customer: 'busy' }, 'customer_busy', true],
    [{ customer: 'no_answer' }, 'customer_no_answer', true],
    [{ customer: 'unavailable' }, 'customer_unavailable', true],
    [{ customer: 'not_a_number' }, 'customer_unavailable', true],
    [{ customer: 'never_dialled' }, 'cancelled', false],
    [{ customer: null }, 'cancelled', false],
    [{ talkedMs: 10_000 }, 'reached', false],
    [{ talkedMs: 9_999 }, 'customer_unavailable', true],
    [{ talkedMs: 9_999, saidReached: true }, 'reached', false],
    [{ talkedMs: 0, saidReached: true }, 'customer_unavailable', true],
    [{ agent: 'no_answer', talkedMs: 60_000 }, 'agent_no_answer', false],
  ] as const)('%o is %s', (over, outcome, counted) => {
    expect(attemptVerdict(facts(over), 10_000)).toMatchObject({ outcome, counted });
  });

  test('in vain moves the due time, our own failure does not, a wrong number goes to a person', () => {
    const item = { attemptsCounted: 0, dueAt: 5 };
    const afterwards = (over: Partial<AttemptFacts>) =>
      afterAttempt(standardPolicy, item, attemptVerdict(facts(over), 10_000), 1_000);
    expect(afterwards({ customer: 'busy' })).toEqual({ dueAt: 1_000 + 15 * minute, reason: null });
    expect(afterwards({ agent: 'unreachable' })).toEqual({ dueAt: 5, reason: null });
    expect(afterwards({ customer: 'not_a_number' })).toEqual({ dueAt: null, reason: 'number_does_not_exist' });
  });

  test('is read from the record of its call', () => {
    const leg = answeredLeg('rb-1', 0);
    const call = (over: object) => ({
      ...anOutgoingCall({ called: '+442079460000', attemptId: 'rb-1', endedAt: 9, talkedMs: 0, legs: [leg] }),
      ...over,
    });
    expect(attemptFacts(call({ dialled: 'busy' }))).toMatchObject({ agent: 'answered', customer: 'busy' });
    const unanswered = (cause: number | null) => attemptFacts(call({ legs: [{ ...leg, upAt: null, cause }] })).agent;
    expect([19, 17, 21, 3, 20, null].map(unanswered)).toEqual([
      'no_answer',
      'declined',
      'declined',
      'unreachable',
      'unreachable',
      'no_answer',
    ]);
    expect(attemptFacts(call({ legs: [] })).agent).toBe('never_rung');
  });
});

describe('the customer of a call', () => {
  test('is who called, or whom we called, if that is a number', () => {
    expect(customerOf(aMissedCall({ endedAt: 9, caller: null }))).toBeNull();
    expect(customerOf(anOutgoingCall({ called: '+442079460000', endedAt: 9, talkedMs: 0 }))).toBe('+442079460000');
    expect(customerOf(anOutgoingCall({ called: '1002', endedAt: 9, talkedMs: 0 }))).toBeNull();
    expect(customerOf(aMissedCall({ endedAt: 9, direction: 'internal' }))).toBeNull();
  });
});

describe('a rule that leaves a call out', () => {
  const call = aMissedCall({ endedAt: 9_000, startedAt: 0, reason: 'abandoned_ringing', waitedMs: 3_000 });
  test.each([
    ['abandoned_before_s', '5', 1],
    ['abandoned_before_s', '0', null],
    ['abandoned_before_s', '3', null],
    ['abandoned_before_s', 'x', null],
    ['excluded_line', 'sales', 1],
    ['excluded_line', 'support', null],
    ['excluded_line', '', null],
    ['excluded_line', '442079460000', 1],
    ['blocked_number', '+442079460009', null],
  ] as const)('%s %s: %s', (kind, value, id) => {
    expect(excludingRule([{ id: 1, kind, value }], call)).toBe(id);
  });
  test('is never used on a call that ended in doubt', () => {
    expect(
      excludingRule([{ id: 1, kind: 'abandoned_before_s', value: '999' }], { ...call, reason: 'ended_unknown' }),
    ).toBeNull();
  });
});
