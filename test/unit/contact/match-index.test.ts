import { describe, expect, test } from 'vitest';
import { createMatchIndex } from '../../../server/domain/contact/match-index.ts';

describe('the match index', () => {
  test('finds everyone behind a number and nobody else', () => {
    const index = createMatchIndex();
    index.load([
      ['+447700900001', 1],
      ['+447700900001', 2],
      ['+447700900002', 2],
    ]);
    expect(index.lookup('+447700900001')).toEqual([1, 2]);
    expect(index.lookup('+44770090000')).toEqual([]);
    expect(index.lookup('')).toEqual([]);
    expect(index.numbers).toBe(2);
  });

  test('follows an edit: new numbers found, old ones gone, others untouched', () => {
    const index = createMatchIndex();
    index.load([
      ['+447700900001', 1],
      ['+447700900001', 2],
    ]);
    index.set(1, ['+447700900003', '+447700900003']);
    expect(index.lookup('+447700900001')).toEqual([2]);
    expect(index.lookup('+447700900003')).toEqual([1]);
    index.set(1, []);
    expect(index.lookup('+447700900003')).toEqual([]);
    expect(index.numbers).toBe(1);
  });

  test('is the same whether loaded at once or number by number', () => {
    const pairs = Array.from(
      { length: 500 },
      (_, n) => [`+4477009${String(n % 120).padStart(5, '0')}`, n % 37] as const,
    );
    const [loaded, grown] = [createMatchIndex(), createMatchIndex()];
    loaded.load(pairs);
    for (let id = 0; id < 37; id += 1)
      grown.set(
        id,
        pairs.filter(([, owner]) => owner === id).map(([number]) => number),
      );
    for (const [number] of pairs) {
      expect([...grown.lookup(number)].sort()).toEqual([...loaded.lookup(number)].sort());
    }
  });
});
