import { describe, expect, test } from 'vitest';
import {
  baseQuery,
  type Filters,
  fits,
  readFilters,
  showQuery,
  stretchOf,
  writeFilters,
} from '../../../../agent-ui/src/features/call-log/filters.ts';
import { aCall } from './a-call.ts';

const zone = 'Asia/Tbilisi';
const now = Date.parse('2026-11-24T10:42:00+04:00');
const usual = readFilters(new URLSearchParams());

describe('the filters of the call log', () => {
  test('are today and everything when the address says nothing', () => {
    expect(usual).toEqual({
      period: 'today',
      span: null,
      debt: null,
      direction: null,
      line: null,
      agent: null,
      contact: null,
      show: 'all',
      q: '',
    } satisfies Filters);
    expect(writeFilters(usual).toString()).toBe('');
  });

  test('come back from the address as they were written', () => {
    const filters: Filters = {
      ...usual,
      period: 'week',
      direction: 'inbound',
      line: 3,
      agent: 4,
      show: 'lost',
      q: 'café',
    };
    expect(readFilters(writeFilters(filters))).toEqual(filters);
  });

  test('of a contact span all time, unless a period is named', () => {
    expect(readFilters(new URLSearchParams('contact=7'))).toMatchObject({ contact: 7, period: 'all' });
    const filters: Filters = { ...usual, contact: 7, period: 'today' };
    expect(readFilters(writeFilters(filters))).toEqual(filters);
  });

  test('ignore what a stranger wrote into the address', () => {
    const search = new URLSearchParams('period=eternity&direction=up&line=-1&agent=1.5&show=<b>&contact=x');
    expect(readFilters(search)).toEqual(usual);
  });

  test('begin a day at midnight of the business, not of the browser', () => {
    const midnight = Date.parse('2026-11-24T00:00:00+04:00');
    expect(stretchOf({ ...usual, period: 'today' }, now, zone)).toEqual({ from: midnight });
    expect(stretchOf({ ...usual, period: 'yesterday' }, now, zone)).toEqual({
      from: midnight - 86_400_000,
      to: midnight,
    });
    expect(stretchOf({ ...usual, period: 'week' }, now, zone)).toEqual({ from: midnight - 6 * 86_400_000 });
    expect(stretchOf({ ...usual, period: 'all' }, now, zone)).toEqual({});
  });

  test('hold an exact stretch and a debt, as a statement links to them', () => {
    const filters: Filters = { ...usual, span: { from: 5, to: 9 }, debt: 'live', line: 2 };
    expect(writeFilters(filters).toString()).toBe('from=5&to=9&debt=live&line=2');
    expect(readFilters(writeFilters(filters))).toEqual(filters);
    expect(readFilters(new URLSearchParams('from=9&to=5&debt=all'))).toEqual(usual);
    expect(baseQuery(filters, now, zone)).toMatchObject({ from: 5, to: 9, debt: 'live', line: 2 });
  });

  test('ask the server in its own words', () => {
    expect(baseQuery({ ...usual, line: 2, q: 'x' }, now, zone)).toMatchObject({ line: 2, q: 'x', direction: null });
    expect(showQuery('lost')).toEqual({ outcome: 'missed', reason: 'lost_in_transfer' });
    expect(showQuery('excluded')).toEqual({ excluded: 'only' });
    expect(showQuery('missed')).toEqual({ outcome: 'missed', excluded: 'without' });
  });
});

describe('a call that has just ended', () => {
  const call = aCall({ startedAt: now - 60_000 });
  test.each<[string, Partial<Filters>, boolean | null]>([
    ['belongs to today', {}, true],
    ['does not belong to yesterday', { period: 'yesterday' }, false],
    ['belongs to its direction only', { direction: 'outbound' }, false],
    ['belongs to its line only', { line: 99 }, false],
    ['belongs to its agent only', { agent: 99 }, false],
    ['belongs to its contact only', { contact: 99 }, false],
    ['belongs to its result only', { show: 'missed' }, false],
    ['is for the server to find in words', { q: 'helen' }, null],
    ['is for the server to find by its debt', { debt: 'live' }, null],
    ['does not belong to a stretch before it', { span: { from: 1, to: 2 } }, false],
  ])('%s', (_, part, expected) => {
    expect(fits(call, { ...usual, ...part }, now, zone)).toBe(expected);
  });

  test('that was left out stands under its own chip, not among the missed', () => {
    const left = aCall({ startedAt: now, outcome: 'missed', excluded: true });
    expect(fits(left, { ...usual, show: 'missed' }, now, zone)).toBe(false);
    expect(fits(left, { ...usual, show: 'excluded' }, now, zone)).toBe(true);
  });
});
