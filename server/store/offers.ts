import { and, desc, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { callbackOffers } from '../../schema/tables/callbacks.ts';
import type { Calendar } from '../domain/calendar/calendar.ts';
import type { WaitingItem } from '../domain/callback/router.ts';
import type { DbTx } from '../platform/db.ts';
import { type CalendarRow, calendarJson, hoursOf } from './calendar.ts';
import { rowsOf } from './sql.ts';
import { notUnwanted } from './unwanted.ts';

export type Offer = typeof callbackOffers.$inferSelect;

/** Of `users u`: who works, holds no item, has no offer to answer, places no call and is kept for no customer. */
export const isFree = sql.raw(`u.disabled_at is null
  and not exists (select from callbacks c where c.claimed_by = u.id and c.state in ('claimed', 'dialing'))
  and not exists (select from callback_offers o where o.user_id = u.id and o.answer is null)
  and not exists (select from attempts a where a.user_id = u.id and a.outcome is null)
  and not exists (select from attempt_agents k where k.user_id = u.id and k.freed_at is null)`);

/** A customer we once called first and left waiting: the next time an agent is there before their phone rings. */
const leftWaiting = sql.raw(
  `exists (select from attempts a where a.callback_id = c.id and a.detail = 'abandoned_by_us')`,
);

/** Nobody asked, after the call it answers, not to be called. */
const callable = notUnwanted(sql`c.number`, sql`c.latest_miss_at`);

/** What is due on a line that calls the customer first. */
export interface ItemToLaunch extends WaitingItem {
  readonly number: string;
  /** The agents of the line's queue; null when it has none of its own: then everybody. */
  readonly agents: readonly number[] | null;
}

/** An instant, and the lines nobody is there for at it. */
export interface Moment {
  readonly at: number;
  readonly closed: readonly number[];
}

/**
 * What is due comes before what may be worked ahead of its time; each part in the order an index gives. A try ahead of
 * its time is made only while the line is open.
 */
function dueFirst(found: (when: SQL) => SQL, { at, closed }: Moment): SQL {
  const now = sql`to_timestamp(${at / 1000})`;
  const open = closed.length === 0 ? sql`true` : sql`c.line_id not in ${[...closed]}`;
  return sql`with due as (${found(sql`c.due_at <= ${now} and (c.workable_at is null or c.workable_at <= ${now})`)}),
      ahead as (${found(sql`c.due_at > ${now} and c.workable_at <= ${now} and ${open}`)})
    select * from (select 1 as part, due.* from due union all select 2, ahead.* from ahead) f
    order by part, priority desc, "firstMissAt", id`;
}

/** Items offered to agents, and what became of each offer. */
export function offerStore(tx: DbTx) {
  return {
    /** Offers nobody answered in time, or whose claim has ended another way. */
    async timeOut(at: number): Promise<void> {
      await tx.execute(sql`
        update callback_offers o set answer = 'timed_out', answered_at = to_timestamp(${at / 1000})
        where o.answer is null and (o.until_at <= to_timestamp(${at / 1000}) or not exists (
          select from callbacks c where c.id = o.callback_id and c.state = 'claimed' and c.claimed_by = o.user_id
            and c.fence = o.fence))`);
    },
    /** Lines that hand their items out, with their hours. */
    async handingOut(): Promise<{ readonly id: number; readonly hours: Calendar | null }[]> {
      const rows = await rowsOf<{ id: number; calendar: CalendarRow | null }>(
        tx,
        sql`select l.id, ${calendarJson} as calendar from lines l
            where (l.offers or l.dial_order = 'customer_first') and l.retired_at is null`,
      );
      return rows.map(({ id, calendar }) => ({ id, hours: hoursOf(calendar) }));
    },
    /**
     * What may be worked now on lines that offer, in order of work, locked; another server's router passes them over.
     * Whom the do-not-call list keeps from being rung is left out.
     */
    holdWaiting({ at, closed }: Moment, limit: number): Promise<WaitingItem[]> {
      const now = sql`to_timestamp(${at / 1000})`;
      const found = (when: SQL) =>
        sql`select c.id, c.priority, c.first_miss_at as "firstMissAt", c.owner_id as "ownerId", c.promised_at <= ${now} as overdue,
              coalesce((select json_agg(json_build_object('userId', o.user_id, 'at', (extract(epoch from o.offered_at) * 1000)::bigint))
                from callback_offers o where o.callback_id = c.id and o.answer in ('declined', 'timed_out')
                  and o.offered_at > ${now} - interval '10 minutes'), '[]') as "passedBy"
            from callbacks c join lines l on l.id = c.line_id
            where c.state = 'open' and ${when} and ${callable}
              and case l.dial_order when 'customer_first' then ${leftWaiting} else l.offers end
            order by c.priority desc, c.first_miss_at, c.id limit ${limit} for update of c skip locked`;
      return rowsOf<WaitingItem>(tx, dueFirst(found, { at, closed }));
    },
    /** Items that may be worked now whose customer is called first, in order of work. Nothing is locked: what is chosen is looked at again. */
    toLaunch({ at, closed }: Moment, limit: number): Promise<ItemToLaunch[]> {
      const now = sql`to_timestamp(${at / 1000})`;
      const found = (when: SQL) =>
        sql`select c.id, c.number, c.priority, c.first_miss_at as "firstMissAt", c.owner_id as "ownerId",
              c.promised_at <= ${now} as overdue, '[]'::json as "passedBy",
              (select json_agg(m.user_id) from user_queues m join queues q on q.id = m.queue_id where q.name = l.queue) as agents
            from callbacks c join lines l on l.id = c.line_id
            where c.state = 'open' and l.dial_order = 'customer_first' and ${when} and not ${leftWaiting}
              and not exists (select from attempts a where a.number = c.number and a.outcome is null)
              and ${callable}
            order by c.priority desc, c.first_miss_at, c.id limit ${limit}`;
      return rowsOf<ItemToLaunch>(tx, dueFirst(found, { at, closed }));
    },
    /** The agents of the queue of an item's line; null when it has none of its own. */
    async agentsFor(callbackId: number): Promise<readonly number[] | null> {
      const [row] = await rowsOf<{ agents: number[] | null }>(
        tx,
        sql`select (select json_agg(m.user_id) from user_queues m join queues q on q.id = m.queue_id where q.name = l.queue) as agents
            from callbacks c left join lines l on l.id = c.line_id where c.id = ${callbackId}`,
      );
      return row?.agents ?? null;
    },
    /** Of these people, those who hold no item and place no call, with how many items they were given since an instant. */
    async free(userIds: readonly number[], since: number): Promise<ReadonlyMap<number, number>> {
      if (userIds.length === 0) return new Map();
      const rows = await rowsOf<{ id: number; taken: number }>(
        tx,
        sql`select u.id, (select count(*)::int from callback_offers o where o.user_id = u.id and o.answer = 'accepted'
              and o.offered_at >= to_timestamp(${since / 1000})) as taken
            from users u where u.id in ${[...userIds]} and ${isFree}`,
      );
      return new Map(rows.map(({ id, taken }) => [id, taken]));
    },
    async add(offer: Omit<Offer, 'id' | 'answer' | 'answeredAt'>): Promise<void> {
      await tx.insert(callbackOffers).values(offer);
    },
    /** Whoever takes by hand what is offered to them has said yes. False when this claim was no offer. */
    async accept(callbackId: number, fence: number, at: number): Promise<boolean> {
      const claim = and(eq(callbackOffers.callbackId, callbackId), eq(callbackOffers.fence, fence));
      const accepted = await tx
        .update(callbackOffers)
        .set({ answer: 'accepted', answeredAt: at })
        .where(and(claim, isNull(callbackOffers.answer)))
        .returning({ id: callbackOffers.id });
      return accepted.length > 0;
    },
    /** The offer that waits for this person's answer. */
    async standing(userId: number): Promise<Offer | undefined> {
      const mine = and(eq(callbackOffers.userId, userId), isNull(callbackOffers.answer));
      return (await tx.select().from(callbackOffers).where(mine).orderBy(desc(callbackOffers.id)).limit(1))[0];
    },
    async hold(id: number): Promise<Offer | undefined> {
      return (await tx.select().from(callbackOffers).where(eq(callbackOffers.id, id)).for('update'))[0];
    },
    async answer(id: number, answer: 'accepted' | 'declined', at: number): Promise<void> {
      await tx.update(callbackOffers).set({ answer, answeredAt: at }).where(eq(callbackOffers.id, id));
    },
  };
}
export type OfferStore = ReturnType<typeof offerStore>;
