import { describe, expect, test } from 'vitest';
import { type Calendar, parseInterval } from '../../../server/domain/calendar/calendar.ts';
import { persianDate } from '../../../server/domain/calendar/days.ts';
import {
  addOpeningMinutes,
  isOpen,
  nextOpening,
  openingMinutesBetween,
} from '../../../server/domain/calendar/opening.ts';

const at = (iso: string) => Date.parse(iso);
const hours = (...texts: string[]) => texts.map((text) => parseInterval(text) ?? { from: 0, to: 0 });
const everyDay = (...texts: string[]) => Array.from({ length: 7 }, () => hours(...texts));
const calendar = (timeZone: string, weekly: Calendar['weekly'], more: Partial<Calendar> = {}): Calendar => ({
  timeZone,
  weekly,
  holidays: [],
  special: [],
  ...more,
});
const office = calendar('Europe/London', [
  ...Array.from({ length: 5 }, () => hours('09:00-13:00', '14:00-18:00')),
  [],
  [],
]);

describe('opening hours', () => {
  test.each([
    ['09:00-13:00', { from: 540, to: 780 }],
    ['22:00-06:00', { from: 1320, to: 1800 }],
    ['00:00-24:00', { from: 0, to: 1440 }],
    ['18:00-24:00', { from: 1080, to: 1440 }],
    ['09:00-00:00', { from: 540, to: 1440 }],
    ['24:00-06:00', null],
    ['09:00-24:30', null],
    ['09:00-09:00', null],
    ['9-17', null],
  ])('%s is read as minutes of the day', (text, interval) => expect(parseInterval(text)).toEqual(interval));

  test('close for lunch, at night and over the weekend', () => {
    expect(isOpen(office, at('2026-11-20T09:00:00Z'))).toBe(true);
    expect(isOpen(office, at('2026-11-20T13:00:00Z'))).toBe(false);
    expect(nextOpening(office, at('2026-11-20T13:00:00Z'))).toBe(at('2026-11-20T14:00:00Z'));
    expect(nextOpening(office, at('2026-11-20T18:00:00Z'))).toBe(at('2026-11-23T09:00:00Z'));
    expect(nextOpening(office, at('2026-11-20T15:30:00Z'))).toBe(at('2026-11-20T15:30:00Z'));
  });

  test('half an hour before the weekend ends after it', () => {
    expect(addOpeningMinutes(office, at('2026-11-20T17:50:00Z'), 30)).toBe(at('2026-11-23T09:20:00Z'));
    expect(addOpeningMinutes(office, at('2026-11-21T23:00:00Z'), 30)).toBe(at('2026-11-23T09:30:00Z'));
    expect(openingMinutesBetween(office, at('2026-11-20T12:50:00Z'), at('2026-11-23T09:20:00Z'))).toBe(10 + 240 + 20);
  });

  test('a night shift belongs to the day it begins on', () => {
    const nights = calendar('UTC', [[], [], [], [], hours('22:00-06:00'), [], []]);
    expect(isOpen(nights, at('2026-11-21T05:59:00Z'))).toBe(true);
    expect(isOpen(nights, at('2026-11-21T06:00:00Z'))).toBe(false);
    expect(openingMinutesBetween(nights, at('2026-11-20T00:00:00Z'), at('2026-11-23T00:00:00Z'))).toBe(480);
  });

  test('intervals that touch or overlap are counted once', () => {
    const whole = calendar('UTC', everyDay('00:00-24:00', '22:00-06:00', '05:00-07:00'));
    expect(openingMinutesBetween(whole, at('2026-11-20T00:00:00Z'), at('2026-11-21T00:00:00Z'))).toBe(1440);
  });

  test('what never opens has no next opening, and the search ends', () => {
    for (const shut of [
      calendar('UTC', everyDay()),
      calendar('UTC', [], { special: [{ date: '2020-01-01', intervals: hours('09:00-10:00') }] }),
    ]) {
      expect(nextOpening(shut, at('2026-11-21T00:00:00Z'))).toBeNull();
      expect(addOpeningMinutes(shut, at('2026-11-21T00:00:00Z'), 30)).toBeNull();
      expect(isOpen(shut, at('2026-11-21T00:00:00Z'))).toBe(false);
    }
    for (const broken of [Number.NaN, Number.POSITIVE_INFINITY, -9e15]) expect(nextOpening(office, broken)).toBeNull();
  });
});

