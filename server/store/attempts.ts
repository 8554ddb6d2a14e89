import { and, asc, eq, gt, isNull, sql } from 'drizzle-orm';
import { attempts } from '../../schema/tables/callbacks.ts';
import type { DialOrder } from '../domain/callback/launch.ts';
import type { AttemptOutcome } from '../domain/callback/settle.ts';
import type { DbTx } from '../platform/db.ts';

/** A call we place: written before anything is sent to the PBX. */
export interface Attempt {
  readonly id: string;
  readonly callbackId: number | null;
  readonly fence: number | null;
  readonly userId: number;
  readonly deviceId: number;
  readonly contactId: number | null;
  readonly number: string;
  readonly notAfter: number;
  readonly createdAt: number;
  readonly sentAt: number | null;
  readonly seenAt: number | null;
  readonly outcome: AttemptOutcome | null;
  readonly detail: string | null;
  readonly counted: boolean;
  readonly callId: number | null;
  readonly endedAt: number | null;
  readonly dialOrder: DialOrder;
}
export type NewAttempt = Pick<
  Attempt,
  | 'id'
  | 'callbackId'
  | 'fence'
  | 'userId'
  | 'deviceId'
  | 'contactId'
  | 'number'
  | 'notAfter'
  | 'createdAt'
  | 'dialOrder'
>;

/** Placed calls and what became of them. */
export function attemptStore(tx: DbTx) {
  return {
    async add(attempt: NewAttempt): Promise<Attempt> {
      const [row] = await tx.insert(attempts).values(attempt).returning();
      if (!row) throw new Error('The attempt was not stored');
      return row;
    },
    async find(id: string): Promise<Attempt | undefined> {
      return (await tx.select().from(attempts).where(eq(attempts.id, id)))[0];
    },
    /** Locks the attempt until the end of the transaction. */
    async hold(id: string): Promise<Attempt | undefined> {
      return (await tx.select().from(attempts).where(eq(attempts.id, id)).for('update'))[0];
    },
    /** Any call of ours to this number that is not over. */
    async openTo(number: string): Promise<Attempt | undefined> {
      return (
        await tx
          .select()
          .from(attempts)
          .where(and(eq(attempts.number, number), isNull(attempts.outcome)))
      )[0];
    },
    /** A call of this person that the PBX may still begin to place. */
    async startingBy(userId: number, at: number): Promise<Attempt | undefined> {
      const starting = and(isNull(attempts.outcome), isNull(attempts.seenAt), gt(attempts.notAfter, at));
      return (
        await tx
          .select()
          .from(attempts)
          .where(and(eq(attempts.userId, userId), starting))
      )[0];
    },
    /** All of a person's calls that are not over, and those they are kept for, for the snapshot of a screen. */
    openBy(userId: number): Promise<Attempt[]> {
      const isKept = sql`exists (select from attempt_agents k where k.attempt_id = ${attempts.id} and k.user_id = ${userId} and k.freed_at is null)`;
      const theirs = sql`case ${attempts.dialOrder} when 'customer_first' then ${isKept} else ${attempts.userId} = ${userId} end`;
      return tx
        .select()
        .from(attempts)
        .where(and(isNull(attempts.outcome), theirs))
        .orderBy(asc(attempts.createdAt));
    },
    async markSent(id: string, at: number): Promise<void> {
      await tx
        .update(attempts)
        .set({ sentAt: at })
        .where(and(eq(attempts.id, id), isNull(attempts.sentAt)));
    },
    /** Answers false when it was seen before, or is none of ours. */
    async markSeen(id: string, at: number): Promise<boolean> {
      const unseen = and(eq(attempts.id, id), isNull(attempts.seenAt));
      return (await tx.update(attempts).set({ seenAt: at }).where(unseen).returning({ id: attempts.id })).length > 0;
    },
    /** What is known of an attempt that is not over. */
    async note(id: string, detail: string): Promise<void> {
      await tx
        .update(attempts)
        .set({ detail })
        .where(and(eq(attempts.id, id), isNull(attempts.outcome)));
    },
    async end(
      id: string,
      end: { outcome: AttemptOutcome; detail: string | null; counted: boolean; callId: number | null; endedAt: number },
    ): Promise<void> {
      await tx.update(attempts).set(end).where(eq(attempts.id, id));
    },
    /** All attempts that are not over: how long the PBX may still dial, and when it showed them. */
    open(): Promise<{ id: string; notAfter: number; seenAt: number | null }[]> {
      const { id, notAfter, seenAt } = attempts;
      return tx.select({ id, notAfter, seenAt }).from(attempts).where(isNull(attempts.outcome)).orderBy(asc(notAfter));
    },
  };
}
export type AttemptStore = ReturnType<typeof attemptStore>;
