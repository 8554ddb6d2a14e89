import { expect, test } from 'vitest';
import { neighbour, stretchAround } from '../../../../agent-ui/src/features/statement/stretch.ts';

const iso = ({ from, to }: { from: number; to: number }) => [from, to].map((at) => new Date(at).toISOString());
const noon = Date.parse('2026-11-21T12:00:00Z');

test('a day is the business’s, also when the clocks change in it', () => {
  expect(iso(stretchAround(noon, 'day', 'en', 'Asia/Tbilisi'))).toEqual([
    '2026-11-20T20:00:00.000Z',
    '2026-11-21T20:00:00.000Z',
  ]);
  const longDay = stretchAround(Date.parse('2026-10-25T12:00:00Z'), 'day', 'en', 'Europe/London');
  expect(longDay.to - longDay.from).toBe(25 * 3_600_000);
});

test('a month is that of the calendar people live by', () => {
  expect(iso(stretchAround(noon, 'month', 'ru', 'UTC'))).toEqual([
    '2026-11-01T00:00:00.000Z',
    '2026-12-01T00:00:00.000Z',
  ]);
  // 30 Aban 1405: Aban has 30 days and began on 23 October.
  expect(iso(stretchAround(noon, 'month', 'fa', 'Asia/Tehran'))).toEqual([
    '2026-10-22T20:30:00.000Z',
    '2026-11-21T20:30:00.000Z',
  ]);
});

test.each(['en', 'fa'] as const)('months follow each other without a gap over years (%s)', (language) => {
  let stretch = stretchAround(noon, 'month', language, 'Asia/Tehran');
  for (let n = 0; n < 40; n += 1) {
    const before = neighbour(stretch, -1, 'month', language, 'Asia/Tehran');
    expect(before.to).toBe(stretch.from);
    expect((before.to - before.from) / 86_400_000).toBeGreaterThanOrEqual(28);
    expect((before.to - before.from) / 86_400_000).toBeLessThanOrEqual(31.1);
    expect(neighbour(before, 1, 'month', language, 'Asia/Tehran')).toEqual(stretch);
    stretch = before;
  }
});
