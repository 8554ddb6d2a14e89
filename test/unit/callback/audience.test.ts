import { describe, expect, test } from 'vitest';
import type { CallbackView } from '../../../schema/contracts/callbacks.ts';
import { audienceOf, standingOf } from '../../../server/domain/callback/audience.ts';

const [amy, bob, sue] = [
  { id: 1, name: 'Amy' },
  { id: 2, name: 'Bob' },
  { id: 3, name: 'Sue' },
];
const now = 1_000_000;

const item = (part: Partial<CallbackView>): CallbackView =>
  ({
    id: 9,
    state: 'open',
    origin: 'missed_call',
    dueAt: now + 60_000,
    owner: null,
    ownerRule: null,
    claimedBy: null,
    lastTry: null,
    returnedBy: null,
    closedBy: null,
    ...part,
  }) as CallbackView;

function told(before: Partial<CallbackView> | null, after: Partial<CallbackView>, at = now) {
  const standing = before === null ? undefined : (standingOf(item(before)) ?? undefined);
  const { people, everybody, deciders } = audienceOf(standing, item(after), at);
  return { people: [...people].sort(), everybody, deciders };
}

const byHand = { owner: amy, ownerRule: 'by_hand' } as const;

describe('a changed item concerns', () => {
  test('everybody while nobody has it, and when somebody takes it away from that list', () => {
    expect(told({}, { priority: 1 })).toEqual({ people: [], everybody: true, deciders: false });
    expect(told({}, { state: 'claimed', claimedBy: bob })).toEqual({ people: [2], everybody: true, deciders: false });
  });

  test('its owner alone when a person chose them, whoever else is at work', () => {
    expect(told(byHand, { ...byHand, note: 'x' })).toEqual({ people: [1], everybody: false, deciders: false });
  });

  test('everybody once a debt is late, whoever owns it; a plan stays with its owner', () => {
    expect(told(byHand, { ...byHand, state: 'dialing' }, now + 60_000).everybody).toBe(true);
    const plan = { ...byHand, origin: 'follow_up' } as const;
    expect(told(plan, { ...plan, note: 'x' }, now + 60_000)).toEqual({
      people: [1],
      everybody: false,
      deciders: false,
    });
  });

  test('everybody while the owner was only chosen by a rule: they may not be signed in', () => {
    const ruled = { owner: amy, ownerRule: 'last_talk' } as const;
    expect(told(ruled, { ...ruled, note: 'x' })).toEqual({ people: [1], everybody: true, deciders: false });
  });

  test('both of two people between whom it changes hands', () => {
    expect(told(byHand, { owner: bob, ownerRule: 'by_hand' }).people).toEqual([1, 2]);
    expect(told({ ...byHand, state: 'claimed', claimedBy: bob }, byHand).people).toEqual([1, 2]);
  });

  test('whoever tried, returned or closed it', () => {
    const by = { lastTry: { at: now, by: bob, outcome: 'busy' } } as Partial<CallbackView>;
    expect(told(byHand, { ...byHand, ...by }).people).toEqual([1, 2]);
    const done = { ...byHand, state: 'returned', returnedBy: sue } as const;
    expect(told(byHand, done)).toEqual({ people: [1, 3], everybody: false, deciders: false });
    expect(told(byHand, { ...byHand, state: 'closed', closedBy: bob } as Partial<CallbackView>).people).toEqual([1, 2]);
  });

  test('supervisors while it waits for a decision, and when it was decided', () => {
    const waits = { ...byHand, state: 'needs_human' } as const;
    expect(told(byHand, waits)).toEqual({ people: [1], everybody: false, deciders: true });
    expect(told(waits, { ...byHand, state: 'closed', closedBy: sue })).toMatchObject({ deciders: true });
  });

  test('everybody when it is not known where it stood', () => {
    expect(told(null, { ...byHand, state: 'returned' })).toMatchObject({ everybody: true, deciders: true });
  });
});
