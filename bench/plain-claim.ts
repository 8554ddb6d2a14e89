import { and, asc, desc, eq, gte, isNull, lt, or, type SQL, sql } from 'drizzle-orm';
import { callbackEvents, callbacks } from '../schema/tables/callbacks.ts';
import { outbox } from '../schema/tables/people.ts';
import { apply } from '../server/domain/callback/transition.ts';
import type { Db, DbTx } from '../server/platform/db.ts';
import { eventRow } from '../server/store/callbacks-events.ts';
import { outboxChannel } from '../server/store/outbox.ts';

/** The next item of a person, for whom all others stand in line: a plain FOR UPDATE. */
export async function lockPlainly(tx: DbTx, userId: number, at: number) {
  const theirs = or(isNull(callbacks.ownerId), eq(callbacks.ownerId, userId));
  const first = (when: SQL) =>
    tx
      .select()
      .from(callbacks)
      .where(and(eq(callbacks.state, 'open'), theirs, when))
      .orderBy(desc(callbacks.priority), asc(callbacks.firstMissAt), asc(callbacks.id))
      .limit(1)
      .for('update');
  const [overdue] = await first(lt(callbacks.dueAt, at));
  return overdue ?? (await first(gte(callbacks.dueAt, at)))[0] ?? null;
}

/**
 * A claim as one would write it first: lock, update, history, outbox and its notification, one statement after the other
 * in one transaction. It leaves the same rows as the product does. Null when somebody else was quicker.
 */
export function claimPlainly(db: Db, userId: number, leaseMs: number): Promise<number | null> {
  return db.transaction(async (tx) => {
    const at = Date.now();
    const item = await lockPlainly(tx, userId, at);
    if (item === null) return null;
    const event = { type: 'claimed', at, by: userId, leaseUntil: at + leaseMs } as const;
    const after = apply(item, event);
    if (after === null) return null;
    const { id, ...values } = after;
    const unmoved = and(eq(callbacks.id, id), eq(callbacks.state, item.state), eq(callbacks.fence, item.fence));
    await tx.update(callbacks).set(values).where(unmoved).returning({ id: callbacks.id });
    await tx.insert(callbackEvents).values(eventRow(id, event));
    await tx.insert(outbox).values({ at, type: 'callback.changed', payload: { type: 'callback.changed', id } });
    await tx.execute(sql`select pg_notify(${outboxChannel}, '')`);
    return id;
  });
}
