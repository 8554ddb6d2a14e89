import { dayMs, isoDate } from '../calendar/days.ts';
import { wallAt } from '../calendar/wall-clock.ts';

/** The day of an instant on the clock of the company, in days since 1970. */
export const dayAt = (timeZone: string, at: number): number => Math.floor(wallAt(timeZone, at) / dayMs);

/** The day on which a customer comes round again who was last talked to at `since`. */
export const rhythmDay = (timeZone: string, since: number, everyDays: number): number =>
  dayAt(timeZone, since) + everyDays;

/**
 * Month and day, `MM-DD`, of the birthdays kept on a day. Who was born on 29 February keeps it on the 28th in years that
 * have no 29th.
 */
export function birthdaysOf(day: number): string[] {
  const today = isoDate(day).slice(5);
  return today === '02-28' && isoDate(day + 1).slice(5) === '03-01' ? [today, '02-29'] : [today];
}
