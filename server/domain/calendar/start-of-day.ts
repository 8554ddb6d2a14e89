import { DateTime } from 'luxon';

/** The first instant of the day, on the wall clock of a time zone (an unknown zone is UTC). */
export function startOfDay(at: number, timeZone: string): number {
  const local = DateTime.fromMillis(at, { zone: timeZone });
  return (local.isValid ? local : DateTime.fromMillis(at, { zone: 'UTC' })).startOf('day').toMillis();
}
