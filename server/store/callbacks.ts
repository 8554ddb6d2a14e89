import { and, asc, eq, gt, inArray, isNotNull, isNull, lt, or, type SQL, sql } from 'drizzle-orm';
import { callbackCalls, callbackEvents, callbacks, liveStates } from '../../schema/tables/callbacks.ts';
import type { Callback, NewCallback } from '../domain/callback/callback.ts';
import type { LedgerEvent } from '../domain/callback/transition.ts';
import { born } from '../domain/callback/transition.ts';
import type { DbTx } from '../platform/db.ts';
import { holdNext } from './callback-next.ts';
import { storeStep } from './callback-step.ts';
import { type Asked, openedRow } from './callbacks-events.ts';
import { ms, rowsOf } from './sql.ts';

const live = inArray(callbacks.state, [...liveStates]);

/** The rows of the ledger. An item is written only together with the event that changed it. */
export function callbackStore(tx: DbTx) {
  async function one(where: SQL | undefined, lock: boolean): Promise<Callback | undefined> {
    const query = tx.select().from(callbacks).where(where).orderBy(asc(callbacks.id)).limit(1);
    return (await (lock ? query.for('update') : query))[0];
  }
  return {
    /** One after the other for all that concerns these numbers, until the end of the transaction. */
    async serialise(numbers: readonly string[]): Promise<void> {
      // Always in the same order, so that two transactions never wait for each other.
      for (const number of [...new Set(numbers)].sort()) {
        await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`number:${number}`}, 0))`);
      }
    },
    find: (id: number) => one(eq(callbacks.id, id), false),
    /** Locks the item until the end of the transaction. */
    hold: (id: number) => one(eq(callbacks.id, id), true),
    /**
     * The next open item in order of work that is this person's or nobody's, locked; those being taken now are passed over.
     * What is offered to them at this moment comes before, and is only named.
     */
    holdNext: (userId: number, at: number) => holdNext(tx, userId, at),
    /** The one live item of a caller: a missed call's, or a wish told on the phone. */
    holdLiveOf: (key: string) => one(and(eq(callbacks.key, key), live), true),
    /** The live wish of a number on a line, be it of no line. */
    holdWish(number: string, lineId: number | null): Promise<Callback | undefined> {
      const line = lineId === null ? isNull(callbacks.lineId) : eq(callbacks.lineId, lineId);
      return one(and(eq(callbacks.number, number), eq(callbacks.origin, 'requested'), line, live), true);
    },
    /** Live items that a talk with this customer may settle; the domain decides which. */
    holdLiveFor(numbers: readonly string[], contactId: number | null, id: number | null): Promise<Callback[]> {
      const about = or(
        numbers.length > 0 ? inArray(callbacks.number, [...numbers]) : undefined,
        contactId === null ? undefined : eq(callbacks.contactId, contactId),
        id === null ? undefined : eq(callbacks.id, id),
      );
      if (!about) return Promise.resolve([]);
      return tx.select().from(callbacks).where(and(live, about)).orderBy(asc(callbacks.id)).for('update');
    },
    /** What is owed to a contact now, not locked. */
    liveOf(contactId: number): Promise<Callback[]> {
      const theirs = and(live, eq(callbacks.contactId, contactId));
      return tx.select().from(callbacks).where(theirs).orderBy(asc(callbacks.id));
    },
    async open(item: NewCallback, actorId: number | null, asked: Asked | null = null): Promise<Callback> {
      const [row] = await tx.insert(callbacks).values(born(item)).returning();
      if (!row) throw new Error('The callback was not stored');
      await tx.insert(callbackEvents).values(openedRow(row, actorId, asked));
      return row;
    },
    async cover(callbackId: number, callId: number, at: number): Promise<void> {
      await tx.insert(callbackCalls).values({ callbackId, callId, at });
    },
    /** The end of the latest call it covers that was really missed; null when all of them were served. */
    async latestMissOf(id: number): Promise<number | null> {
      const [row] = await rowsOf<{ at: number | null }>(
        tx,
        sql`select ${ms('max(k.ended_at)')} as at from callback_calls cc join calls k on k.id = cc.call_id
          where cc.callback_id = ${id} and k.outcome in ('missed', 'unknown')`,
      );
      return row?.at ?? null;
    },
    /** Stores a step taken from `before` and tells the screens; false when the row has moved on meanwhile. */
    step: (before: Callback, after: Callback, event: LedgerEvent) => storeStep(tx, before, after, event),
    /** A longer lease is no step: no event. False when it is not this person's claim any more. */
    async renew(id: number, userId: number, fence: number | null, at: number, leaseUntil: number): Promise<boolean> {
      // What is only offered is nobody's work yet: an open page must not keep it from the next.
      const taken = sql`not exists (select from callback_offers o where o.callback_id = ${callbacks.id}
        and o.fence = ${callbacks.fence} and o.answer is distinct from 'accepted')`;
      const mine = and(
        eq(callbacks.id, id),
        eq(callbacks.state, 'claimed'),
        eq(callbacks.claimedBy, userId),
        fence === null ? taken : eq(callbacks.fence, fence),
        gt(callbacks.leaseUntil, at),
      );
      const held = await tx
        .update(callbacks)
        .set({ leaseUntil, updatedAt: at })
        .where(mine)
        .returning({ id: callbacks.id });
      return held.length > 0;
    },
    /**
     * Items whose lease is over, or ends later than any given now could (the clock was set back); another server's
     * worker skips them.
     */
    holdLapsed(at: number, longestMs: number, limit: number): Promise<Callback[]> {
      const over = or(lt(callbacks.leaseUntil, at), gt(callbacks.leaseUntil, at + longestMs));
      const lapsed = and(eq(callbacks.state, 'claimed'), isNotNull(callbacks.leaseUntil), over);
      return tx
        .select()
        .from(callbacks)
        .where(lapsed)
        .orderBy(asc(callbacks.leaseUntil))
        .limit(limit)
        .for('update', { skipLocked: true });
    },
    holdClaimedBy(userId: number): Promise<Callback[]> {
      const mine = and(eq(callbacks.state, 'claimed'), eq(callbacks.claimedBy, userId));
      return tx.select().from(callbacks).where(mine).orderBy(asc(callbacks.id)).for('update');
    },
    /** Live items whose owner has left, the oldest first; another server's worker skips them. */
    holdOwnedByDisabled(limit: number): Promise<Callback[]> {
      const left = sql`exists (select from users u where u.id = ${callbacks.ownerId} and u.disabled_at is not null)`;
      return tx
        .select()
        .from(callbacks)
        .where(and(live, left))
        .orderBy(asc(callbacks.id))
        .limit(limit)
        .for('update', { skipLocked: true });
    },
    /** The item's contact became known (saved from the card, or chosen). */
    async linkContact(numbers: readonly string[], contactId: number): Promise<number[]> {
      const unknown = and(inArray(callbacks.number, [...numbers]), isNull(callbacks.contactId));
      const rows = await tx.update(callbacks).set({ contactId }).where(unknown).returning({ id: callbacks.id });
      return rows.map(({ id }) => id);
    },
    history(id: number) {
      return tx.select().from(callbackEvents).where(eq(callbackEvents.callbackId, id)).orderBy(asc(callbackEvents.id));
    },
  };
}
export type CallbackStore = ReturnType<typeof callbackStore>;
