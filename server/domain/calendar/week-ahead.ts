import type { HoursDay } from '../../../schema/contracts/hours.ts';
import type { Calendar } from './calendar.ts';
import { dayMs, intervalsByDay, isoDate, persianDate } from './days.ts';
import { instantOf, wallAt } from './wall-clock.ts';

const minute = 60_000;

/** The coming days from today on the calendar's clock, with real instants: what is shown is what will be counted. */
export function weekAhead(calendar: Calendar, at: number, days = 7): HoursDay[] {
  const { timeZone, weekly, special } = calendar;
  const intervalsOf = intervalsByDay(calendar);
  const today = Math.floor(wallAt(timeZone, at) / dayMs);
  return Array.from({ length: days }, (_, n) => {
    const day = today + n;
    const midnight = day * dayMs;
    const opens = [...intervalsOf(day)]
      .sort((a, b) => a.from - b.from)
      .map(({ from, to }) => ({
        from: instantOf(timeZone, midnight + from * minute, 'first'),
        to: instantOf(timeZone, midnight + to * minute, 'last'),
      }))
      .filter(({ from, to }) => to > from);
    const length = instantOf(timeZone, midnight + dayMs, 'first') - instantOf(timeZone, midnight, 'first');
    const date = isoDate(day);
    const own = special.some((one) => one.date === date);
    const usual = weekly[(((day + 3) % 7) + 7) % 7] ?? [];
    const holiday = own || usual.length === 0 ? null : holidayOn(calendar, day);
    const rule = own ? 'special' : holiday === null ? 'week' : 'holiday';
    return { date, opens, rule, holiday, clockChange: (length - dayMs) / minute };
  });
}

function holidayOn({ holidays }: Calendar, day: number): string | null {
  const found = holidays.find(({ date, persian, days }) => {
    for (let n = 0; n < days; n += 1) {
      if (date === null ? persianDate(day - n) === persian : isoDate(day - n) === date) return true;
    }
    return false;
  });
  return found?.name ?? null;
}
