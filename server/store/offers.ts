import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import { callbackOffers } from '../../schema/tables/callbacks.ts';
import type { WaitingItem } from '../domain/callback/router.ts';
import type { DbTx } from '../platform/db.ts';
import { rowsOf } from './sql.ts';

export type Offer = typeof callbackOffers.$inferSelect;

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
    /**
     * Due items of lines that offer, in order of work, locked; another server's router passes them over. Whom the
     * do-not-call list keeps from being rung is left out.
     */
    holdWaiting(at: number, limit: number): Promise<WaitingItem[]> {
      const now = sql`to_timestamp(${at / 1000})`;
      return rowsOf<WaitingItem>(
        tx,
        sql`select c.id, c.owner_id as "ownerId", c.promised_at <= ${now} as overdue,
              coalesce((select json_agg(json_build_object('userId', o.user_id, 'at', (extract(epoch from o.offered_at) * 1000)::bigint))
                from callback_offers o where o.callback_id = c.id and o.answer in ('declined', 'timed_out')
                  and o.offered_at > ${now} - interval '10 minutes'), '[]') as "passedBy"
            from callbacks c join lines l on l.id = c.line_id
            where c.state = 'open' and l.offers and c.due_at <= ${now} and not exists (
              select from do_not_call d where d.number = c.number and d.added_at >= c.latest_miss_at)
            order by c.priority desc, c.first_miss_at, c.id limit ${limit} for update of c skip locked`,
      );
    },
    /** Of these people, those who hold no item and place no call, with how many items they were given since an instant. */
    async free(userIds: readonly number[], since: number): Promise<ReadonlyMap<number, number>> {
      if (userIds.length === 0) return new Map();
      const rows = await rowsOf<{ id: number; taken: number }>(
        tx,
        sql`select u.id, (select count(*)::int from callback_offers o where o.user_id = u.id and o.answer = 'accepted'
              and o.offered_at >= to_timestamp(${since / 1000})) as taken
            from users u where u.id in ${[...userIds]} and u.disabled_at is null
              and not exists (select from callbacks c where c.claimed_by = u.id and c.state in ('claimed', 'dialing'))
              and not exists (select from callback_offers o where o.user_id = u.id and o.answer is null)
              and not exists (select from attempts a where a.user_id = u.id and a.outcome is null)`,
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
