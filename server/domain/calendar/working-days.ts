import type { Calendar, Interval } from './calendar.ts';
import { dayMs, intervalsByDay, isoDate } from './days.ts';
import { instantOf, wallAt } from './wall-clock.ts';

/** A coming day on which somebody is there, and the hour a call on it would be due. */
export interface WorkingDay {
  readonly date: string;
  readonly at: number;
}

export interface DaysAhead {
  readonly days: WorkingDay[];
  /** Dates on which no line is open, today among them. */
  readonly closed: string[];
}

/** How far ahead days are looked at: a quarter, longer than any run of holidays. */
const lookDays = 92;
const minute = 60_000;
const tenOClock = 600;

/**
 * The next days after today on which a line is open, each with ten o'clock or the first opening after it, and the days
 * nobody is there. Without hours every day counts.
 */
export function daysAhead(calendars: readonly Calendar[], timeZone: string, at: number, count: number): DaysAhead {
  const { today, isOpen, momentOf } = workdays(calendars, timeZone, at);
  const ahead = Array.from({ length: lookDays }, (_, n) => today + n);
  const days = ahead
    .filter((day) => day > today && isOpen(day))
    .slice(0, count)
    .map(momentOf);
  return { days, closed: ahead.filter((day) => !isOpen(day)).map(isoDate) };
}

/**
 * The first day from `day` (days since 1970 on the clock of the company) and from today on, on which a line is open;
 * null when nobody is ever there.
 */
export function workingDayFrom(
  calendars: readonly Calendar[],
  timeZone: string,
  at: number,
  day: number,
): WorkingDay | null {
  const { today, isOpen, momentOf } = workdays(calendars, timeZone, at);
  const first = Math.max(day, today);
  const found = Array.from({ length: lookDays }, (_, n) => first + n).find(isOpen);
  return found === undefined ? null : momentOf(found);
}

function workdays(calendars: readonly Calendar[], timeZone: string, at: number) {
  const lines = calendars.map(intervalsByDay);
  const opensOn = (day: number) => lines.flatMap((intervalsOf) => intervalsOf(day));
  return {
    today: Math.floor(wallAt(timeZone, at) / dayMs),
    isOpen: (day: number): boolean => lines.length === 0 || opensOn(day).length > 0,
    momentOf: (day: number): WorkingDay => {
      const wall = day * dayMs + startOf(opensOn(day)) * minute;
      return { date: isoDate(day), at: instantOf(timeZone, wall, 'first') };
    },
  };
}

/** Minutes since midnight at which a call of that day would be due. */
function startOf(opens: readonly Interval[]): number {
  if (opens.length === 0 || opens.some(({ from, to }) => from <= tenOClock && tenOClock < to)) return tenOClock;
  const starts = opens.map(({ from }) => from);
  const later = starts.filter((from) => from > tenOClock);
  return Math.min(...(later.length > 0 ? later : starts));
}
