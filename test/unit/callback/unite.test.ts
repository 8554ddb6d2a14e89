import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Callback, LiveState, Origin } from '../../../server/domain/callback/callback.ts';
import { apply, born } from '../../../server/domain/callback/transition.ts';
import { pairUp, unite } from '../../../server/domain/callback/unite.ts';

const origins: readonly Origin[] = ['missed_call', 'requested', 'follow_up', 'cadence', 'payment'];
const states: readonly LiveState[] = ['open', 'claimed', 'dialing', 'needs_human'];
let ids = 0;

interface Shape {
  readonly origin: Origin;
  readonly state: LiveState;
  readonly number: string | null;
  readonly at: number;
  readonly misses: number;
  readonly priority: number;
}

function anItem({ origin, state, number, at, misses, priority }: Shape): Callback {
  ids += 1;
  const fresh = born({
    siteId: 1,
    origin,
    key: null,
    number,
    lineId: null,
    contactId: null,
    queue: null,
    needsReason: state === 'needs_human' ? 'attempts_used_up' : null,
    dueAt: at + 50,
    workableAt: origin === 'missed_call' ? at : null,
    firstMissAt: at,
    misses,
    priority,
    ownerId: null,
    ownerRule: null,
    note: `note ${ids}`,
    createdAt: at,
  });
  const held = state === 'claimed' || state === 'dialing' ? { claimedBy: 7, fence: 1 } : {};
  return { ...fresh, id: ids, state, ...held };
}

const items = fc.array(
  fc
    .record({
      origin: fc.constantFrom(...origins),
      state: fc.constantFrom(...states),
      number: fc.constantFrom(null, '+441', '+442'),
      at: fc.integer({ min: 0, max: 1_000 }),
      misses: fc.integer({ min: 0, max: 3 }),
      priority: fc.integer({ min: 0, max: 150 }),
    })
    .map(anItem),
  { maxLength: 5 },
);

/** All steps, one after the other, as the use-case takes them. */
function merged(kept: readonly Callback[], other: readonly Callback[]): Callback[] {
  const now = new Map([...kept, ...other].map((item) => [item.id, item]));
  for (const pair of pairUp(kept, other)) {
    const [absorbed, into] = [now.get(pair.absorbed.id), now.get(pair.into.id)];
    if (!absorbed || !into) throw new Error('a pair names what is not there');
    const { ofAbsorbed, ofInto } = unite({ absorbed, into }, 9, 2_000);
    const gone = apply(absorbed, ofAbsorbed);
    const taker = ofInto.reduce<Callback | null>((item, step) => item && apply(item, step), into);
    if (!gone || !taker) throw new Error('the ledger knows no such step');
    now.set(gone.id, gone).set(taker.id, taker);
  }
  return [...now.values()];
}

describe('the debts of two contacts that are one person', () => {
  test('are never less, later or lower, and nobody’s work is taken from their hands', () => {
    fc.assert(
      fc.property(items, items, (kept, other) => {
        const before = [...kept, ...other];
        const after = merged(kept, other);
        const live = after.filter(({ state }) => state !== 'merged');
        const sum = (list: readonly Callback[]) => list.reduce((n, { misses }) => n + misses, 0);
        expect(sum(live)).toBe(sum(before));
        for (const was of before) {
          const is = after.find(({ id }) => id === was.id);
          if (was.state === 'claimed' || was.state === 'dialing') expect(is?.state).toBe(was.state);
          if (is?.state !== 'merged') continue;
          const root = live.find(({ id }) => id === is.mergedInto);
          expect(root).toMatchObject({ number: was.number });
          expect(root?.promisedAt).toBeLessThanOrEqual(was.promisedAt);
          expect(root?.dueAt).toBeLessThanOrEqual(was.dueAt);
          expect(root?.latestMissAt).toBeGreaterThanOrEqual(was.latestMissAt);
          expect(root?.priority).toBeGreaterThanOrEqual(was.priority);
          expect(root?.note).toContain(was.note ?? '');
          if (was.origin === 'requested') expect(root?.origin).toBe('requested');
          if (was.state === 'needs_human') expect(root?.state).toBe('needs_human');
        }
        // Matters of their own stay on their own.
        for (const { origin, state } of after) {
          if (origin === 'follow_up' || origin === 'payment') expect(state).not.toBe('merged');
        }
      }),
      { numRuns: 500 },
    );
  });

  test('unite when one call would settle both, and pass over what no call of theirs settles', () => {
    const shape = { state: 'open', number: '+441', at: 1, misses: 1, priority: 0 } as const;
    const missed = anItem({ ...shape, origin: 'missed_call' });
    const again = anItem({ ...shape, origin: 'missed_call' });
    const elsewhere = anItem({ ...shape, origin: 'missed_call', number: '+442' });
    const nowhere = anItem({ ...shape, origin: 'missed_call', number: null, state: 'needs_human' });
    expect(pairUp([missed], [again, elsewhere, nowhere])).toEqual([{ absorbed: again, into: missed }]);
    expect(pairUp([nowhere], [{ ...nowhere, id: 0 }])).toEqual([]);
  });
});
