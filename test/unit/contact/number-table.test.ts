import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMatchIndex } from '../../../server/domain/contact/match-index.ts';
import { keyOfNumber, NumberTable } from '../../../server/domain/contact/number-table.ts';

describe('the table of numbers', () => {
  test('holds what a map holds, whatever is put in, changed and taken out, at any size', () => {
    const step = fc.tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: -3, max: 9 }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 600 }), (steps) => {
        const [table, map] = [new NumberTable(), new Map<number, number>()];
        for (const [n, value] of steps) {
          const key = keyOfNumber(`+4477${n * 9_999_991}`);
          table.set(key, value);
          if (value === 0) map.delete(key);
          else map.set(key, value);
        }
        expect(table.size).toBe(map.size);
        for (const [key, value] of map) expect(table.get(key)).toBe(value);
        for (let n = 1; n <= 90; n += 1) {
          const key = keyOfNumber(`+4477${n * 9_999_991}`);
          expect(table.get(key)).toBe(map.get(key) ?? 0);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('tells every number of E.164 from every other, and takes nothing else', () => {
    const numbers = ['+123', '+0123', '+1230', '+999999999999999', '+000000000000000', '+442079460111'];
    expect(new Set(numbers.map(keyOfNumber)).size).toBe(numbers.length);
    for (const other of ['', '+', '+12', '123456', '+12a4', '+1234567890123456', '+١٢٣٤', ' +123']) {
      expect(keyOfNumber(other)).toBe(0);
    }
  });

  test('grows and fits: every number is still found', () => {
    const table = new NumberTable();
    for (let n = 1; n <= 20_000; n += 1) table.set(keyOfNumber(`+447${n}00000`), n);
    table.fit();
    for (let n = 1; n <= 20_000; n += 1) expect(table.get(keyOfNumber(`+447${n}00000`))).toBe(n);
    expect(table.bytes / table.size).toBeLessThan(25);
  });
});

describe('the match index', () => {
  test('keeps people whose row numbers fit in no slot, and forgets them', () => {
    const index = createMatchIndex();
    index.set(9_000_000_000, ['+447700900001']);
    index.set(7, ['+447700900001']);
    expect(index.lookup('+447700900001')).toEqual([9_000_000_000, 7]);
    index.set(9_000_000_000, []);
    expect(index.lookup('+447700900001')).toEqual([7]);
    index.set(7, []);
    expect(index.numbers).toBe(0);
  });

  test('is right after any edits, in any order', () => {
    const edit = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 4 }));
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 60 }), (edits) => {
        const index = createMatchIndex();
        const owned = new Map<number, readonly number[]>();
        for (const [contact, numbers] of edits) {
          owned.set(contact, numbers);
          index.set(
            contact,
            numbers.map((n) => `+44770090000${n}`),
          );
        }
        for (let n = 0; n <= 9; n += 1) {
          const people = [...owned].filter(([, numbers]) => numbers.includes(n)).map(([contact]) => contact);
          expect([...index.lookup(`+44770090000${n}`)].toSorted((a, b) => a - b)).toEqual(
            people.toSorted((a, b) => a - b),
          );
        }
      }),
      { numRuns: 200 },
    );
  });
});
