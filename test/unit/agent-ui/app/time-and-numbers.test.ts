import { describe, expect, test } from 'vitest';
import { dialledText, telNumber } from '../../../../agent-ui/src/features/dial/dialled-text.ts';
import {
  currentItem,
  dayBoxes,
  glyphOf,
  groupToday,
  mayOf,
  pageOfItem,
} from '../../../../agent-ui/src/features/today/today-order.ts';
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
  const me = { id: 1, name: 'Anna Keller' };
  const ids = (items: readonly { id: number }[] | undefined) => items?.map(({ id }) => id);
  const late = anItem({ id: 1, dueAt: noon - min });
  const soon = anItem({ id: 2, dueAt: noon + 5 * min });
  const withheld = anItem({ id: 3, number: null, state: 'needs_human', dueAt: noon - min });
  const tomorrow = anItem({ id: 4, dueAt: noon + 20 * 60 * min });

  test('separates late, coming and undecidable items', () => {
    setTimeZone('UTC');
    const groups = groupToday([late, soon, withheld], noon, me.id);
    expect(ids(groups.overdue)).toEqual([1]);
    expect(ids(groups.next)).toEqual([2]);
    expect(ids(groups.decide)).toEqual([3]);
    // As the minutes pass, the line of the present slides down past what was coming.
    expect(ids(groupToday([late, soon], noon + 5 * min, me.id).overdue)).toEqual([1, 2]);
  });

  test('a promise I set aside stands at that time on my list alone; it stays late for all others', () => {
    const aside = { ...late, putOff: { until: noon + 30 * min, by: me, reason: 'not_there_now' } };
    expect(ids(groupToday([aside, soon], noon, me.id).next)).toEqual([2, 1]);
    expect(ids(groupToday([aside, soon], noon, 99).overdue)).toEqual([1]);
    expect(ids(groupToday([aside, soon], noon + 30 * min, me.id).overdue)).toEqual([1, 2]);
    expect(currentItem([aside, soon], null, noon, me.id)?.id).toBe(2);
  });

  test('the strip holds today, the working days ahead and what is later', () => {
    const days = ['2026-11-25', '2026-11-27'].map((date) => ({ date, at: Date.parse(`${date}T10:00:00Z`) }));
    const onThursday = anItem({ id: 5, dueAt: Date.parse('2026-11-26T10:00:00Z') });
    const onFriday = anItem({ id: 6, dueAt: Date.parse('2026-11-27T10:00:00Z') });
    const inDecember = anItem({ id: 7, dueAt: Date.parse('2026-12-20T10:00:00Z') });
    const items = [tomorrow, late, withheld, onThursday, onFriday, inDecember];
    const boxes = dayBoxes({ items, days }, noon, me.id);
    expect(boxes.map((box) => [box.key, ids(box.items)])).toEqual([
      ['today', [1, 3]],
      // Thursday is closed: what is due then is worked on before it.
      ['2026-11-25', [4, 5]],
      ['2026-11-27', [6]],
      ['later', [7]],
    ]);
  });

  test('a plan is moved and ended by its owner; a promise is only set aside, and ended by a supervisor', () => {
    const agent = { id: 1, role: 'agent' };
    const plan = anItem({ origin: 'follow_up', owner: me });
    expect(mayOf(plan, agent)).toEqual({ putOff: true, settle: true, move: true });
    expect(mayOf({ ...plan, owner: { id: 2, name: 'B' } }, agent)).toMatchObject({ putOff: false, settle: false });
    expect(mayOf(anItem({ owner: null }), agent)).toEqual({ putOff: true, settle: false, move: false });
    expect(mayOf(anItem({ owner: null }), { id: 3, role: 'supervisor' })).toMatchObject({ settle: true });
    expect(mayOf({ ...plan, state: 'dialing' }, agent)).toMatchObject({ putOff: false, settle: false });
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
    expect(currentItem(items, 3, noon, me.id)?.id).toBe(3);
    expect(currentItem(items, 1, noon, me.id)?.id).toBe(2);
    expect(currentItem([], 1, noon, me.id)).toBeNull();
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
