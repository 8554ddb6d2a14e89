import type { Calendar, Interval } from './calendar.ts';

export const dayMs = 86_400_000;

const persianDay = new Intl.DateTimeFormat('en-u-ca-persian-nu-latn', {
  timeZone: 'UTC',
  month: '2-digit',
  day: '2-digit',
});

/** Month and day of the Persian year, `01-01` for Nowruz. `day` counts days since 1970-01-01. */
export function persianDate(day: number): string {
  const parts = persianDay.formatToParts(day * dayMs);
  const part = (type: string) => (parts.find((each) => each.type === type)?.value ?? '').padStart(2, '0');
  return `${part('month')}-${part('day')}`;
}

/** The day's date, `2026-11-21`. */
export function isoDate(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** A calendar looked at day by day: the intervals that begin on it. A special day outdoes a holiday, a holiday the week. */
export function intervalsByDay(calendar: Calendar): (day: number) => readonly Interval[] {
  const special = new Map(calendar.special.map(({ date, intervals }) => [date, intervals]));
  const holidays = new Set<number>();
  for (const { date, days } of calendar.holidays) {
    if (date === null) continue;
    const first = Date.parse(`${date}T00:00:00Z`) / dayMs;
    for (let n = 0; n < days; n += 1) holidays.add(first + n);
  }
  const persian = calendar.holidays.flatMap(({ persian: date, days }) => (date === null ? [] : [{ date, days }]));
  const begins = new Map<number, string>();
  const persianOf = (day: number): string => {
    const date = begins.get(day) ?? persianDate(day);
    begins.set(day, date);
    return date;
  };
  const isPersianHoliday = (day: number): boolean =>
    persian.some(({ date, days }) => {
      for (let n = 0; n < days; n += 1) if (persianOf(day - n) === date) return true;
      return false;
    });
  return (day) => {
    const own = special.get(isoDate(day));
    if (own) return own;
    const hours = calendar.weekly[(((day + 3) % 7) + 7) % 7] ?? [];
    return hours.length === 0 || holidays.has(day) || isPersianHoliday(day) ? [] : hours;
  };
}
