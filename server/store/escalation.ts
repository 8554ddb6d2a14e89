import { and, eq, inArray, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import type { AbsenceRow, LadderView } from '../../schema/contracts/notices.ts';
import { callbacks, liveStates } from '../../schema/tables/callbacks.ts';
import { absences, escalationStale, escalationTimers } from '../../schema/tables/escalation.ts';
import type { Calendar } from '../domain/calendar/calendar.ts';
import type { Callback } from '../domain/callback/callback.ts';
import { type Ladder, type LadderStep, type PlannedStep, standardLadder } from '../domain/escalation/ladder.ts';
import type { Reachable } from '../domain/escalation/reach.ts';
import type { DbTx } from '../platform/db.ts';
import { type CalendarRow, calendarJson, hoursOf } from './calendar.ts';
import { personRef } from './call-rows.ts';
import { ms, rowsOf } from './sql.ts';

/** A step whose time has come. */
export interface DueStep {
  readonly id: number;
  readonly callbackId: number;
  readonly step: LadderStep;
  readonly fireAt: number;
  readonly fence: number;
}

/** What an item's ladder is and in which hours it counts. */
export interface LadderGround {
  readonly ladder: Ladder;
  readonly hours: Calendar | null;
  readonly timeZone: string;
}

const waiting = and(isNull(escalationTimers.firedAt), isNull(escalationTimers.cancelledAt));

/** Timers of the escalation ladder, as rows: they outlive a restart, and two servers never take the same step. */
export function escalationStore(tx: DbTx) {
  return {
    /** Items whose timers have to be set anew, locked against change; those that somebody works on now come next time. */
    async holdStale(limit: number): Promise<Callback[]> {
      const marks = tx
        .select({ callbackId: escalationStale.callbackId })
        .from(escalationStale)
        .orderBy(escalationStale.id)
        .limit(limit);
      return tx
        .select()
        .from(callbacks)
        .where(inArray(callbacks.id, marks))
        .orderBy(callbacks.id)
        .for('update', { skipLocked: true });
    },
    /** Called behind the items' locks: a change that comes later leaves a new mark. */
    async settleStale(callbackIds: readonly number[]): Promise<void> {
      await tx.delete(escalationStale).where(inArray(escalationStale.callbackId, [...callbackIds]));
    },
    /** Ladder and hours of these lines; null is the ground of items without a line. */
    async grounds(lineIds: readonly (number | null)[]): Promise<(lineId: number | null) => LadderGround> {
      const rows = await rowsOf<{ id: number; ladder: Ladder | null; calendar: CalendarRow | null; zone: string }>(
        tx,
        sql`select l.id, coalesce(l.escalation, s.escalation) as ladder, ${calendarJson} as calendar, s.time_zone as zone
          from lines l join sites s on s.id = l.site_id
          where l.id in (select value::bigint from json_array_elements_text(${JSON.stringify(lineIds.filter((id) => id !== null))}::json))`,
      );
      const [site] = await rowsOf<{ ladder: Ladder | null; zone: string }>(
        tx,
        sql`select escalation as ladder, time_zone as zone from sites order by id limit 1`,
      );
      const none = { ladder: site?.ladder ?? standardLadder, hours: null, timeZone: site?.zone ?? 'UTC' };
      const found = new Map(
        rows.map(({ id, ladder, calendar, zone }) => [
          id,
          { ladder: ladder ?? standardLadder, hours: hoursOf(calendar), timeZone: calendar?.timeZone ?? zone },
        ]),
      );
      return (lineId) => (lineId === null ? none : (found.get(lineId) ?? none));
    },
    /** Sets the timers of one item: what was taken stays, what is not planned any more is cancelled. */
    async plan(callbackId: number, steps: readonly PlannedStep[], at: number): Promise<void> {
      await tx.execute(sql`update escalation_timers set cancelled_at = to_timestamp(${at}::float8 / 1000), fence = fence + 1
        where callback_id = ${callbackId} and fired_at is null and cancelled_at is null
          and step not in (select value from json_array_elements_text(${JSON.stringify(steps.map(({ step }) => step))}::json))`);
      if (steps.length === 0) return;
      await tx.execute(sql`insert into escalation_timers as t (callback_id, step, fire_at)
        select ${callbackId}, step, to_timestamp("fireAt" / 1000)
        from json_to_recordset(${JSON.stringify(steps)}::json) as x (step text, "fireAt" float8)
        on conflict (callback_id, step) do update
          set fire_at = excluded.fire_at, fence = t.fence + 1, cancelled_at = null
          where t.fired_at is null and (t.cancelled_at is not null or t.fire_at <> excluded.fire_at)`);
    },
    /** Live items with a step whose time has come, locked; another server's worker, or an agent at work, is skipped. */
    async holdDue(at: number, limit: number): Promise<Callback[]> {
      const due = tx
        .select({ callbackId: escalationTimers.callbackId })
        .from(escalationTimers)
        .where(and(waiting, lte(escalationTimers.fireAt, at)))
        .orderBy(escalationTimers.fireAt, escalationTimers.id)
        .limit(limit);
      return tx
        .select()
        .from(callbacks)
        .where(and(inArray(callbacks.id, due), inArray(callbacks.state, [...liveStates])))
        .orderBy(callbacks.id)
        .for('update', { skipLocked: true });
    },
    /** Steps of held items whose time has come; an item whose timers are to be set anew first is left out. */
    dueOf(callbackIds: readonly number[], at: number): Promise<DueStep[]> {
      return tx
        .select({
          id: escalationTimers.id,
          callbackId: escalationTimers.callbackId,
          step: escalationTimers.step,
          fireAt: escalationTimers.fireAt,
          fence: escalationTimers.fence,
        })
        .from(escalationTimers)
        .where(
          and(
            waiting,
            inArray(escalationTimers.callbackId, [...callbackIds]),
            lte(escalationTimers.fireAt, at),
            sql`not exists (select from escalation_stale s where s.callback_id = ${escalationTimers.callbackId})`,
          ),
        )
        .orderBy(escalationTimers.fireAt, escalationTimers.id);
    },
    /** Takes a step; false when somebody else has, or its time was set anew. */
    async take({ id, fence }: Pick<DueStep, 'id' | 'fence'>, at: number): Promise<boolean> {
      const taken = await tx
        .update(escalationTimers)
        .set({ firedAt: at })
        .where(and(eq(escalationTimers.id, id), eq(escalationTimers.fence, fence), waiting))
        .returning({ id: escalationTimers.id });
      return taken.length > 0;
    },
    /** A step that nobody need be told of any more. */
    async pass({ id, fence }: Pick<DueStep, 'id' | 'fence'>, at: number): Promise<void> {
      await tx
        .update(escalationTimers)
        .set({ cancelledAt: at })
        .where(and(eq(escalationTimers.id, id), eq(escalationTimers.fence, fence), waiting));
    },
    /** Everybody, as far as a notice can reach them at this moment. */
    people(at: number): Promise<Reachable[]> {
      return rowsOf<Reachable>(
        tx,
        sql`select u.id, u.login, u.role, u.disabled_at is not null as disabled,
            exists (select from sessions s where s.user_id = u.id and s.expires_at > to_timestamp(${at}::float8 / 1000)) as "signedIn",
            (select json_build_object('substituteId', a.substitute_id) from absences a where a.user_id = u.id
              and a.from_at <= to_timestamp(${at}::float8 / 1000) and a.until_at > to_timestamp(${at}::float8 / 1000)
              order by a.id desc limit 1) as absent
          from users u order by u.id`,
      );
    },
    /** Acknowledges every step taken so far; answers how many nobody had. */
    async acknowledge(callbackId: number, by: number, at: number): Promise<number> {
      const seen = await tx
        .update(escalationTimers)
        .set({ acknowledgedAt: at, acknowledgedBy: by })
        .where(
          and(
            eq(escalationTimers.callbackId, callbackId),
            isNotNull(escalationTimers.firedAt),
            isNull(escalationTimers.acknowledgedAt),
          ),
        )
        .returning({ id: escalationTimers.id });
      return seen.length;
    },
    /** Whether one of an item's steps was told to this person. */
    async wasTold(callbackId: number, userId: number): Promise<boolean> {
      const rows = await rowsOf(
        tx,
        sql`select 1 from notices n join escalation_timers t on t.id = n.timer_id
          where t.callback_id = ${callbackId} and n.user_id = ${userId} limit 1`,
      );
      return rows.length > 0;
    },
    /** The ladder of one item: what was planned, taken, told and acknowledged. */
    ladderOf(callbackId: number): Promise<LadderView[]> {
      return rowsOf<LadderView>(
        tx,
        sql`select t.step, ${ms('t.fire_at')} as "fireAt", ${ms('t.fired_at')} as "firedAt",
            ${ms('t.acknowledged_at')} as "acknowledgedAt", ${personRef('au')} as "acknowledgedBy",
            coalesce((select json_agg(json_build_object('user', json_build_object('id', u.id, 'name', u.name), 'rule', n.rule,
              'insteadOf', case when i.id is null then null else json_build_object('id', i.id, 'name', i.name) end) order by n.id)
              from notices n join users u on u.id = n.user_id left join users i on i.id = n.instead_of
              where n.timer_id = t.id), '[]') as reached
          from escalation_timers t left join users au on au.id = t.acknowledged_by
          where t.callback_id = ${callbackId} and t.cancelled_at is null order by t.fire_at, t.id`,
      );
    },
    /** Times away that are not over yet. */
    absences(at: number): Promise<AbsenceRow[]> {
      return rowsOf<AbsenceRow>(
        tx,
        sql`select a.id, ${personRef('u')} as user, ${personRef('s')} as substitute, ${ms('a.from_at')} as "fromAt",
            ${ms('a.until_at')} as "untilAt"
          from absences a join users u on u.id = a.user_id left join users s on s.id = a.substitute_id
          where a.until_at > to_timestamp(${at}::float8 / 1000) order by a.from_at, a.id`,
      );
    },
    /** How items are named to people: their contact, and their line. */
    async namesOf(callbackIds: readonly number[]) {
      const rows = await rowsOf<{
        id: number;
        contact: string | null;
        line: { readonly key: string; readonly name: string } | null;
      }>(
        tx,
        sql`select b.id, coalesce(c.name, o.name) as contact,
            case when l.id is null then null else json_build_object('key', l.key, 'name', l.name) end as line
          from callbacks b left join lines l on l.id = b.line_id
          left join contacts c on c.id = coalesce(b.contact_id,
            (select min(p.contact_id) from contact_phones p where p.e164 = b.number having count(*) = 1))
          left join organisations o on o.id = c.organisation_id
          where b.id in (select value::bigint from json_array_elements_text(${JSON.stringify(callbackIds)}::json))`,
      );
      return new Map(rows.map((row) => [row.id, row]));
    },
    async addAbsence(absence: typeof absences.$inferInsert): Promise<number> {
      const [row] = await tx.insert(absences).values(absence).returning({ id: absences.id });
      if (!row) throw new Error('The absence was not stored');
      return row.id;
    },
    /** Back earlier, or never away; false when there is no such absence any more. */
    async endAbsence(id: number, at: number): Promise<boolean> {
      const still = await tx.select().from(absences).where(eq(absences.id, id)).for('update');
      const [absence] = still;
      if (!absence || absence.untilAt <= at) return false;
      if (absence.fromAt >= at) await tx.delete(absences).where(eq(absences.id, id));
      else await tx.update(absences).set({ untilAt: at }).where(eq(absences.id, id));
      return true;
    },
  };
}
export type EscalationStore = ReturnType<typeof escalationStore>;
