import { dayMs, isoDate, persianDate } from '../calendar/days.ts';
import { wallAt } from '../calendar/wall-clock.ts';

/** The day of an instant on the clock of the company, in days since 1970. */
export const dayAt = (timeZone: string, at: number): number => Math.floor(wallAt(timeZone, at) / dayMs);

/** The day on which a customer comes round again who was last talked to at `since`. */
export const rhythmDay = (timeZone: string, since: number, everyDays: number): number =>
  dayAt(timeZone, since) + everyDays;

/** By which calendar a company's customers keep their birthdays. */
export type YearCalendar = 'gregory' | 'persian';

/** Where Persian is spoken and where the year is the Solar Hijri one, a birthday comes round by it. */
export const birthdayCalendar = ({ country, language }: { readonly country: string; readonly language: string }) =>
  language === 'fa' || country === 'IR' || country === 'AF' ? 'persian' : 'gregory';

/** Whose birthday is kept on some days: who was born on one of these dates, or in any year on one of these days of it. */
export interface Birthdays {
  readonly dates: readonly string[];
  /** `MM-DD`, of those born before `before`; of everybody when that is null. */
  readonly monthDays: readonly string[];
  readonly before: string | null;
}

const firstYear = 1900;

/**
 * Who was born on the last day of a leap year's long month (29 February, 30 Esfand) keeps it a day earlier in years that
 * have no such day. A year before 1900 stands for none: such a birthday goes by month and day in either calendar.
 */
export function birthdaysOn(days: readonly number[], calendar: YearCalendar): Birthdays {
  const monthDays = days.flatMap(gregorianBirthdays);
  if (calendar === 'gregory') return { dates: [], monthDays, before: null };
  const before = `${firstYear}-01-01`;
  const dates = days.flatMap((day) => persianBirthdays(day).filter((born) => born <= day));
  return { dates: dates.map(isoDate).filter((date) => date >= before), monthDays, before };
}

function gregorianBirthdays(day: number): string[] {
  const today = isoDate(day).slice(5);
  return today === '02-28' && isoDate(day + 1).slice(5) === '03-01' ? [today, '02-29'] : [today];
}

/** Months 1 to 6 have 31 days, the others 30; only the last loses one in a common year. */
function persianBirthdays(day: number): number[] {
  const [month = 1, date = 1] = persianDate(day).split('-').map(Number);
  const place = month <= 7 ? (month - 1) * 31 + date - 1 : 186 + (month - 7) * 30 + date - 1;
  const isLastOfCommonYear = month === 12 && date === 29 && persianDate(day + 1) === '01-01';
  return yearsBack(Number(isoDate(day).slice(0, 4))).flatMap((year) => {
    const first = nowruz(year);
    const alsoLast = isLastOfCommonYear && persianDate(first + place + 1) === '12-30' ? [first + place + 1] : [];
    const born = first + place;
    return persianDate(born) === persianDate(day) ? [born, ...alsoLast] : alsoLast;
  });
}

/** One more than the calendar of the day needs: a Persian year that began in 1899 ends in 1900. */
const yearsBack = (last: number): number[] => Array.from({ length: last - firstYear + 2 }, (_, n) => firstYear - 1 + n);

/** The first day of the Persian year that begins in a Gregorian one; it falls from 19 to 22 March. */
function nowruz(year: number): number {
  let day = Date.UTC(year, 2, 19) / dayMs;
  while (persianDate(day) !== '01-01') day += 1;
  return day;
}
