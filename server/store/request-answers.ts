import { and, eq, lt, sql } from 'drizzle-orm';
import { requestAnswers } from '../../schema/tables/integrations.ts';
import type { DbTx } from '../platform/db.ts';
import { rowsOf } from './sql.ts';

/** A request that gave a key, as far as its transactions need to know it. */
export interface OnceRequest {
  readonly userId: number;
  readonly key: string;
  readonly askedHash: string;
  readonly at: number;
  done: boolean;
  readonly over: boolean;
}

type Answered = typeof requestAnswers.$inferSelect;

/** What browsers were answered to the keys they gave. */
export function requestAnswerStore(tx: DbTx) {
  return {
    async find(userId: number, key: string): Promise<Answered | undefined> {
      const given = and(eq(requestAnswers.userId, userId), eq(requestAnswers.key, key));
      return (await tx.select().from(requestAnswers).where(given))[0];
    },
    async keep(userId: number, key: string, status: number, body: string): Promise<void> {
      const given = and(eq(requestAnswers.userId, userId), eq(requestAnswers.key, key));
      await tx.update(requestAnswers).set({ status, body }).where(given);
    },
    async forget(before: number): Promise<void> {
      await tx.delete(requestAnswers).where(lt(requestAnswers.createdAt, before));
    },
  };
}
export type RequestAnswerStore = ReturnType<typeof requestAnswerStore>;

/**
 * Writes the key of a request into the transaction that does its work, so that work and key stand or fall together. What
 * only reads needs none. Answers whether it was written.
 */
export async function markDone(tx: DbTx, once: OnceRequest): Promise<boolean> {
  const [seen] = await rowsOf<{ wrote: boolean }>(
    tx,
    sql`select pg_current_xact_id_if_assigned() is not null as wrote`,
  );
  if (seen?.wrote !== true) return false;
  const { userId, key, askedHash, at } = once;
  await tx.insert(requestAnswers).values({ userId, key, askedHash, status: null, body: null, createdAt: at });
  return true;
}
