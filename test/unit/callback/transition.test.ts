import { describe, expect, test } from 'vitest';
import type { Callback, CallbackState } from '../../../server/domain/callback/callback.ts';
import { apply, born, type LedgerEvent } from '../../../server/domain/callback/transition.ts';

const fresh = born({
  siteId: 1,
  origin: 'missed_call',
  key: '1:main:+442079460000',
  number: '+442079460000',
  lineId: null,
  contactId: null,
  queue: null,
  needsReason: null,
  dueAt: 1_000,
  workableAt: 100,
  firstMissAt: 100,
  misses: 1,
  priority: 0,
  ownerId: null,
  ownerRule: null,
  note: null,
  createdAt: 100,
});
const anItem = (over: Partial<Callback> = {}): Callback => ({ ...fresh, id: 7, ...over });
const inState: Readonly<Record<CallbackState, Callback>> = {
  open: anItem(),
  claimed: anItem({ state: 'claimed', claimedBy: 5, fence: 1, leaseUntil: 30_100 }),
  dialing: anItem({ state: 'dialing', claimedBy: 5, fence: 1, openAttemptId: 'rb-1' }),
  needs_human: anItem({ state: 'needs_human', needsReason: 'withheld' }),
  returned: anItem({ state: 'returned' }),
  closed: anItem({ state: 'closed' }),
  merged: anItem({ state: 'merged' }),
};
const events: Readonly<Record<string, LedgerEvent>> = {
  asked_again: { type: 'asked_again', at: 200, dueAt: 5_000, via: 'token', asker: 'shop' },
  joined: { type: 'joined', at: 200, callId: 2, missAt: 190, dueAt: 500, priority: 10 },
  claimed: { type: 'claimed', at: 200, by: 5, leaseUntil: 30_200 },
  released: { type: 'released', at: 200, by: 5, why: 'released' },
  dialed: { type: 'dialed', at: 200, by: 5, attemptId: 'rb-1' },
  retry: {
    type: 'attempt_ended',
    at: 200,
    attemptId: 'rb-1',
    outcome: 'customer_busy',
    counted: true,
    dueAt: 900,
    reason: null,
  },
  escalate: {
    type: 'attempt_ended',
    at: 200,
    attemptId: 'rb-1',
    outcome: 'customer_busy',
    counted: true,
    dueAt: null,
    reason: 'attempts_used_up',
  },
  returned: { type: 'returned', at: 200, by: 5, callId: 3, talkEndedAt: 150, settledAs: 'in_time' },
  closed: { type: 'closed', at: 200, by: 9, reason: 'other', note: 'said so' },
  merged: { type: 'merged', at: 200, by: 9, into: 8 },
  rescheduled: { type: 'rescheduled', at: 200, dueAt: 5_000, rule: 'hours_changed' },
  assigned: { type: 'assigned', at: 200, by: 9, ownerId: 5, rule: 'by_hand' },
  escalated: { type: 'escalated', at: 200, step: 'overdue', rule: 'named', reached: 1, priority: 50, ownerId: 9 },
};
/** Where each event leads from each state; what is absent is no step. */
const leads: Readonly<Record<string, Partial<Record<CallbackState, CallbackState>>>> = {
  asked_again: { open: 'open', claimed: 'claimed', dialing: 'dialing', needs_human: 'needs_human' },
  joined: { open: 'open', claimed: 'claimed', dialing: 'dialing', needs_human: 'needs_human' },
  claimed: { open: 'claimed' },
  released: { claimed: 'open' },
  dialed: { claimed: 'dialing' },
  retry: { dialing: 'open' },
  escalate: { dialing: 'needs_human' },
  returned: { open: 'returned', claimed: 'returned', dialing: 'returned', needs_human: 'returned' },
  closed: { open: 'closed', needs_human: 'closed' },
  merged: { open: 'merged', claimed: 'merged', dialing: 'merged', needs_human: 'merged' },
  rescheduled: { open: 'open', claimed: 'claimed', dialing: 'dialing', needs_human: 'needs_human' },
  assigned: { open: 'open', claimed: 'claimed', dialing: 'dialing', needs_human: 'needs_human' },
  escalated: { open: 'open', claimed: 'claimed', dialing: 'dialing', needs_human: 'needs_human' },
};

describe('each event in each state', () => {
  const pairs = Object.keys(inState).flatMap((state) =>
    Object.keys(events).map((event) => [state as CallbackState, event] as const),
  );
  test.each(pairs)('%s, %s', (state, name) => {
    const event = events[name];
    if (!event) throw new Error(name);
    expect(apply(inState[state], event)?.state ?? null).toBe(leads[name]?.[state] ?? null);
  });
});

