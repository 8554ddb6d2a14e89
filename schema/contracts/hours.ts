import { z } from 'zod';
import { At, Id, LineRef } from './common.ts';

const clock = /^([01][0-9]|2[0-4]):([0-5][0-9])-([01][0-9]|2[0-4]):([0-5][0-9])$/;

/** `09:00-13:00`; `22:00-06:00` runs over midnight, `00:00-24:00` is the whole day. */
export const intervalText = z.string().refine((text) => {
  const [, h1, m1, h2, m2] = clock.exec(text) ?? [];
  const [from, to] = [Number(h1) * 60 + Number(m1), Number(h2) * 60 + Number(m2)];
  return h1 !== undefined && from < 1440 && to <= 1440 && from !== to;
}, 'like 09:00-13:00');

/** A day of the common calendar, `2026-12-25`. */
export const dateText = z.string().refine((text) => {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}, 'no date like 2026-12-25');

/** Month and day of the Persian year, `01-01`. */
export const persianText = z.string().refine((text) => {
  const [, month, day] = /^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/.exec(text) ?? [];
  return month !== undefined && (Number(month) <= 6 || Number(day) <= 30);
}, 'no Persian month and day like 01-01');

/** A name such as `Europe/London`. */
export const timeZoneText = z
  .string()
  .max(60)
  .refine((zone) => {
    try {
      new Intl.DateTimeFormat('en', { timeZone: zone });
      return true;
    } catch {
      return false;
    }
  }, 'not a time zone');

const intervals = z.array(intervalText).max(12);
const named = { name: z.string().trim().min(1).max(100), days: z.number().int().min(1).max(31) };
export const HolidayText = z.union([
  z.strictObject({ ...named, date: dateText, persian: z.null() }),
  z.strictObject({ ...named, date: z.null(), persian: persianText }),
]);
export type HolidayText = z.infer<typeof HolidayText>;

/** When people are there to call back: the week, Monday first; holidays by either calendar; days with hours of their own. */
export const Hours = z.strictObject({
  timeZone: timeZoneText,
  weekly: z.array(intervals).length(7),
  holidays: z.array(HolidayText).max(400),
  specialDays: z.array(z.strictObject({ date: dateText, intervals })).max(400),
});
export type Hours = z.infer<typeof Hours>;

export const HoursRow = z.object({
  id: Id,
  name: z.string(),
  /** Given back when saving, so that of two editors the later one is told. */
  version: z.number().int(),
  hours: Hours,
  lines: z.array(LineRef),
});
export type HoursRow = z.infer<typeof HoursRow>;
export const SaveHours = z.strictObject({ version: z.number().int(), hours: Hours });

/** One day of the week ahead. */
export const HoursDay = z.object({
  date: z.string(),
  opens: z.array(z.object({ from: At, to: At })),
  /** Which rule holds: the week, a holiday, or hours of its own. */
  rule: z.enum(['week', 'holiday', 'special']),
  holiday: z.string().nullable(),
  /** By how many minutes this day is longer (or shorter) than others, when the clocks are changed. */
  clockChange: z.number().int(),
});
export type HoursDay = z.infer<typeof HoursDay>;

/** What hours would come to before they are saved: the days ahead, and the open callbacks that would move. */
export const HoursPreview = z.object({
  days: z.array(HoursDay),
  nextOpeningAt: At.nullable(),
  /** How many open callbacks would get another time, and the first of them. */
  moved: z.number().int(),
  moves: z.array(
    z.object({
      id: Id,
      contact: z.string().nullable(),
      number: z.string().nullable(),
      line: z.string(),
      fromAt: At,
      toAt: At,
    }),
  ),
  /** The lines would never open again: all they owe would be due at once. */
  never: z.boolean(),
});
export type HoursPreview = z.infer<typeof HoursPreview>;
