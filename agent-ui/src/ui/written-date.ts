import { asciiDigits } from '../i18n/digits.ts';
import { type CalendarName, type Day, dateOf, dayOf, monthAround, partsOf, yearOf } from './month.ts';

/** A date as somebody writes it, each part by itself; empty where nothing is written yet. Digits are ASCII. */
export interface WrittenDate {
  readonly day: string;
  readonly month: string;
  readonly year: string;
}

const nothing: WrittenDate = { day: '', month: '', year: '' };
const stored = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;

/** Whether a value is a day (`1979-03-14`) or nothing: what is half written is neither, and is kept as it was written. */
export const isWholeDate = (value: string): boolean => value === '' || stored.test(value);

/** The parts of a value in a calendar; of what was half written in another one nothing is shown. */
export function writtenDate(value: string, calendar: CalendarName): WrittenDate {
  if (stored.test(value)) {
    const day = dayOf(value);
    const parts = partsOf(day, calendar);
    return { day: String(parts.day), month: String(parts.month), year: String(yearOf(day, calendar)) };
  }
  const [name, year = '', month = '', day = ''] = value.split('/');
  return name === calendar ? { day, month, year } : nothing;
}

/** The day that is written, as it is stored; else the parts, to go on with later. Only days from `min` to `max` count. */
export function valueOfWritten(
  written: WrittenDate,
  calendar: CalendarName,
  { min, max }: { readonly min: string; readonly max: string },
): string {
  const [day, month, year] = [written.day, written.month, written.year].map((part) =>
    asciiDigits(part).replace(/[^0-9]/g, ''),
  );
  if (!day && !month && !year) return '';
  const found = dayFrom(Number(year), Number(month), Number(day), calendar);
  const date = found === null ? null : dateOf(found);
  if (date !== null && date >= min && date <= max) return date;
  return [calendar, year, month, day].join('/');
}

/** The day of that name in a calendar; null when there is none. */
function dayFrom(year: number, month: number, day: number, calendar: CalendarName): Day | null {
  if (!(year >= 1000 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= 31)) return null;
  const first = calendar === 'gregory' ? Date.UTC(year, month - 1, 1) / 86_400_000 : persianMonth(year, month);
  return day <= monthAround(first, calendar).length ? first + day - 1 : null;
}

/** Nowruz falls from 19 to 22 March; six months of 31 days follow, then months of 30. */
function persianMonth(year: number, month: number): Day {
  let nowruz = Date.UTC(year + 621, 2, 19) / 86_400_000;
  while (partsOf(nowruz, 'persian').day !== 1) nowruz += 1;
  return nowruz + (month <= 7 ? (month - 1) * 31 : 186 + (month - 7) * 30);
}
