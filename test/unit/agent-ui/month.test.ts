import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  dateOf,
  dayByKey,
  dayOf,
  monthAround,
  partsOf,
  shiftMonth,
  weekPlace,
  weeksOf,
} from '../../../agent-ui/src/ui/month.ts';

const nowruz = dayOf('2026-03-21');

describe('a Persian month', () => {
  test('begins on its own first day: Farvardin 1405 has 31 days from Nowruz on', () => {
    expect(partsOf(nowruz, 'persian')).toEqual({ month: 1, day: 1 });
    expect(monthAround(dayOf('2026-04-05'), 'persian')).toEqual({ first: nowruz, length: 31 });
  });
  test('has Esfand of 29 days, or 30 in a leap year', () => {
    expect(monthAround(dayOf('2026-03-01'), 'persian').length).toBe(29);
    expect(monthAround(dayOf('2025-03-01'), 'persian').length).toBe(30);
  });
  test('has weeks from Saturday to Friday', () => {
    expect(weekPlace(dayOf('2026-11-28'), 'persian')).toBe(0);
    expect(weeksOf(nowruz, 'persian')[0]?.map((day) => (day === null ? null : partsOf(day, 'persian').day))).toEqual([
      1, 2, 3, 4, 5, 6, 7,
    ]);
  });
  test('turns to the month after, and its last day is the last there is', () => {
    const lastOfShahrivar = shiftMonth(dayOf('2026-08-22'), 1, 'persian');
    expect(partsOf(dayOf('2026-08-22'), 'persian')).toEqual({ month: 5, day: 31 });
    expect(partsOf(lastOfShahrivar, 'persian')).toEqual({ month: 6, day: 31 });
    expect(partsOf(shiftMonth(lastOfShahrivar, 1, 'persian'), 'persian')).toEqual({ month: 7, day: 30 });
  });
});

test('any day stands once in its month, under its own day of the week', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40_000 }), fc.constantFrom('persian', 'gregory'), (day, calendar) => {
      const weeks = weeksOf(day, calendar);
      const { first, length } = monthAround(day, calendar);
      expect(weeks.flat().filter((each) => each !== null)).toEqual(Array.from({ length }, (_, n) => first + n));
      expect(weeks.find((week) => week.includes(day))?.indexOf(day)).toBe(weekPlace(day, calendar));
      expect(dayOf(dateOf(day))).toBe(day);
    }),
    { numRuns: 300 },
  );
});

test('arrows lead where they point on the page: left is the day after where one reads from the right', () => {
  expect(dayByKey('ArrowLeft', nowruz, 'persian', true)).toBe(nowruz + 1);
  expect(dayByKey('ArrowLeft', nowruz, 'gregory', false)).toBe(nowruz - 1);
  expect(dayByKey('ArrowDown', nowruz, 'persian', true)).toBe(nowruz + 7);
  expect(dayByKey('Home', dayOf('2026-11-26'), 'gregory', false)).toBe(dayOf('2026-11-23'));
  expect(dayByKey('End', dayOf('2026-11-26'), 'gregory', false)).toBe(dayOf('2026-11-29'));
  expect(dayByKey('PageUp', dayOf('2026-03-31'), 'gregory', false)).toBe(dayOf('2026-02-28'));
  expect(dayByKey('x', nowruz, 'persian', true)).toBeNull();
});
