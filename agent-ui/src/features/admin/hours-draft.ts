import { Hours } from '../../../../schema/contracts/hours.ts';

/** One holiday while it is written: a day of the common calendar, or a month and day of the Persian one. */
export interface HolidayDraft {
  readonly name: string;
  readonly calendar: 'common' | 'persian';
  readonly date: string;
  readonly days: string;
}

/** Hours while they are written: a line of text for each day, Monday first. */
export interface HoursDraft {
  readonly timeZone: string;
  readonly weekly: readonly string[];
  readonly holidays: readonly HolidayDraft[];
  readonly special: readonly { readonly date: string; readonly text: string }[];
}

/** What cannot be read yet, by the place where it is written. */
export type Wrong = ReadonlySet<string>;

export function draftOf({ timeZone, weekly, holidays, specialDays }: Hours): HoursDraft {
  return {
    timeZone,
    weekly: weekly.map((intervals) => intervals.join(', ')),
    holidays: holidays.map(({ name, date, persian, days }) => ({
      name,
      calendar: date === null ? 'persian' : 'common',
      date: date ?? persian ?? '',
      days: String(days),
    })),
    special: specialDays.map(({ date, intervals }) => ({ date, text: intervals.join(', ') })),
  };
}

/** Digits and signs as they are typed in any of our languages, as the stored text has them. */
export function latin(text: string): string {
  return text
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[،؛;]/g, ',');
}

/** `9-13, 14:00 - 18` as intervals; null when a part of it is none. An empty line is a closed day. */
export function readIntervals(text: string): string[] | null {
  const parts = latin(text)
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const read = parts.map((part) => {
    const found = /^(\d{1,2})(?::(\d{2}))?\s*-\s*(\d{1,2})(?::(\d{2}))?$/.exec(part);
    if (!found) return null;
    const [, h1 = '', m1 = '00', h2 = '', m2 = '00'] = found;
    return `${h1.padStart(2, '0')}:${m1}-${h2.padStart(2, '0')}:${m2}`;
  });
  const whole = read.filter((part) => part !== null);
  return whole.length === parts.length ? whole : null;
}

/** The hours a draft stands for, or where it cannot be read. */
export function readDraft(draft: HoursDraft): { readonly hours: Hours | null; readonly wrong: Wrong } {
  const raw = {
    timeZone: draft.timeZone.trim(),
    weekly: draft.weekly.map((text) => readIntervals(text) ?? ['?']),
    holidays: draft.holidays.map(({ name, calendar, date, days }) => ({
      name,
      date: calendar === 'common' ? latin(date).trim() : null,
      persian: calendar === 'persian' ? latin(date).trim() : null,
      days: Number(latin(days)),
    })),
    specialDays: draft.special.map(({ date, text }) => ({
      date: latin(date).trim(),
      intervals: readIntervals(text) ?? ['?'],
    })),
  };
  const read = Hours.safeParse(raw);
  if (read.success) return { hours: read.data, wrong: new Set() };
  return { hours: null, wrong: new Set(read.error.issues.map(({ path }) => path.slice(0, 2).join('.'))) };
}
