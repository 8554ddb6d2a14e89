import { describe, expect, test } from 'vitest';
import { type Calendar, parseInterval } from '../../../server/domain/calendar/calendar.ts';
import { daysAhead, workingDayFrom } from '../../../server/domain/calendar/working-days.ts';

const hours = (...texts: string[]) => texts.flatMap((text) => parseInterval(text) ?? []);
const week = (...texts: string[]): Calendar => ({
  timeZone: 'Europe/London',
  weekly: [...Array.from({ length: 5 }, () => hours(...texts)), [], []],
  holidays: [{ date: '2026-12-25', persian: null, name: 'Christmas', days: 2 }],
  special: [],
});
const thursday = Date.parse('2026-12-24T11:00:00Z');
const dates = (calendars: Calendar[], count = 3) =>
  daysAhead(calendars, 'Europe/London', thursday, count).days.map(({ date }) => date);

describe('the working days ahead', () => {
  test('begin tomorrow and pass over weekends and holidays', () => {
    expect(dates([week('09:00-18:00')])).toEqual(['2026-12-28', '2026-12-29', '2026-12-30']);
    const { closed } = daysAhead([week('09:00-18:00')], 'Europe/London', thursday, 3);
    expect(closed.slice(0, 4)).toEqual(['2026-12-25', '2026-12-26', '2026-12-27', '2027-01-02']);
  });
  test('count when one line is open, and all of them where no line keeps hours', () => {
    const weekend: Calendar = { ...week(), weekly: [[], [], [], [], [], hours('10:00-12:00'), []], holidays: [] };
    expect(dates([week('09:00-18:00'), weekend])).toEqual(['2026-12-26', '2026-12-28', '2026-12-29']);
    expect(dates([])).toEqual(['2026-12-25', '2026-12-26', '2026-12-27']);
  });
  test('give ten o’clock, or the first opening after it, on the clock of the company', () => {
    const at = (text: string) => daysAhead([week(text)], 'Europe/London', thursday, 1).days[0]?.at;
    expect(at('09:00-18:00')).toBe(Date.parse('2026-12-28T10:00:00Z'));
    expect(at('13:00-18:00')).toBe(Date.parse('2026-12-28T13:00:00Z'));
    expect(at('06:00-09:30')).toBe(Date.parse('2026-12-28T06:00:00Z'));
  });
  test('are none when nobody is ever there', () => {
    expect(daysAhead([week()], 'Europe/London', thursday, 5)).toMatchObject({ days: [] });
  });
});

describe('the working day from a day on', () => {
  const day = (text: string) => Date.parse(`${text}T00:00:00Z`) / 86_400_000;
  const from = (text: string, calendars = [week('09:00-18:00')]) =>
    workingDayFrom(calendars, 'Europe/London', thursday, day(text));
  test('is that day, today included, and never one gone by', () => {
    expect(from('2026-12-29')?.date).toBe('2026-12-29');
    expect(from('2026-12-24')).toEqual({ date: '2026-12-24', at: Date.parse('2026-12-24T10:00:00Z') });
    expect(from('2026-03-01')?.date).toBe('2026-12-24');
  });
  test('passes over days nobody is there', () => expect(from('2026-12-25')?.date).toBe('2026-12-28'));
  test('is none when nobody is ever there', () => expect(from('2026-12-25', [week()])).toBeNull());
});
