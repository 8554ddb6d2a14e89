import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Hours, intervalText } from '../../../schema/contracts/hours.ts';
import { type Calendar, parseInterval } from '../../../server/domain/calendar/calendar.ts';
import { isOpen } from '../../../server/domain/calendar/opening.ts';
import { weekAhead } from '../../../server/domain/calendar/week-ahead.ts';

const hours = (...texts: string[]) => texts.flatMap((text) => parseInterval(text) ?? []);
const office: Calendar = {
  timeZone: 'Europe/London',
  weekly: [...Array.from({ length: 5 }, () => hours('09:00-13:00', '14:00-18:00')), [], hours('00:30-04:00')],
  holidays: [{ date: '2026-10-21', persian: null, name: 'Fair', days: 2 }],
  special: [{ date: '2026-10-24', intervals: hours('10:00-12:00') }],
};
const at = (iso: string) => Date.parse(iso);

describe('the week ahead', () => {
  const days = weekAhead(office, at('2026-10-20T22:30:00Z'));

  test('begins today on the clock of the line, and says which rule holds each day', () => {
    expect(days.map(({ date, rule, holiday, opens }) => [date, rule, holiday, opens.length])).toEqual([
      ['2026-10-20', 'week', null, 2],
      ['2026-10-21', 'holiday', 'Fair', 0],
      ['2026-10-22', 'holiday', 'Fair', 0],
      ['2026-10-23', 'week', null, 2],
      ['2026-10-24', 'special', null, 1],
      ['2026-10-25', 'week', null, 1],
      ['2026-10-26', 'week', null, 2],
    ]);
    expect(weekAhead(office, at('2026-10-20T23:30:00Z'))[0]?.date).toBe('2026-10-21');
  });

  test('counts real minutes over the change of the clock', () => {
    const sunday = days[5];
    expect(sunday?.clockChange).toBe(60);
    expect(sunday?.opens).toEqual([{ from: at('2026-10-24T23:30:00Z'), to: at('2026-10-25T04:00:00Z') }]);
    expect(days.map(({ clockChange }) => clockChange).filter((minutes) => minutes !== 0)).toEqual([60]);
    const spring = weekAhead(office, at('2026-03-29T12:00:00Z'))[0];
    expect(spring?.clockChange).toBe(-60);
  });

  test('a Persian holiday is named on its days, and only where the week is open', () => {
    const nowruz = { ...office, holidays: [{ date: null, persian: '01-01', name: 'Nowruz', days: 4 }], special: [] };
    const named = weekAhead(nowruz, at('2026-03-20T12:00:00Z')).map(({ date, holiday }) => [date.slice(8), holiday]);
    expect(named).toEqual([
      ['20', null],
      ['21', null],
      ['22', 'Nowruz'],
      ['23', 'Nowruz'],
      ['24', 'Nowruz'],
      ['25', null],
      ['26', null],
    ]);
  });

  test('shows open exactly when it counts as open', () => {
    const stretches = days.flatMap(({ opens }) => opens);
    for (const { from, to } of stretches) {
      expect([isOpen(office, from - 1), isOpen(office, from), isOpen(office, to - 1), isOpen(office, to)]).toEqual([
        false,
        true,
        true,
        false,
      ]);
    }
  });
});

describe('hours as they are sent', () => {
  test('an interval is accepted exactly when it can be read', () => {
    const part = fc.integer({ min: 0, max: 29 }).map((n) => String(n).padStart(2, '0'));
    const minutes = fc.constantFrom('00', '30', '59', '60');
    const text = fc.tuple(part, minutes, part, minutes).map(([a, b, c, d]) => `${a}:${b}-${c}:${d}`);
    fc.assert(
      fc.property(fc.oneof(text, fc.string()), (given) => {
        expect(intervalText.safeParse(given).success).toBe(parseInterval(given) !== null);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['six days', { weekly: [[], [], [], [], [], []] }],
    ['no zone', { timeZone: 'Mars/Olympus' }],
    ['both calendars', { holidays: [{ name: 'x', days: 1, date: '2026-12-25', persian: '01-01' }] }],
    ['the 31st of Mehr', { holidays: [{ name: 'x', days: 1, date: null, persian: '07-31' }] }],
    ['the 30th of February', { specialDays: [{ date: '2026-02-30', intervals: [] }] }],
    ['a field nobody knows', { extra: 1 }],
  ])('%s is refused', (_, over) => {
    const good = { timeZone: 'Asia/Tehran', weekly: [[], [], [], [], [], [], []], holidays: [], specialDays: [] };
    expect(Hours.safeParse(good).success).toBe(true);
    expect(Hours.safeParse({ ...good, ...over }).success).toBe(false);
  });
});
