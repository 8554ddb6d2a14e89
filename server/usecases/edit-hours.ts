import type { Hours, HoursPreview, HoursRow } from '../../schema/contracts/hours.ts';
import { type Calendar, everOpens, parseInterval } from '../domain/calendar/calendar.ts';
import { nextOpening } from '../domain/calendar/opening.ts';
import { weekAhead } from '../domain/calendar/week-ahead.ts';
import type { Deps, Tx } from './deps.ts';
import type { Actor, Office } from './office.ts';
import { moveDebts, whatMoves } from './recompute-due.ts';
import { Refusal } from './refusal.ts';

/** How many of the callbacks that would move are named. */
const named = 50;

/** All calendars with the lines that keep them. */
export function listHours(office: Office): Promise<HoursRow[]> {
  return office.transact((tx) => tx.calendars.list());
}

/** What these hours would come to, for the lines of a calendar, before anything is saved. */
export function previewHours(house: Office & Deps, id: number, hours: Hours): Promise<HoursPreview> {
  return house.transact(async (tx) => {
    const row = (await tx.calendars.list()).find((one) => one.id === id);
    if (!row) throw new Refusal('not-found');
    const at = house.now();
    const calendar = calendarOf(hours);
    const moves: HoursPreview['moves'] = [];
    let moved = 0;
    for (const lineId of await tx.calendars.linesWith([], [row.name])) {
      const all = await wouldMove(tx, lineId, calendar);
      moved += all.length;
      const some = all.slice(0, Math.max(0, named - moves.length));
      const names = await tx.escalation.namesOf(some.map(({ item }) => item.id));
      for (const { item, dueAt } of some) {
        const { id, number, dueAt: fromAt } = item;
        const { contact = null, line } = names.get(id) ?? {};
        moves.push({ id, number, contact, line: line?.name ?? '', fromAt, toAt: dueAt });
      }
    }
    moves.sort((a, b) => a.toAt - b.toAt);
    return {
      days: weekAhead(calendar, at),
      nextOpeningAt: nextOpening(calendar, at),
      moved,
      moves,
      never: !everOpens(calendar),
    };
  });
}

async function wouldMove(tx: Tx, lineId: number, hours: Calendar) {
  const promise = await tx.calendars.promiseOf(lineId);
  if (promise === null) return [];
  return whatMoves(await tx.calendars.missedOn(lineId), { ...promise, hours }, 'hours_changed');
}

/**
 * Saves hours and moves what hangs on them, in one transaction and on the record. Of two who edit at once the later one
 * is refused. Answers how many callbacks moved.
 */
export function saveHours(
  house: Office & Deps,
  actor: Actor,
  id: number,
  { version, hours }: { readonly version: number; readonly hours: Hours },
): Promise<{ readonly row: HoursRow; readonly moved: number }> {
  return house.transact(async (tx) => {
    const at = house.now();
    const before = (await tx.calendars.list()).find((one) => one.id === id);
    if (!before) throw new Refusal('not-found');
    if (!(await tx.calendars.change(id, version, hours))) throw new Refusal('edit-conflict');
    await tx.calendars.ownHours();
    let moved = 0;
    for (const lineId of await tx.calendars.linesWith([], [before.name])) {
      moved += await moveDebts(tx, lineId, 'hours_changed', at);
    }
    const entry = { at, actorId: actor.id, subject: `hours:${id}`, ip: actor.ip };
    const detail = { name: before.name, before: before.hours, after: hours, moved };
    await tx.audit.add({ ...entry, action: 'hours.changed', detail });
    const row = (await tx.calendars.list()).find((one) => one.id === id);
    if (!row) throw new Error('The hours were not stored');
    return { row, moved };
  });
}

function calendarOf({ timeZone, weekly, holidays, specialDays }: Hours): Calendar {
  const read = (texts: readonly string[]) => texts.flatMap((text) => parseInterval(text) ?? []);
  return {
    timeZone,
    weekly: weekly.map(read),
    holidays,
    special: specialDays.map(({ date, intervals }) => ({ date, intervals: read(intervals) })),
  };
}
