import { DateTime } from 'luxon';
import type { Origin } from './callback.ts';

/** Hours in which no customer is rung, minutes of the day on the company's clock; may run over midnight. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
}

/** What stands against ringing a number now. */
export interface CallRules {
  readonly timeZone: string;
  readonly quiet: QuietHours | null;
  /** When the number was put on the do-not-call list; null when it is not on it. */
  readonly listedAt: number | null;
}

/** The call somebody wishes to place; without an item it comes from the dial pad. */
export interface WishedCall {
  readonly at: number;
  readonly item: {
    readonly origin: Origin;
    readonly dueAt: number;
    /** The latest call of the customer it answers, or when they asked. */
    readonly latestMissAt: number;
  } | null;
}

/** Reads `21:30-08:00`; null when it is no such interval. */
export function parseQuietHours(text: string): QuietHours | null {
  const found = /^([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])$/.exec(text);
  if (!found) return null;
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = found.slice(1).map(Number);
  const quiet = { from: fromHour * 60 + fromMinute, to: toHour * 60 + toMinute };
  return quiet.from === quiet.to ? null : quiet;
}

const askedBy = new Set<Origin>(['missed_call', 'requested']);

/**
 * Why a customer may not be rung now, or null. Who is on the do-not-call list is rung only to answer a call they made,
 * or a wish they told us, after they were put on it. Quiet hours bind everybody but who asked for a call at that very time.
 */
export function whyNotNow(
  { at, item }: WishedCall,
  { timeZone, quiet, listedAt }: CallRules,
): 'do-not-call' | 'quiet-hours' | null {
  if (listedAt !== null && !(item && askedBy.has(item.origin) && item.latestMissAt > listedAt)) return 'do-not-call';
  if (quiet === null || !isQuiet(at, quiet, timeZone)) return null;
  return item?.origin === 'requested' && item.dueAt <= at && isQuiet(item.dueAt, quiet, timeZone)
    ? null
    : 'quiet-hours';
}

/** Whether an instant lies in the quiet hours, on the clock of that zone. */
export function isQuiet(at: number, { from, to }: QuietHours, timeZone: string): boolean {
  const { hour, minute } = DateTime.fromMillis(at, { zone: timeZone });
  const now = hour * 60 + minute;
  return from < to ? now >= from && now < to : now >= from || now < to;
}
