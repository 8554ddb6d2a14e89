import { expect, test } from 'vitest';
import { birthdayCalendar, birthdaysOn, dayAt, rhythmDay } from '../../../server/domain/contact/occasions.ts';

const day = (text: string) => Date.parse(`${text}T00:00:00Z`) / 86_400_000;

test('a rhythm counts days on the clock of the company', () => {
  const late = Date.parse('2026-11-01T21:30:00Z');
  expect(rhythmDay('UTC', late, 7)).toBe(day('2026-11-08'));
  expect(rhythmDay('Asia/Tehran', late, 7)).toBe(day('2026-11-09'));
  expect(dayAt('America/New_York', Date.parse('2026-11-01T03:30:00Z'))).toBe(day('2026-10-31'));
});

/** Whether somebody born then has their birthday on a day; as the database asks it. */
function kept(on: string, calendar: 'gregory' | 'persian', born: string): boolean {
  const { dates, monthDays, before } = birthdaysOn([day(on)], calendar);
  return dates.includes(born) || (monthDays.includes(born.slice(5)) && (before === null || born < before));
}

test('a birthday comes round by month and day', () => {
  expect(birthdaysOn([day('2026-11-28'), day('2026-11-27')], 'gregory')).toEqual({
    dates: [],
    monthDays: ['11-28', '11-27'],
    before: null,
  });
});

test('a birthday on 29 February is kept every year', () => {
  expect(kept('2027-02-28', 'gregory', '1996-02-29')).toBe(true);
  expect(kept('2027-02-28', 'gregory', '1996-02-28')).toBe(true);
  expect(kept('2027-03-01', 'gregory', '1996-02-29')).toBe(false);
  expect(kept('2028-02-28', 'gregory', '1996-02-29')).toBe(false);
  expect(kept('2028-02-29', 'gregory', '1996-02-29')).toBe(true);
});

test('where the year is the Persian one, so is the birthday', () => {
  // 1 Farvardin 1370; in 1403 the year began a day earlier.
  expect(kept('2024-03-20', 'persian', '1991-03-21')).toBe(true);
  expect(kept('2024-03-21', 'persian', '1991-03-21')).toBe(false);
  expect(kept('2026-03-21', 'persian', '1991-03-21')).toBe(true);
  // 7 Azar 1358 and 1405.
  expect(kept('2026-11-28', 'persian', '1979-11-28')).toBe(true);
  expect(birthdaysOn([day('2026-03-21')], 'persian').dates).toHaveLength(127);
});

test('a birthday on 30 Esfand is kept every year', () => {
  // 1375 was a leap year, 1404 is none, 1408 is one.
  expect(kept('2026-03-20', 'persian', '1997-03-20')).toBe(true);
  expect(kept('2026-03-20', 'persian', '1997-03-19')).toBe(true);
  expect(kept('2030-03-19', 'persian', '1997-03-20')).toBe(false);
  expect(kept('2030-03-20', 'persian', '1997-03-20')).toBe(true);
});

test('on whichever day it falls, each date of birth is kept exactly once in a Persian year', () => {
  for (const born of ['1950-03-21', '1988-03-20', '1997-03-20', '2001-09-22', '2003-12-22']) {
    const first = day('2026-03-21');
    const days = Array.from({ length: 365 }, (_, n) => first + n);
    expect(days.filter((each) => birthdaysOn([each], 'persian').dates.includes(born))).toHaveLength(1);
  }
});

test('a year before 1900 stands for none, and goes by month and day in either calendar', () => {
  expect(kept('2024-03-21', 'gregory', '1604-03-21')).toBe(true);
  expect(kept('2024-03-21', 'persian', '1604-03-21')).toBe(true);
  expect(kept('2024-03-20', 'persian', '1604-03-21')).toBe(false);
});

test('the country and the language of the company choose the calendar', () => {
  expect(birthdayCalendar({ country: 'IR', language: 'en' })).toBe('persian');
  expect(birthdayCalendar({ country: 'GB', language: 'fa' })).toBe('persian');
  expect(birthdayCalendar({ country: 'GE', language: 'ka' })).toBe('gregory');
});
