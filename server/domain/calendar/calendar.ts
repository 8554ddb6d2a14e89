/** Minutes of the wall clock since the day's midnight; `to` lies past 1440 when the interval runs over midnight. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** Days on which nobody is there: from a date of the common calendar, or every year from a date of the Persian one. */
export interface Holiday {
  /** `2026-12-25`; null for a Persian date. */
  readonly date: string | null;
  /** Month and day of the Persian year, `01-01`; null for a common date. */
  readonly persian: string | null;
  readonly name: string;
  readonly days: number;
}

/** A date with hours of its own, whatever the week and the holidays say. */
export interface SpecialDay {
  readonly date: string;
  readonly intervals: readonly Interval[];
}

/** When people are there to call. An interval belongs to the day it begins on, also when it runs over midnight. */
export interface Calendar {
  readonly timeZone: string;
  /** Seven lists, Monday first. */
  readonly weekly: readonly (readonly Interval[])[];
  readonly holidays: readonly Holiday[];
  readonly special: readonly SpecialDay[];
}

const clock = /^([01][0-9]|2[0-4]):([0-5][0-9])-([01][0-9]|2[0-4]):([0-5][0-9])$/;
const midnight = 1440;

/** Reads `09:00-13:00`; `22:00-06:00` runs over midnight, `00:00-24:00` is the whole day. Null when it is no interval. */
export function parseInterval(text: string): Interval | null {
  const [, h1, m1, h2, m2] = clock.exec(text) ?? [];
  if (h1 === undefined) return null;
  const from = Number(h1) * 60 + Number(m1);
  const to = Number(h2) * 60 + Number(m2);
  if (from >= midnight || to > midnight || from === to) return null;
  return { from, to: to > from ? to : to + midnight };
}

/** Whether it can open at all; dates that have passed are not looked at. */
export function everOpens({ weekly, special }: Calendar): boolean {
  return [...weekly, ...special.map(({ intervals }) => intervals)].some((intervals) => intervals.length > 0);
}