describe('days that are different', () => {
  test('a holiday is shut, a special day has its own hours even then', () => {
    const shop = {
      ...office,
      holidays: [{ date: '2026-12-25', persian: null, name: 'Christmas', days: 4 }],
      special: [{ date: '2026-12-26', intervals: hours('10:00-11:00') }],
    };
    expect(nextOpening(shop, at('2026-12-24T18:00:00Z'))).toBe(at('2026-12-26T10:00:00Z'));
    expect(nextOpening(shop, at('2026-12-26T11:00:00Z'))).toBe(at('2026-12-29T09:00:00Z'));
  });

  test.each([
    ['2024-03-20', '01-01'],
    ['2025-03-21', '01-01'],
    ['2026-03-21', '01-01'],
    ['2025-03-20', '12-30'],
    ['2026-06-05', '03-15'],
  ])('%s is %s of the Persian year', (iso, persian) =>
    expect(persianDate(at(`${iso}T00:00:00Z`) / 86_400_000)).toBe(persian),
  );

  test('Nowruz comes every year on its own day', () => {
    const tehran = calendar('Asia/Tehran', everyDay('09:00-17:00'), {
      holidays: [{ date: null, persian: '01-01', name: 'Nowruz', days: 4 }],
    });
    expect(nextOpening(tehran, at('2024-03-19T17:00:00+03:30'))).toBe(at('2024-03-24T09:00:00+03:30'));
    expect(nextOpening(tehran, at('2026-03-20T17:00:00+03:30'))).toBe(at('2026-03-25T09:00:00+03:30'));
  });
});

describe('when the clock is changed', () => {
  const day = (zone: string, ...texts: string[]) => calendar(zone, everyDay(...texts));

  test('London, spring: an hour that is not on the clock has no minutes', () => {
    const london = day('Europe/London', '00:00-06:00');
    expect(openingMinutesBetween(london, at('2026-03-28T12:00:00Z'), at('2026-03-29T12:00:00Z'))).toBe(300);
    // 01:30 does not come: it opens when the clock jumps to 02:00.
    expect(nextOpening(day('Europe/London', '01:30-06:00'), at('2026-03-28T12:00:00Z'))).toBe(
      at('2026-03-29T01:00:00Z'),
    );
    expect(nextOpening(day('Europe/London', '01:10-01:50'), at('2026-03-29T00:30:00Z'))).toBe(
      at('2026-03-30T00:10:00Z'),
    );
  });

  test('London, autumn: an hour that comes twice is worked twice', () => {
    const london = day('Europe/London', '00:00-06:00');
    expect(openingMinutesBetween(london, at('2026-10-24T12:00:00Z'), at('2026-10-25T12:00:00Z'))).toBe(420);
    const night = day('Europe/London', '01:15-01:45');
    expect(nextOpening(night, at('2026-10-24T12:00:00Z'))).toBe(at('2026-10-25T00:15:00Z'));
    expect(openingMinutesBetween(night, at('2026-10-24T12:00:00Z'), at('2026-10-25T12:00:00Z'))).toBe(90);
  });

  test('New York changes on other days', () => {
    const york = day('America/New_York', '00:00-06:00');
    expect(openingMinutesBetween(york, at('2026-03-08T04:30:00Z'), at('2026-03-08T16:00:00Z'))).toBe(300);
    expect(addOpeningMinutes(york, at('2026-11-01T04:00:00Z'), 420)).toBe(at('2026-11-01T11:00:00Z'));
  });

  test('Tehran had summer time until 2022 and has none since', () => {
    const tehran = day('Asia/Tehran', '09:00-17:00');
    expect(nextOpening(tehran, at('2022-07-01T00:00:00Z'))).toBe(at('2022-07-01T09:00:00+04:30'));
    expect(nextOpening(tehran, at('2023-07-01T00:00:00Z'))).toBe(at('2023-07-01T09:00:00+03:30'));
    expect(nextOpening(tehran, at('1977-07-01T20:00:00Z'))).toBe(at('1977-07-02T09:00:00+04:30'));
    // Its clock jumped at midnight: the day began at one.
    const night = day('Asia/Tehran', '00:00-04:00');
    expect(openingMinutesBetween(night, at('2022-03-21T12:00:00Z'), at('2022-03-22T12:00:00Z'))).toBe(180);
  });

  test('Samoa left out a whole day', () => {
    const apia = day('Pacific/Apia', '09:00-17:00');
    expect(nextOpening(apia, at('2011-12-30T03:00:00Z'))).toBe(at('2011-12-31T09:00:00+14:00'));
  });
});
