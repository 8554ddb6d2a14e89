import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { NoticeView } from '../../schema/contracts/notices.ts';
import { notices } from '../../schema/tables/escalation.ts';
import type { Reached } from '../domain/escalation/reach.ts';
import type { DbTx } from '../platform/db.ts';
import { contactRef, lineRef, personRef } from './call-rows.ts';
import { ms, rowsOf } from './sql.ts';

const view = sql`select n.id, ${ms('n.at')} as at, ${ms('n.read_at')} as "readAt", t.step, n.rule,
  ${personRef('i')} as "insteadOf", ${ms('t.acknowledged_at')} as "acknowledgedAt", ${personRef('au')} as "acknowledgedBy",
  json_build_object('id', b.id, 'state', b.state, 'number', b.number, 'contact', ${contactRef('c', 'o')}, 'line', ${lineRef},
    'dueAt', ${ms('b.due_at')}, 'timeZone', h.time_zone, 'owner', ${personRef('ow')}) as callback
  from notices n join escalation_timers t on t.id = n.timer_id join callbacks b on b.id = t.callback_id
  left join users i on i.id = n.instead_of left join users au on au.id = t.acknowledged_by
  left join users ow on ow.id = b.owner_id left join lines li on li.id = b.line_id
  left join calendars h on h.id = li.calendar_id
  left join contacts c on c.id = coalesce(b.contact_id,
    (select min(p.contact_id) from contact_phones p where p.e164 = b.number having count(*) = 1))
  left join organisations o on o.id = c.organisation_id`;

/** What people were told of the ladder, and whether they have read it. */
export function noticeStore(tx: DbTx) {
  return {
    /** Tells these people of a step, each once for ever; answers the new rows. */
    async add(timerId: number, reached: readonly Reached[], at: number): Promise<{ id: number; userId: number }[]> {
      if (reached.length === 0) return [];
      return tx
        .insert(notices)
        .values(reached.map((one) => ({ ...one, timerId, at })))
        .onConflictDoNothing()
        .returning({ id: notices.id, userId: notices.userId });
    },
    byId(id: number): Promise<(NoticeView & { userId: number })[]> {
      return rowsOf(
        tx,
        sql`select x.*, y.user_id as "userId" from (${view} where n.id = ${id}) x join notices y on y.id = x.id`,
      );
    },
    /** The latest notices of a person, unread ones first. */
    latest(userId: number, limit: number): Promise<NoticeView[]> {
      return rowsOf<NoticeView>(
        tx,
        sql`${view} where n.user_id = ${userId} order by n.read_at is not null, n.id desc limit ${limit}`,
      );
    },
    async unread(userId: number): Promise<number> {
      const mine = and(eq(notices.userId, userId), isNull(notices.readAt));
      const [row] = await tx.select({ count: sql<number>`count(*)::int` }).from(notices).where(mine);
      return row?.count ?? 0;
    },
    /** Marks as read what is this person's own; without ids all of it. Answers how many were unread. */
    async read(userId: number, ids: readonly number[] | null, at: number): Promise<number> {
      const mine = and(
        eq(notices.userId, userId),
        isNull(notices.readAt),
        ids === null ? undefined : inArray(notices.id, [...ids]),
      );
      const done = await tx.update(notices).set({ readAt: at }).where(mine).returning({ id: notices.id });
      return done.length;
    },
  };
}
export type NoticeStore = ReturnType<typeof noticeStore>;
