import { and, eq, isNull, sql } from 'drizzle-orm';
import { attemptAgents } from '../../schema/tables/callbacks.ts';
import type { DbTx } from '../platform/db.ts';
import { isFree } from './offers.ts';
import { ms, rowsOf } from './sql.ts';

/** An agent who is kept free for a customer who is called first. */
export type KeptAgent = typeof attemptAgents.$inferSelect;

/** An agent who could be kept for a customer now. */
export interface FreeForCustomer {
  readonly id: number;
  /** Customers and items they were given since an instant. */
  readonly taken: number;
  readonly silentAt: number | null;
}

/** Who is kept for which customer. The first one is written by the database itself, together with the attempt. */
export function keptAgentStore(tx: DbTx) {
  const standing = isNull(attemptAgents.freedAt);
  return {
    /** The agent who is kept for this call now. */
    async of(attemptId: string): Promise<KeptAgent | undefined> {
      return (
        await tx
          .select()
          .from(attemptAgents)
          .where(and(eq(attemptAgents.attemptId, attemptId), standing))
      )[0];
    },
    /** Everybody who was ever kept for it, the first one first. */
    allOf(attemptId: string): Promise<KeptAgent[]> {
      return tx.select().from(attemptAgents).where(eq(attemptAgents.attemptId, attemptId)).orderBy(attemptAgents.id);
    },
    /** Whether this person is kept for a customer. */
    async isKept(userId: number): Promise<boolean> {
      return (
        (
          await tx
            .select({ id: attemptAgents.id })
            .from(attemptAgents)
            .where(and(eq(attemptAgents.userId, userId), standing))
        ).length > 0
      );
    },
    /** The phone of whoever is kept for it was asked and stayed silent. */
    async markSilent(attemptId: string, at: number): Promise<void> {
      await tx
        .update(attemptAgents)
        .set({ silentAt: at })
        .where(and(eq(attemptAgents.attemptId, attemptId), standing, isNull(attemptAgents.silentAt)));
    },
    /** The customer waits for another agent from now on. */
    async handTo(attemptId: string, { userId, deviceId }: Pick<KeptAgent, 'userId' | 'deviceId'>, at: number) {
      await tx
        .update(attemptAgents)
        .set({ freedAt: at })
        .where(and(eq(attemptAgents.attemptId, attemptId), standing));
      await tx.insert(attemptAgents).values({ attemptId, userId, deviceId, keptAt: at });
    },
    /** Of these people, those who hold nothing, place no call and have a phone. */
    free(userIds: readonly number[], since: number): Promise<FreeForCustomer[]> {
      if (userIds.length === 0) return Promise.resolve([]);
      const after = sql`to_timestamp(${since / 1000})`;
      return rowsOf<FreeForCustomer>(
        tx,
        sql`select u.id,
              (select count(*)::int from callback_offers o where o.user_id = u.id and o.answer = 'accepted' and o.offered_at >= ${after})
              + (select count(*)::int from attempt_agents k where k.user_id = u.id and k.kept_at >= ${after}) as taken,
              (select ${ms('max(k.silent_at)')} from attempt_agents k where k.user_id = u.id) as "silentAt"
            from users u where u.id in ${[...userIds]} and ${isFree}
              and exists (select from devices d where d.user_id = u.id)`,
      );
    },
  };
}
export type KeptAgentStore = ReturnType<typeof keptAgentStore>;
