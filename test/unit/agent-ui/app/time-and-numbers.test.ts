import { describe, expect, test } from 'vitest';
import { dialledText, telNumber } from '../../../../agent-ui/src/features/dial/dialled-text.ts';
import { currentItem, glyphOf, groupToday, pageOfItem } from '../../../../agent-ui/src/features/today/today-order.ts';
import { dayKey, formatDay, formatDuration, formatMonth, setTimeZone } from '../../../../agent-ui/src/i18n/format.ts';
import { dueWords } from '../../../../agent-ui/src/ui/due.ts';
import { initials } from '../../../../agent-ui/src/ui/initials.ts';
import { grouped, setHomeCountry } from '../../../../agent-ui/src/ui/number-format.ts';
import { atHour, hourIn } from '../../../../agent-ui/src/ui/zone.ts';
import { anItem } from '../live-builders.ts';

const min = 60_000;
const noon = Date.parse('2026-11-24T12:00:00Z');

describe('a due time', () => {
  test.each([
    [noon - 22 * min, 'lateMinutes', 'late', { n: 22 }],
    [noon - 65 * min, 'lateHours', 'late', { h: 1, mm: '05' }],
    [noon - 49 * 60 * min, 'lateDays', 'late', { count: 2 }],
    [noon, 'now', 'late', {}],
    [noon + 18 * min, 'in', 'soon', { n: 18 }],
    [noon + 40 * min, 'in', 'calm', { n: 40 }],
    [noon + 120 * min, 'at', 'calm', {}],
  ])('%i is told as %s, %s', (dueAt, kind, tone, values) => {
    expect(dueWords(dueAt, noon)).toEqual({ kind, tone, values });
  });
});

describe('Today', () => {
  test('separates late, coming, undecidable and later items', () => {
    setTimeZone('UTC');
    const late = anItem({ id: 1, dueAt: noon - min });
    const soon = anItem({ id: 2, dueAt: noon + 5 * min });
    const withheld = anItem({ id: 3, number: null, state: 'needs_human', dueAt: noon - min });
    const tomorrow = anItem({ id: 4, dueAt: noon + 20 * 60 * min });
    const groups = groupToday([tomorrow, late, soon, withheld], noon);
    const ids = (items: readonly { id: number }[]) => items.map(({ id }) => id);
    expect(ids(groups.overdue)).toEqual([1]);
    expect(ids(groups.next)).toEqual([2]);
    expect(ids(groups.decide)).toEqual([3]);
    expect(ids(groups.later)).toEqual([4]);
  });

  test('gives every state its own sign', () => {
    expect(glyphOf(anItem({ dueAt: noon - 1 }), noon)).toBe('overdue');
    expect(glyphOf(anItem({ dueAt: noon + 20 * min }), noon)).toBe('due_soon');
    expect(glyphOf(anItem({ dueAt: noon + 21 * min }), noon)).toBe('open');
    expect(glyphOf(anItem({ dueAt: noon + min, tries: 1 }), noon)).toBe('not_reached');
    expect(glyphOf(anItem({ state: 'dialing' }), noon)).toBe('calling');
    expect(glyphOf(anItem({ state: 'needs_human' }), noon)).toBe('needs_human');
  });

  test('calls the open item when it can be called, else the first that can', () => {
    const items = [anItem({ id: 1, number: null, state: 'needs_human' }), anItem({ id: 2 }), anItem({ id: 3 })];
    expect(currentItem(items, 3)?.id).toBe(3);
    expect(currentItem(items, 1)?.id).toBe(2);
    expect(currentItem([], 1)).toBeNull();
  });

  test('opens the page of the number while nobody is known', () => {
    expect(pageOfItem(anItem({ id: 5 }))).toBe('/people/number/%2B442079460142?item=5');
    expect(pageOfItem(anItem({ id: 5, number: null }))).toBe('/people/withheld?item=5');
  });
});

describe('numbers as people write them', () => {
  test('are grouped nationally at home and with the code abroad', () => {
    setHomeCountry('GB');
    expect(grouped('+442079460142')).toBe('020 7946 0142');
    expect(grouped('+995322051010')).toBe('+995 32 205 10 10');
    setHomeCountry('GE');
    expect(grouped('+442079460142')).toBe('+44 20 7946 0142');
  });

  test('are taken from any keyboard, without invisible marks', () => {
    expect(dialledText(' ۰۲۱ ۵۵۵۰ ۰۱۴۲\u200e')).toBe('021 5550 0142');
    expect(dialledText('\u202a+98 21\r\n')).toBe('+98 21');
    expect(telNumber('tel:+44%2020-7946-0142;ext=5')).toBe('+44 20-7946-0142');
    expect(telNumber('tel:%E0%A4%A')).toBe('%E0%A4%A');
    expect(telNumber('https://example.org')).toBeNull();
  });
});

describe('the business clock', () => {
  test('counts days and hours in its own zone, also over a change of the clocks', () => {
    expect(hourIn(noon, 'Asia/Tehran')).toBe(15);
    expect(new Date(atHour(noon, 1, 10, 0, 'Asia/Tehran')).toISOString()).toBe('2026-11-25T06:30:00.000Z');
    const before = Date.parse('2027-03-27T12:00:00Z');
    expect(new Date(atHour(before, 1, 10, 0, 'Europe/London')).toISOString()).toBe('2027-03-28T09:00:00.000Z');
  });

  test('writes dates and lengths as each language does', () => {
    setTimeZone('Asia/Tehran');
    expect(dayKey(Date.parse('2026-11-24T21:00:00Z'))).toBe('2026-11-25');
    expect(formatDay(noon, 'fa')).toContain('آذر');
    expect(formatDay(noon, 'ka')).toBe('სამ, 24 ნოე');
    expect(formatDuration(252_000, 'en')).toBe('4:12');
    expect(formatDuration(3_725_000, 'fa')).toBe('۱:۰۲:۰۵');
    setTimeZone('UTC');
  });
});

test('initials are two letters, one where letters join', () => {
  expect(initials('Helen Marsh')).toBe('HM');
  expect(initials('  tomás  de la reyes ')).toBe('TR');
  expect(initials('مریم صادقی')).toBe('م');
  expect(initials('<img onerror>')).toBe('IO');
});

test('a month is named in the calendar of the language, month first', () => {
  const at = Date.UTC(2026, 10, 21, 12);
  expect(['en', 'fa', 'ru', 'ka'].map((language) => formatMonth(at, language as 'en'))).toEqual([
    'November 2026',
    'آبان ۱۴۰۵',
    'ноябрь 2026 г.',
    'ნოე, 2026',
  ]);
});
