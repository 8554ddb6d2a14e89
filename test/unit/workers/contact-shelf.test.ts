import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Known } from '../../../server/store/matches.ts';
import { createContactShelf } from '../../../server/workers/contact-shelf.ts';

const person = fc.option(fc.record({ id: fc.integer({ min: 1, max: 2_000_000 }), name: fc.string() }));
const knownOf = (id: number) =>
  fc.record({
    contact: fc.record({
      id: fc.constant(id),
      name: fc.string({ unit: 'binary' }),
      organisation: fc.option(fc.string()),
      vip: fc.boolean(),
    }),
    owner: person,
    level: fc.constantFrom('potential', 'prospect', 'active'),
    lastTalkAt: fc.option(fc.integer({ min: 0, max: 4e12 })),
    lastTalkWith: person,
    lastNote: fc.option(
      fc.record({ body: fc.string({ unit: 'binary', maxLength: 4000 }), author: fc.string(), at: fc.nat() }),
    ),
  });
const step = fc.integer({ min: 1, max: 9 }).chain((id) => fc.tuple(fc.constant(id), fc.option(knownOf(id))));

describe('the shelf of contacts', () => {
  test('holds what was put last, whatever was put and removed in between', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const shelf = createContactShelf();
        const truth = new Map<number, Known>();
        for (const [id, known] of steps) {
          if (known === null) {
            shelf.remove(id);
            truth.delete(id);
          } else {
            shelf.put(known);
            truth.set(id, known);
          }
        }
        expect(shelf.size).toBe(truth.size);
        for (let id = 1; id <= 9; id += 1) {
          expect(shelf.get(id)).toEqual(truth.get(id));
          expect(shelf.has(id)).toBe(truth.has(id));
        }
      }),
      { numRuns: 200 },
    );
  });

  const plain = (id: number, more: Partial<Known> = {}): Known => ({
    contact: { id, name: `Customer ${id}`, organisation: null, vip: false },
    owner: null,
    level: 'prospect',
    lastTalkAt: null,
    lastTalkWith: null,
    lastNote: null,
    ...more,
  });

  test('needs little for a person who has not called yet', () => {
    const shelf = createContactShelf();
    for (let id = 1; id <= 100_000; id += 1) shelf.put(plain(id));
    expect(shelf.get(77_777)).toEqual(plain(77_777));
    expect(shelf.bytes / 100_000).toBeLessThan(100);
  });

  test('does not grow when the same people change again and again', () => {
    const shelf = createContactShelf();
    const note = (round: number, id: number) => 'x'.repeat(((id * 37 + round * 101) % 60) * 16);
    const change = (round: number) => {
      for (let id = 1; id <= 2_000; id += 1)
        shelf.put(plain(id, { lastNote: { body: note(round, id), author: 'Amy', at: round } }));
    };
    change(0);
    const [before, last] = [shelf.bytes, 59];
    for (let round = 1; round <= last; round += 1) change(round);
    expect(shelf.bytes).toBeLessThan(before * 4);
    expect(shelf.get(1_000)?.lastNote).toEqual({ body: note(last, 1_000), author: 'Amy', at: last });
  });
});
