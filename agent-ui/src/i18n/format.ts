import { localDigits } from './digits.ts';
import { georgianDate, georgianMonths } from './georgian-date.ts';
import { intlLocale, numbersIn, type UiLanguage } from './index.ts';

/** The business's clock: every date and hour on the screen is in this zone. */
let zone: string | undefined;
export function setTimeZone(timeZone: string): void {
  zone = timeZone;
}

/** The business's clock, as a name such as `Europe/London`. */
export const businessZone = (): string => zone ?? 'UTC';

const kept = new Map<string, Intl.DateTimeFormat>();
function formatter(language: UiLanguage, shape: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language}|${zone ?? ''}|${shape}`;
  let found = kept.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(intlLocale[language], { ...(zone ? { timeZone: zone } : {}), ...options });
    kept.set(key, found);
  }
  return found;
}

const day24 = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
export const formatTime = (at: number, language: UiLanguage): string => formatter(language, 'time', day24).format(at);
/** With seconds, for evidence. */
export const formatClock = (at: number, language: UiLanguage): string =>
  formatter(language, 'clock', { ...day24, second: '2-digit' }).format(at);
export const formatDay = (at: number, language: UiLanguage): string =>
  dated(at, language, 'day', { weekday: 'short', day: 'numeric', month: 'short' });
/** A day without its weekday, where there is little room. */
export const formatShortDay = (at: number, language: UiLanguage): string =>
  dated(at, language, 'short-day', { day: 'numeric', month: 'short' });
export const formatDate = (at: number, language: UiLanguage): string =>
  dated(at, language, 'date', { day: 'numeric', month: 'short', year: 'numeric' });
/** A date as it is stored, `1979-03-14`, with its year. */
export const formatBirthday = (date: string, language: UiLanguage): string =>
  dated(Date.parse(`${date}T12:00:00Z`), language, 'birthday', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
/** The twelve months of the calendar of the language, by name. */
export function monthNames(language: UiLanguage): readonly string[] {
  if (language === 'ka') return georgianMonths;
  const name = formatter(language, 'month-name', { month: 'long', timeZone: 'UTC' });
  // The middle of each month of both calendars, from the first one on: 5 April lies in Farvardin, 15 January in January.
  const first = language === 'fa' ? Date.UTC(2025, 3, 5) : Date.UTC(2025, 0, 15);
  return Array.from({ length: 12 }, (_, at) => name.format(first + at * 30.44 * 86_400_000));
}
/** A month with its year, of the calendar of the language. */
export function formatMonth(at: number, language: UiLanguage): string {
  if (language !== 'fa') return dated(at, language, 'month', { month: 'long', year: 'numeric' });
  // Of a month and a year alone Intl makes "1405 Azar".
  const part = (shape: 'month' | 'year', options: Intl.DateTimeFormatOptions) =>
    formatter(language, shape, options)
      .formatToParts(at)
      .find(({ type }) => type === shape)?.value;
  return `${part('month', { month: 'long' })} ${part('year', { year: 'numeric' })}`;
}
/** The exact instant, as a tooltip of every relative time. */
export const formatExact = (at: number, language: UiLanguage): string =>
  dated(at, language, 'exact', { weekday: 'short', day: 'numeric', month: 'short', ...day24, second: '2-digit' });

/** A day and hour on the clock of another zone than the business's. */
export function formatInZone(at: number, timeZone: string, language: UiLanguage): string {
  const options = { weekday: 'short', day: 'numeric', month: 'short', ...day24, timeZone } as const;
  return dated(at, language, `in ${timeZone}`, options);
}

/** The hour on the clock of another zone. */
export const formatTimeInZone = (at: number, timeZone: string, language: UiLanguage): string =>
  formatter(language, `time in ${timeZone}`, { ...day24, timeZone }).format(at);
/** A date such as `2026-12-25` as people write it, whatever the zone. */
export const formatDateText = (date: string, language: UiLanguage): string =>
  dated(Date.parse(`${date}T12:00:00Z`), language, 'date text', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });

/** The name of a day of the week over a column; `day` counts since 1970-01-01. */
export const formatWeekday = (day: number, language: UiLanguage): string =>
  dated(day * 86_400_000, language, 'weekday', {
    weekday: language === 'fa' ? 'narrow' : 'short',
    timeZone: 'UTC',
  });

/** Browsers know no Georgian months and weekdays; ours stand in. */
function dated(at: number, language: UiLanguage, shape: string, options: Intl.DateTimeFormatOptions): string {
  if (language === 'ka')
    return georgianDate(formatter('en', `ka ${shape}`, { ...options, ...plainParts(options) }), at);
  return formatter(language, shape, options).format(at);
}
const plainParts = ({ month }: Intl.DateTimeFormatOptions): Intl.DateTimeFormatOptions =>
  month === undefined ? {} : { month: 'numeric' };
const quarterMs = 900_000;
/** Days of the quarters of an hour asked for; no zone changes its day within one. */
const days = new Map<string, string>();
/** A name for the calendar day an instant falls on, to group by: `2026-11-29`. A list asks for hundreds with each drawing. */
export function dayKey(at: number): string {
  const quarter = `${zone ?? ''}|${Math.floor(at / quarterMs)}`;
  const known = days.get(quarter) ?? newDayKey(at);
  if (days.size > 5000) days.clear();
  days.set(quarter, known);
  return known;
}

function newDayKey(at: number): string {
  const parts = formatter('en', 'day-key', { year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(at);
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.find(({ type }) => type === name)?.value;
  return `${part('year')}-${part('month')}-${part('day')}`;
}

export const formatNumber = (value: number, language: UiLanguage): string => numbersIn(language).format(value);

/** `m:ss`, from an hour on `h:mm:ss`. */
export function formatDuration(ms: number, language: UiLanguage): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const tail = String(s).padStart(2, '0');
  return localDigits(h > 0 ? `${h}:${String(m).padStart(2, '0')}:${tail}` : `${m}:${tail}`, language);
}
