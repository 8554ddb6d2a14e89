import type { Callback } from '../domain/callback/callback.ts';
import { dueAt, type LinePromise, neverOpens, whenOpen } from '../domain/callback/policy.ts';
import type { Tx } from './deps.ts';
import type { SiteChange } from './provision-site.ts';
import { takeStep } from './take-step.ts';

/**
 * After opening hours changed, the live items of missed calls on their lines get the time that holds now, each with a
 * line in its history. None is dropped, and what the caller was promised is never put off. Answers how many moved.
 */
export async function recomputeDue(tx: Tx, changes: readonly SiteChange[], at: number): Promise<number> {
  const calendars = changes.flatMap(({ what, key }) => (what === 'calendar' ? [key] : []));
  const keys = changes.flatMap(({ what, did, key, fields }) =>
    what === 'line' && did === 'changed' && fields.includes('calendarId') ? [key] : [],
  );
  if (calendars.length + keys.length === 0) return 0;
  let moved = 0;
  for (const lineId of await tx.calendars.linesWith(keys, calendars)) moved += await recomputeLine(tx, lineId, at);
  return moved;
}

async function recomputeLine(tx: Tx, lineId: number, at: number): Promise<number> {
  const line = await tx.calendars.promiseOf(lineId);
  let moved = 0;
  for (const item of await tx.calendars.holdMissedOn(lineId)) {
    const due = dueNow(item, line);
    if (due === item.dueAt) continue;
    const rule = neverOpens(item.firstMissAt, line) ? 'never_opens' : 'hours_changed';
    await takeStep(tx, item, { type: 'rescheduled', at, dueAt: due, rule });
    moved += 1;
  }
  return moved;
}

/** Before the first try the line's minutes count from the miss; later the next try stays, moved to when people are there. */
function dueNow(item: Callback, line: LinePromise | null): number {
  return item.attemptsCounted === 0 ? dueAt(item.firstMissAt, line) : whenOpen(item.dueAt, line?.hours ?? null);
}