describe('an item', () => {
  test('that joins keeps the earliest due time, the first and the latest miss', () => {
    const joined = apply(anItem(), { type: 'joined', at: 900, callId: 2, missAt: 800, dueAt: 5_000, priority: 10 });
    expect(joined).toMatchObject({
      dueAt: 1_000,
      promisedAt: 1_000,
      firstMissAt: 100,
      latestMissAt: 800,
      misses: 2,
      priority: 10,
    });
  });
  test('that is asked for again is called when it was said last, and its promise is not put off', () => {
    const asked = (dueAt: number) => apply(anItem(), { type: 'asked_again', at: 300, dueAt, via: 'form', asker: null });
    expect(asked(5_000)).toMatchObject({
      dueAt: 5_000,
      promisedAt: 1_000,
      latestMissAt: 300,
      firstMissAt: 100,
      misses: 1,
    });
    expect(asked(500)).toMatchObject({ dueAt: 500, promisedAt: 500 });
  });
  test('that gets another time keeps its promise, or an earlier one', () => {
    const moved = (dueAt: number) => apply(anItem(), { type: 'rescheduled', at: 200, dueAt, rule: 'hours_changed' });
    expect(moved(5_000)).toMatchObject({ dueAt: 5_000, promisedAt: 1_000, misses: 1 });
    expect(moved(500)).toMatchObject({ dueAt: 500, promisedAt: 500, misses: 1 });
  });
  test('that goes up the ladder is more pressing, and belongs to whom the step reached', () => {
    const item = anItem({ ownerId: 3, ownerRule: 'contact_owner' });
    const up = (ownerId: number | null) =>
      apply(item, { ...(events.escalated as LedgerEvent & object), ownerId } as LedgerEvent);
    expect(up(9)).toMatchObject({ priority: 50, ownerId: 9, ownerRule: 'escalation', dueAt: 1_000 });
    expect(up(null)).toMatchObject({ priority: 50, ownerId: 3, ownerRule: 'contact_owner' });
  });
  test('raises its fence with each claim and nothing else does', () => {
    expect(apply(inState.open, events.claimed as LedgerEvent)?.fence).toBe(1);
    expect(apply(inState.claimed, events.released as LedgerEvent)).toMatchObject({
      fence: 1,
      claimedBy: null,
      leaseUntil: null,
    });
  });
  test('is not returned by a talk that ended before its latest miss', () => {
    const early: LedgerEvent = { type: 'returned', at: 200, by: 5, callId: 3, talkEndedAt: 100, settledAs: 'late' };
    expect(apply(anItem(), early)).toBeNull();
  });
  test('hears only of its own attempt', () => {
    const strange: LedgerEvent = {
      type: 'attempt_ended',
      at: 200,
      attemptId: 'rb-2',
      outcome: 'cancelled',
      counted: false,
      dueAt: 1,
      reason: null,
    };
    expect(apply(inState.dialing, strange)).toBeNull();
  });
  test('is not merged into itself', () => {
    expect(apply(anItem(), { type: 'merged', at: 200, by: 9, into: 7 })).toBeNull();
  });
});

describe('from when an item may be worked although it is not due', () => {
  const workable = (from: Callback, ...names: readonly string[]) =>
    names.reduce((item, name) => {
      const event = events[name];
      const next = event && apply(item, event);
      if (!next) throw new Error(`${name} does not follow ${item.state}`);
      return next;
    }, from).workableAt;

  test('a missed call: from the miss, whatever fails on our own side or moves its due time', () => {
    expect(fresh.workableAt).toBe(100);
    const failed: LedgerEvent = {
      type: 'attempt_ended',
      at: 200,
      attemptId: 'rb-1',
      outcome: 'agent_no_answer',
      counted: false,
      dueAt: 1_000,
      reason: null,
    };
    expect(apply(inState.dialing, failed)?.workableAt).toBe(100);
    expect(workable(inState.open, 'claimed', 'released', 'rescheduled')).toBe(100);
  });

  test('after a try that counts only when the next one is due, until the customer calls again', () => {
    expect(workable(inState.dialing, 'retry')).toBeNull();
    expect(workable(inState.dialing, 'retry', 'joined')).toBe(190);
  });

  test('put off: not before the time that was named, whatever it is due', () => {
    const putOff: LedgerEvent = { type: 'put_off', at: 200, by: 5, until: 700, reason: 'not_there_now' };
    expect(apply(inState.open, putOff)?.workableAt).toBe(700);
    expect(apply(anItem({ origin: 'follow_up', key: null, workableAt: null }), putOff)?.workableAt).toBeNull();
  });

  test('asked again: at the time they named, else at once', () => {
    const asked = { type: 'asked_again', at: 200, dueAt: 900, via: 'token', asker: null } as const;
    expect(apply(inState.open, { ...asked, workableAt: 200 })?.workableAt).toBe(200);
    expect(apply(inState.open, { ...asked, workableAt: null })?.workableAt).toBeNull();
  });

  test('united: the earlier of both, a planned time counting as itself', () => {
    const united = {
      type: 'united',
      at: 200,
      by: 9,
      from: 8,
      misses: 1,
      firstMissAt: 50,
      latestMissAt: 60,
      dueAt: 400,
      promisedAt: 400,
      priority: 0,
      attemptsCounted: 0,
      note: null,
    } as const;
    expect(apply(anItem({ workableAt: 700 }), { ...united, workableAt: 60 })?.workableAt).toBe(60);
    expect(apply(anItem({ workableAt: 700 }), { ...united, workableAt: null })?.workableAt).toBe(400);
    expect(apply(anItem({ workableAt: null }), { ...united, workableAt: null })?.workableAt).toBeNull();
  });
});
