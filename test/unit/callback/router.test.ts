import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseOffers, type FreeAgent, passedForMs, type WaitingItem } from '../../../server/domain/callback/router.ts';

const at = 1_000_000_000;
const item = (id: number, over: Partial<WaitingItem> = {}): WaitingItem => ({
  id,
  ownerId: null,
  overdue: false,
  passedBy: [],
  ...over,
});
const agent = (id: number, over: Partial<FreeAgent> = {}): FreeAgent => ({ id, readySince: id, taken: 0, ...over });
const offered = (items: WaitingItem[], agents: FreeAgent[], signedIn = [1, 2, 3]) =>
  chooseOffers(items, agents, new Set(signedIn), at).map(({ callbackId, userId }) => `${callbackId} to ${userId}`);

describe('an item that is due', () => {
  test('goes to its owner, whoever else is free', () => {
    expect(offered([item(7, { ownerId: 2 })], [agent(1), agent(2)])).toEqual(['7 to 2']);
  });

  test('waits for an owner who is signed in and busy, until it is overdue', () => {
    expect(offered([item(7, { ownerId: 3 })], [agent(1)])).toEqual([]);
    expect(offered([item(7, { ownerId: 3, overdue: true })], [agent(1)])).toEqual(['7 to 1']);
    expect(offered([item(7, { ownerId: 3 })], [agent(1)], [1])).toEqual(['7 to 1']);
  });

  test('goes to whoever had the fewest today, then to who has waited longest', () => {
    const agents = [
      agent(1, { taken: 2 }),
      agent(2, { taken: 1, readySince: 50 }),
      agent(3, { taken: 1, readySince: 40 }),
    ];
    expect(offered([item(7), item(8), item(9), item(10)], agents)).toEqual(['7 to 3', '8 to 2', '9 to 1']);
  });

  test('is not offered again for a while to who let it pass, not even to its owner', () => {
    const passed = { passedBy: [{ userId: 1, at: at - 1_000 }] };
    expect(offered([item(7, passed)], [agent(1)])).toEqual([]);
    expect(offered([item(7, passed)], [agent(1), agent(2)])).toEqual(['7 to 2']);
    expect(offered([item(7, { ...passed, ownerId: 1 })], [agent(1), agent(2)])).toEqual(['7 to 2']);
    expect(offered([item(7, { passedBy: [{ userId: 1, at: at - passedForMs }] })], [agent(1)])).toEqual(['7 to 1']);
  });
});

test('never more offers than free agents, nobody gets two, no item goes to two', () => {
  const person = fc.integer({ min: 1, max: 6 });
  const items = fc.array(
    fc.record({
      ownerId: fc.option(person),
      overdue: fc.boolean(),
      passedBy: fc.array(fc.record({ userId: person, at: fc.integer({ min: at - 400_000, max: at }) }), {
        maxLength: 4,
      }),
    }),
  );
  fc.assert(
    fc.property(items, fc.uniqueArray(person), fc.array(person), (waiting, free, signedIn) => {
      const all = waiting.map((each, n) => ({ id: n + 1, ...each }));
      const offers = chooseOffers(
        all,
        free.map((id) => agent(id)),
        new Set(signedIn),
        at,
      );
      expect(new Set(offers.map(({ userId }) => userId)).size).toBe(offers.length);
      expect(new Set(offers.map(({ callbackId }) => callbackId)).size).toBe(offers.length);
      expect(offers.every(({ userId }) => free.includes(userId))).toBe(true);
    }),
  );
});
