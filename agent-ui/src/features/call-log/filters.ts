import type { CallRow } from '../../../../schema/contracts/calls.ts';
import { atHour } from '../../ui/zone.ts';

export const periods = ['today', 'yesterday', 'week', 'month', 'all'] as const;
export type Period = (typeof periods)[number];
export const directions = ['inbound', 'outbound', 'internal'] as const;
export type Direction = (typeof directions)[number];
/** What of the calls is listed: the chips above the list. */
export const shows = ['all', 'talked', 'missed', 'lost', 'excluded'] as const;
export type Show = (typeof shows)[number];

/** Missed calls by what became of their debt: where the totals of a statement lead. */
export const debts = ['owed', 'returned', 'closed', 'live'] as const;
export type Debt = (typeof debts)[number];

/** The filters of the log as the address of the page holds them. */
export interface Filters {
  readonly period: Period;
  /** An exact stretch in the place of a period, epoch ms; `to` does not belong to it. */
  readonly span: { readonly from: number; readonly to: number } | null;
  readonly debt: Debt | null;
  readonly direction: Direction | null;
  readonly line: number | null;
  readonly agent: number | null;
  readonly contact: number | null;
  readonly show: Show;
  readonly q: string;
}

const oneOf = <T extends string>(list: readonly T[], value: string | null): T | null =>
  list.find((each) => each === value) ?? null;

function idOf(value: string | null): number | null {
  const id = Number(value);
  return value !== null && Number.isInteger(id) && id > 0 ? id : null;
}

/** Reads the filters from the address; what is not understood is as if it were not there. */
export function readFilters(search: URLSearchParams): Filters {
  const contact = idOf(search.get('contact'));
  const [from, to] = [idOf(search.get('from')), idOf(search.get('to'))];
  return {
    period: oneOf(periods, search.get('period')) ?? (contact === null ? 'today' : 'all'),
    span: from !== null && to !== null && to > from ? { from, to } : null,
    debt: oneOf(debts, search.get('debt')),
    direction: oneOf(directions, search.get('direction')),
    line: idOf(search.get('line')),
    agent: idOf(search.get('agent')),
    contact,
    show: oneOf(shows, search.get('show')) ?? 'all',
    q: (search.get('q') ?? '').slice(0, 100),
  };
}

/** The address of a set of filters; what is as usual is left out. */
export function writeFilters(filters: Filters): URLSearchParams {
  const search = new URLSearchParams();
  const usual = filters.contact === null ? 'today' : 'all';
  if (filters.period !== usual) search.set('period', filters.period);
  if (filters.span !== null) {
    search.set('from', String(filters.span.from));
    search.set('to', String(filters.span.to));
  }
  if (filters.debt !== null) search.set('debt', filters.debt);
  if (filters.direction !== null) search.set('direction', filters.direction);
  if (filters.line !== null) search.set('line', String(filters.line));
  if (filters.agent !== null) search.set('agent', String(filters.agent));
  if (filters.contact !== null) search.set('contact', String(filters.contact));
  if (filters.show !== 'all') search.set('show', filters.show);
  if (filters.q !== '') search.set('q', filters.q);
  return search;
}

type Stretch = { readonly from?: number; readonly to?: number };

/** The stretch of time that is listed: the exact one, else that of the period. */
export function stretchOf({ span, period }: Pick<Filters, 'span' | 'period'>, now: number, timeZone: string): Stretch {
  return span ?? stretchOfPeriod(period, now, timeZone);
}

/** The stretch of time a period means, on the business's clock; open ends are undefined. */
function stretchOfPeriod(period: Period, now: number, timeZone: string): Stretch {
  const midnight = (days: number) => atHour(now, days, 0, 0, timeZone);
  switch (period) {
    case 'today':
      return { from: midnight(0) };
    case 'yesterday':
      return { from: midnight(-1), to: midnight(0) };
    case 'week':
      return { from: midnight(-6) };
    case 'month':
      return { from: midnight(-29) };
    case 'all':
      return {};
  }
}

type Query = Readonly<Record<string, string | number | null | undefined>>;

/** What all queries of one set of filters share, without the chip. */
export function baseQuery(filters: Filters, now: number, timeZone: string): Query {
  const { direction, line, agent, contact, debt, q } = filters;
  return { ...stretchOf(filters, now, timeZone), direction, line, agent, contact, debt, q };
}

/** What a chip adds to the query. */
export function showQuery(show: Show): Query {
  switch (show) {
    case 'all':
      return {};
    case 'talked':
    case 'missed':
      return { outcome: show, ...(show === 'missed' ? { excluded: 'without' } : {}) };
    case 'lost':
      return { outcome: 'missed', reason: 'lost_in_transfer' };
    case 'excluded':
      return { excluded: 'only' };
  }
}

/**
 * Whether a call that has just ended belongs on top of the shown list.
 * A search in words, and what became of a debt, are the server's to answer: null.
 */
export function fits(call: CallRow, filters: Filters, now: number, timeZone: string): boolean | null {
  const { from, to } = stretchOf(filters, now, timeZone);
  if (from !== undefined && call.startedAt < from) return false;
  if (to !== undefined && call.startedAt >= to) return false;
  if (filters.direction !== null && call.direction !== filters.direction) return false;
  if (filters.line !== null && call.line?.id !== filters.line) return false;
  if (filters.agent !== null && !call.agents.some(({ id }) => id === filters.agent)) return false;
  if (filters.contact !== null && call.contact?.id !== filters.contact) return false;
  if (filters.show === 'excluded' && !call.excluded) return false;
  if (filters.show === 'talked' && call.outcome !== 'talked') return false;
  if (filters.show === 'missed' && (call.outcome !== 'missed' || call.excluded)) return false;
  if (filters.show === 'lost' && call.reason !== 'lost_in_transfer') return false;
  return filters.q === '' && filters.debt === null ? true : null;
}
