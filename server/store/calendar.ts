import { and, asc, eq, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm';
import type { Hours, HoursRow } from '../../schema/contracts/hours.ts';
import { callbacks, liveStates } from '../../schema/tables/callbacks.ts';
import { calendars, lines } from '../../schema/tables/site.ts';
import { type Calendar, parseInterval } from '../domain/calendar/calendar.ts';
import type { Callback } from '../domain/callback/callback.ts';
import type { LinePromise } from '../domain/callback/policy.ts';
import type { DbTx } from '../platform/db.ts';
import { rowsOf } from './sql.ts';

/** A calendar as the database keeps it, its intervals as texts. */
export type CalendarRow = Pick<typeof calendars.$inferSelect, 'timeZone' | 'weekly' | 'holidays' | 'specialDays'>;

/** The calendar of a row; null when the line has none. */
export function hoursOf(row: CalendarRow | null): Calendar | null {
  if (row === null) return null;
  const read = (texts: readonly string[]) => texts.flatMap((text) => parseInterval(text) ?? []);
  return {
    timeZone: row.timeZone,
    weekly: row.weekly.map(read),
    holidays: row.holidays,
    special: row.specialDays.map(({ date, intervals }) => ({ date, intervals: read(intervals) })),
  };
}

const owedOn = (lineId: number) =>
  and(
    eq(callbacks.lineId, lineId),
    or(eq(callbacks.origin, 'missed_call'), isNotNull(callbacks.key)),
    inArray(callbacks.state, [...liveStates]),
  );

/** Opening hours of lines, and the items whose time hangs on them. */
export function calendarStore(tx: DbTx) {
  return {
    /**
     * Whoever gives a debt its due time holds this until the commit, taken before the line is read; whoever changes hours
     * waits for them and keeps later ones waiting: no debt is born by hours that hold no more.
     */
    async shareHours(): Promise<void> {
      await tx.execute(sql`select pg_advisory_xact_lock_shared(hashtextextended('hours', 0))`);
    },
    /** Taken after the new hours are written and before the debts are read that hang on them. */
    async ownHours(): Promise<void> {
      await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('hours', 0))`);
    },
    /** What a line promises, with its hours. */
    async promiseOf(lineId: number): Promise<LinePromise | null> {
      const [found] = await tx
        .select({
          dueMinutes: lines.dueMinutes,
          calendar: calendars,
          minutes: lines.retryMinutes,
          maxTries: lines.maxTries,
        })
        .from(lines)
        .leftJoin(calendars, eq(calendars.id, lines.calendarId))
        .where(eq(lines.id, lineId));
      if (!found) return null;
      const { dueMinutes, calendar, minutes, maxTries } = found;
      return { dueMinutes, hours: hoursOf(calendar), retry: { minutes, maxTries } };
    },
    /** The hours of the lines that take calls; none when one of them is open around the clock. */
    async kept(): Promise<Calendar[]> {
      const rows = await tx
        .selectDistinct({ calendar: calendars })
        .from(lines)
        .leftJoin(calendars, eq(calendars.id, lines.calendarId))
        .where(isNull(lines.retiredAt));
      const kept = rows.map(({ calendar }) => hoursOf(calendar));
      return kept.every((hours) => hours !== null) ? kept : [];
    },
    /** All calendars with the lines that keep them; a retired line keeps none. */
    list(): Promise<HoursRow[]> {
      return rowsOf<HoursRow>(
        tx,
        sql`select h.id, h.name, h.version, json_build_object('timeZone', h.time_zone, 'weekly', h.weekly,
            'holidays', h.holidays, 'specialDays', h.special_days) as hours,
            coalesce((select json_agg(json_build_object('id', l.id, 'key', l.key, 'name', l.name) order by l.name, l.id)
              from lines l where l.calendar_id = h.id and l.retired_at is null), '[]') as lines
          from calendars h order by h.name, h.id`,
      );
    },
    /** Writes a person's edit; false when somebody else has written since. */
    async change(id: number, version: number, hours: Hours): Promise<boolean> {
      const written = await tx
        .update(calendars)
        .set({ ...hours, version: version + 1 })
        .where(and(eq(calendars.id, id), eq(calendars.version, version)))
        .returning({ id: calendars.id });
      return written.length > 0;
    },
    /** Lines named by their keys, and all that use one of these calendars. */
    async linesWith(keys: readonly string[], calendarNames: readonly string[]): Promise<number[]> {
      const meant = or(inArray(lines.key, [...keys]), inArray(calendars.name, [...calendarNames]));
      const rows = await tx
        .select({ id: lines.id })
        .from(lines)
        .leftJoin(calendars, eq(calendars.id, lines.calendarId))
        .where(meant)
        .orderBy(asc(lines.id));
      return rows.map(({ id }) => id);
    },
    /** Live items of missed calls on a line, as they are now. */
    missedOn(lineId: number): Promise<Callback[]> {
      return tx.select().from(callbacks).where(owedOn(lineId)).orderBy(asc(callbacks.dueAt), asc(callbacks.id));
    },
    /** Live items of missed calls on a line, locked until the end of the transaction. */
    holdMissedOn(lineId: number): Promise<Callback[]> {
      return tx.select().from(callbacks).where(owedOn(lineId)).orderBy(asc(callbacks.id)).for('update');
    },
  };
}
export type CalendarStore = ReturnType<typeof calendarStore>;

/** A line's calendar as one JSON value, for statements that read many lines at once. */
export const calendarJson = sql`(select json_build_object('timeZone', h.time_zone, 'weekly', h.weekly,
  'holidays', h.holidays, 'specialDays', h.special_days) from calendars h where h.id = l.calendar_id)`;
