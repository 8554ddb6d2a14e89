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
  const today = Math.floor(wallAt(timeZone, at) / dayMs);
  const lines = calendars.map(intervalsByDay);
  const opensOn = (day: number) => lines.flatMap((intervalsOf) => intervalsOf(day));
  const open = (day: number): boolean => lines.length === 0 || opensOn(day).length > 0;
  const ahead = Array.from({ length: lookDays }, (_, n) => today + n);
  const days = ahead
    .filter((day) => day > today && open(day))
    .slice(0, count)
    .map((day) => {
      const wall = day * dayMs + startOf(opensOn(day)) * minute;
      return { date: isoDate(day), at: instantOf(timeZone, wall, 'first') };
    });
  return { days, closed: ahead.filter((day) => !open(day)).map(isoDate) };
}

/** Minutes since midnight at which a call of that day would be due. */
function startOf(opens: readonly Interval[]): number {
  if (opens.length === 0 || opens.some(({ from, to }) => from <= tenOClock && tenOClock < to)) return tenOClock;
  const starts = opens.map(({ from }) => from);
  const later = starts.filter((from) => from > tenOClock);
  return Math.min(...(later.length > 0 ? later : starts));
}
