import type { UiLanguage } from '../i18n/index.ts';

/** Days are counted since 1970-01-01; a date is a day whatever the zone. */
export type Day = number;
export type CalendarName = 'persian' | 'gregory';

const dayMs = 86_400_000;
const formats: Record<CalendarName, Intl.DateTimeFormat> = {
  persian: numericIn('persian'),
  gregory: numericIn('gregory'),
};

function numericIn(calendar: CalendarName): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(`en-u-ca-${calendar}-nu-latn`, {
    timeZone: 'UTC',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  });
}

/** The calendar people of a language live by. */
export const calendarOf = (language: UiLanguage): CalendarName => (language === 'fa' ? 'persian' : 'gregory');

export const dayOf = (date: string): Day => Date.parse(`${date}T00:00:00Z`) / dayMs;
export const dateOf = (day: Day): string => new Date(day * dayMs).toISOString().slice(0, 10);

/** Day of the month and the month, as that calendar numbers them. */
export function partsOf(day: Day, calendar: CalendarName): { readonly month: number; readonly day: number } {
  const parts = formats[calendar].formatToParts(day * dayMs);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return { month: of('month'), day: of('day') };
}

/** The year a day lies in, as that calendar numbers it. */
export const yearOf = (day: Day, calendar: CalendarName): number =>
  Number(formats[calendar].formatToParts(day * dayMs).find(({ type }) => type === 'year')?.value);

/** The month a day lies in: its first day and how many it has. */
export function monthAround(day: Day, calendar: CalendarName): { readonly first: Day; readonly length: number } {
  const here = partsOf(day, calendar);
  const first = day - here.day + 1;
  let length = 28;
  while (partsOf(first + length, calendar).month === here.month) length += 1;
  return { first, length };
}

/** The same day of a month further on or back, or that month's last when it is shorter. */
export function shiftMonth(day: Day, by: 1 | -1, calendar: CalendarName): Day {
  const month = monthAround(day, calendar);
  const other = monthAround(by === 1 ? month.first + month.length : month.first - 1, calendar);
  return other.first + Math.min(day - month.first, other.length - 1);
}

/** Days from the week's first to this one; Persian weeks begin on Saturday, the others on Monday. */
export function weekPlace(day: Day, calendar: CalendarName): number {
  const sinceMonday = (((day + 3) % 7) + 7) % 7;
  return calendar === 'persian' ? (sinceMonday + 2) % 7 : sinceMonday;
}

/** The weeks of a month as rows of seven; places outside the month are null. */
export function weeksOf(day: Day, calendar: CalendarName): readonly (readonly (Day | null)[])[] {
  const { first, length } = monthAround(day, calendar);
  const lead = weekPlace(first, calendar);
  const rows = Math.ceil((lead + length) / 7);
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: 7 }, (_, column) => {
      const at = row * 7 + column - lead;
      return at >= 0 && at < length ? first + at : null;
    }),
  );
}

/** Where an arrow key leads; null when the key means nothing here. In a right-to-left page left is forward. */
export function dayByKey(key: string, day: Day, calendar: CalendarName, rtl: boolean): Day | null {
  const forward = rtl ? -1 : 1;
  switch (key) {
    case 'ArrowRight':
      return day + forward;
    case 'ArrowLeft':
      return day - forward;
    case 'ArrowDown':
      return day + 7;
    case 'ArrowUp':
      return day - 7;
    case 'Home':
      return day - weekPlace(day, calendar);
    case 'End':
      return day + 6 - weekPlace(day, calendar);
    case 'PageDown':
      return shiftMonth(day, 1, calendar);
    case 'PageUp':
      return shiftMonth(day, -1, calendar);
    default:
      return null;
  }
}
