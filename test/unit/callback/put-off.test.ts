import { describe, expect, test } from 'vitest';
import type { Callback } from '../../../server/domain/callback/callback.ts';
import { decidePutOff, putOffAtMost } from '../../../server/domain/callback/put-off.ts';
import { apply, born } from '../../../server/domain/callback/transition.ts';

const minute = 60_000;
const hour = 60 * minute;
const at = 1_000 * hour;
const lease = 30_000;
const amy = { id: 1, role: 'agent' };
const bob = { id: 2, role: 'agent' };
const sue = { id: 3, role: 'supervisor' };

const anItem = (over: Partial<Callback> = {}): Callback => ({
  ...born({
    siteId: 1,
    origin: 'missed_call',
    key: '1:main:+442079460000',
    number: '+442079460000',
    lineId: 1,
    contactId: null,
    queue: null,
    needsReason: null,
    dueAt: at - 10 * minute,
    workableAt: at - hour,
    firstMissAt: at - hour,
    misses: 1,
    priority: 0,
    ownerId: null,
    ownerRule: null,
    note: null,
    createdAt: at - hour,
  }),
  id: 7,
  ...over,
});
const aPlan = (over: Partial<Callback> = {}) =>
  anItem({ origin: 'follow_up', key: null, ownerId: amy.id, ownerRule: 'by_hand', promisedAt: at, dueAt: at, ...over });

const wish = (until: number, reason = 'not_there_now') => ({ until, reason });
const decide = (item: Callback, by: typeof amy | null, { until, reason } = wish(at + 30 * minute)) =>
  decidePutOff(item, by, { until, reason }, at, lease);

function outcome(item: Callback, by: typeof amy, until: number): Callback {
  const decision = decide(item, by, wish(until));
  if ('refused' in decision) throw new Error(decision.refused);
  return decision.steps.reduce((now, step) => {
    const next = apply(now, step);
    if (!next) throw new Error(`${step.type} does not follow ${now.state}`);
    return next;
  }, item);
}

describe('a promise to a caller that is put off', () => {
  test('keeps its due time and its promise, so that board and ladder go on', () => {
    const item = anItem();
    const moved = outcome(item, amy, at + 30 * minute);
    expect([moved.dueAt, moved.promisedAt, moved.state]).toEqual([item.dueAt, item.promisedAt, 'open']);
  });
  test('may wait an hour, or until it is due, and not a minute longer', () => {
    expect(decide(anItem(), amy, wish(at + hour))).toHaveProperty('steps');
    expect(decide(anItem(), amy, wish(at + hour + 1))).toEqual({ refused: 'put-off-too-long' });
    const due = anItem({ dueAt: at + 5 * hour });
    expect(putOffAtMost(due, at)).toBe(at + 5 * hour);
    expect(decide(due, amy, wish(at + 5 * hour))).toHaveProperty('steps');
    expect(decide(anItem({ origin: 'requested' }), amy, wish(at + 24 * hour))).toEqual({ refused: 'put-off-too-long' });
  });
  test('is put off by who has it, by anybody while nobody has, and by a supervisor', () => {
    const bobs = anItem({ ownerId: bob.id, ownerRule: 'last_talk' });
    expect(decide(bobs, amy)).toEqual({ refused: 'owner-only' });
    expect(decide(bobs, bob)).toHaveProperty('steps');
    expect(decide(bobs, sue)).toHaveProperty('steps');
    expect(decide(anItem(), amy)).toHaveProperty('steps');
    expect(decide(anItem(), null)).toEqual({ refused: 'owner-only' });
  });
});

describe('a plan of our own that is put off', () => {
  test('moves, and what it promised moves with it', () => {
    const until = at + 72 * hour;
    expect(outcome(aPlan(), amy, until)).toMatchObject({ dueAt: until, promisedAt: until, state: 'open' });
  });
  test('is moved by its owner alone, or by a supervisor', () => {
    expect(decide(aPlan(), bob)).toEqual({ refused: 'owner-only' });
    expect(decide(aPlan({ ownerId: null, ownerRule: null }), bob)).toEqual({ refused: 'owner-only' });
    expect(decide(aPlan(), sue)).toHaveProperty('steps');
  });
  test('stands within a year or so', () => {
    expect(decide(aPlan(), amy, wish(at + 401 * 24 * hour))).toEqual({ refused: 'bad-time' });
  });
});

describe('putting off', () => {
  test('needs a reason from the list and a time to come', () => {
    expect(decide(aPlan(), amy, wish(at + hour, 'because'))).toEqual({ refused: 'reason-required' });
    expect(decide(aPlan(), amy, wish(at))).toEqual({ refused: 'bad-time' });
    expect(decide(aPlan(), amy, wish(Number.NaN))).toEqual({ refused: 'bad-time' });
  });
  test('lets go of what one holds, and leaves alone what others hold or is being called', () => {
    const held = aPlan({ state: 'claimed', claimedBy: amy.id, leaseUntil: at + 10_000 });
    expect(outcome(held, amy, at + hour)).toMatchObject({ state: 'open', claimedBy: null, dueAt: at + hour });
    expect(decide(held, sue)).toEqual({ refused: 'already-claimed' });
    const lapsed = aPlan({ state: 'claimed', claimedBy: bob.id, leaseUntil: at - 1 });
    expect(outcome(lapsed, amy, at + hour)).toMatchObject({ state: 'open', claimedBy: null });
    const dialling = aPlan({ state: 'dialing', claimedBy: amy.id, openAttemptId: 'x' });
    expect(decide(dialling, amy)).toEqual({ refused: 'already-calling' });
    expect(decide(aPlan({ state: 'closed' }), amy)).toEqual({ refused: 'already-settled' });
  });
});
