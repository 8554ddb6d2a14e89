import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { monthNames } from '../../../agent-ui/src/i18n/format.ts';
import type { CalendarName } from '../../../agent-ui/src/ui/month.ts';
import { isWholeDate, valueOfWritten, writtenDate } from '../../../agent-ui/src/ui/written-date.ts';

const bounds = { min: '1900-01-01', max: '2026-11-29' };
const written = (day: string, month: string, year: string) => ({ day, month, year });
const calendar = fc.constantFrom<CalendarName>('persian', 'gregory');

describe('a date that is written', () => {
  test('is the day people of that calendar mean, in whatever digits', () => {
    expect(valueOfWritten(written('14', '3', '1979'), 'gregory', bounds)).toBe('1979-03-14');
    expect(valueOfWritten(written('۲۳', '12', '۱۳۵۷'), 'persian', bounds)).toBe('1979-03-14');
    expect(valueOfWritten(written('1', '1', '1405'), 'persian', bounds)).toBe('2026-03-21');
    expect(valueOfWritten(written('30', '12', '1403'), 'persian', bounds)).toBe('2025-03-20');
    expect(valueOfWritten(written('29', '2', '2024'), 'gregory', bounds)).toBe('2024-02-29');
  });

  test.each([
    ['no leap year', 'persian', written('30', '12', '1404')],
    ['no leap year either', 'gregory', written('29', '2', '2023')],
    ['the 31st of a short month', 'persian', written('31', '7', '1390')],
    ['a day to come', 'gregory', written('30', '11', '2026')],
    ['a year that is still being typed', 'gregory', written('14', '3', '197')],
    ['a year of two digits', 'gregory', written('14', '3', '19')],
    ['no month yet', 'persian', written('5', '', '1360')],
  ] as const)('is no day, and is kept as it is written: %s', (_, name, parts) => {
    const value = valueOfWritten(parts, name, bounds);
    expect(isWholeDate(value)).toBe(false);
    expect(writtenDate(value, name)).toEqual(parts);
  });

  test('of nothing is nothing; what was half written in another calendar is not shown in this one', () => {
    expect(valueOfWritten(written('', '', ''), 'persian', bounds)).toBe('');
    expect(writtenDate('', 'gregory')).toEqual(written('', '', ''));
    const half = valueOfWritten(written('5', '', '1360'), 'persian', bounds);
    expect(writtenDate(half, 'gregory')).toEqual(written('', '', ''));
  });

  test('any day comes back as it was', () => {
    const day = fc.integer({ min: Date.UTC(1900, 0, 1) / 86_400_000, max: Date.UTC(2026, 10, 29) / 86_400_000 });
    fc.assert(
      fc.property(day, calendar, (at, name) => {
        const date = new Date(at * 86_400_000).toISOString().slice(0, 10);
        expect(valueOfWritten(writtenDate(date, name), name, bounds)).toBe(date);
      }),
    );
  });

  test('has months by the names of its calendar', () => {
    expect(monthNames('en').slice(0, 3)).toEqual(['January', 'February', 'March']);
    expect([monthNames('fa')[0], monthNames('fa')[11]]).toEqual(['فروردین', 'اسفند']);
    for (const language of ['en', 'fa', 'ru', 'ka'] as const) expect(new Set(monthNames(language)).size).toBe(12);
  });
});
