import type { Callback } from '../domain/callback/callback.ts';
import { dueAt, type LinePromise, neverOpens, whenOpen } from '../domain/callback/policy.ts';
import type { Tx } from './deps.ts';
import type { SiteChange } from './provision-site.ts';
import { takeStep } from './take-step.ts';

/** A debt that gets another time. */
export interface Moved {
  readonly item: Callback;
  readonly dueAt: number;
  readonly rule: 'hours_changed' | 'minutes_changed' | 'never_opens';
}

/**
 * After opening hours or the minutes of a line changed, the live items of missed calls on their lines get the time that
 * holds now, each with a line in its history. None is dropped, and what the caller was promised is never put off. Answers
 * how many moved.
 */
export async function recomputeDue(tx: Tx, changes: readonly SiteChange[], at: number): Promise<number> {
  const calendars = changes.flatMap(({ what, key }) => (what === 'calendar' ? [key] : []));
  const changed = changes.filter(({ what, did }) => what === 'line' && did === 'changed');
  const rehoured = changed.flatMap(({ key, fields }) => (fields.includes('calendarId') ? [key] : []));
  const promised = changed.flatMap(({ key, fields }) => (fields.includes('dueMinutes') ? [key] : []));
  if (calendars.length + rehoured.length + promised.length === 0) return 0;
  await tx.calendars.ownHours();
  const hours = await tx.calendars.linesWith(rehoured, calendars);
  const minutes = (await tx.calendars.linesWith(promised, [])).filter((id) => !hours.includes(id));
  let moved = 0;
  for (const lineId of hours) moved += await moveDebts(tx, lineId, 'hours_changed', at);
  for (const lineId of minutes) moved += await moveDebts(tx, lineId, 'minutes_changed', at);
  return moved;
}

/** Gives the live debts of a line the time that holds now; answers how many moved. */
export async function moveDebts(
  tx: Tx,
  lineId: number,
  why: 'hours_changed' | 'minutes_changed',
  at: number,
): Promise<number> {
  const moved = whatMoves(await tx.calendars.holdMissedOn(lineId), await tx.calendars.promiseOf(lineId), why);
  for (const { item, dueAt, rule } of moved) await takeStep(tx, item, { type: 'rescheduled', at, dueAt, rule });
  return moved.length;
}

/** Which of these debts get another time when their line promises this. */
export function whatMoves(
  items: readonly Callback[],
  line: LinePromise | null,
  why: 'hours_changed' | 'minutes_changed',
): Moved[] {
  return items.flatMap((item) => {
    const dueAt = dueNow(item, line);
    if (dueAt === item.dueAt) return [];
    return [{ item, dueAt, rule: neverOpens(item.firstMissAt, line) ? 'never_opens' : why }];
  });
}

/** Before the first try the line's minutes count from the miss; later the next try stays, moved to when people are there. */
export function dueNow(item: Callback, line: LinePromise | null): number {
  return item.attemptsCounted === 0 ? dueAt(item.firstMissAt, line) : whenOpen(item.dueAt, line?.hours ?? null);
}
