import { and, asc, eq, inArray, lt, sql } from 'drizzle-orm';
import { outbox } from '../../schema/tables/people.ts';
import type { Db, DbTx } from '../platform/db.ts';

/** The channel that wakes the relay when commits have left something in the outbox. */
export const outboxChannel = 'ringback_outbox';

/** A fact for the screens, written with the change itself. */
export type OutboxFact =
  | { readonly type: 'callback.changed'; readonly id: number }
  | { readonly type: 'call.logged'; readonly id: number }
  | { readonly type: 'attempt.changed'; readonly id: string }
  | { readonly type: 'notice.added'; readonly id: number }
  | { readonly type: 'changed'; readonly what: 'contact' | 'recording' | 'people' | 'note'; readonly id: number };

export interface OutboxRow {
  readonly id: number;
  readonly at: number;
  readonly fact: OutboxFact;
  readonly tries: number;
}

/** Transactions that have left something in the outbox. */
const withNews = new WeakSet<DbTx>();

/** Something for the screens was written: whoever commits this transaction wakes the relay. */
export function leaveNews(tx: DbTx): void {
  withNews.add(tx);
}

export function hasNews(tx: DbTx): boolean {
  return withNews.has(tx);
}

/**
 * Says that commits have left something in the outbox: one message for all that come while one is on its way. Said after
 * the commit, because PostgreSQL lets only one transaction with a notification commit at a time. If it is never said, the
 * relay finds the rows by its own look every second.
 */
export function wakeOver(db: Db): () => void {
  let saying = false;
  let again = false;
  return async function wake(): Promise<void> {
    again = true;
    if (saying) return;
    saying = true;
    try {
      while (again) {
        again = false;
        await db.execute(sql`select pg_notify(${outboxChannel}, '')`);
      }
    } catch {
      // The database is away or the service stops: the relay's own look will do.
      again = false;
    } finally {
      saying = false;
    }
  };
}

/** What is to be told to screens after the commit. */
export function outboxStore(tx: DbTx) {
  return {
    async add(at: number, ...facts: readonly OutboxFact[]): Promise<void> {
      if (facts.length === 0) return;
      await tx.insert(outbox).values(facts.map((fact) => ({ at, type: fact.type, payload: fact })));
      leaveNews(tx);
    },
    /** The oldest unsent facts; a second relay skips them. */
    async take(limit: number): Promise<OutboxRow[]> {
      const rows = await tx
        .select()
        .from(outbox)
        .where(eq(outbox.sent, false))
        .orderBy(asc(outbox.id))
        .limit(limit)
        .for('update', { skipLocked: true });
      // Only `add` above writes here, so the payload is what it was given.
      return rows.map(({ id, at, payload, tries }) => ({ id, at, fact: payload as OutboxFact, tries }));
    },
    async markSent(ids: readonly number[]): Promise<void> {
      if (ids.length === 0) return;
      await tx
        .update(outbox)
        .set({ sent: true, tries: sql`${outbox.tries} + 1` })
        .where(inArray(outbox.id, [...ids]));
    },
    /** Forgets what was sent before `at`. */
    async forget(at: number): Promise<void> {
      await tx.delete(outbox).where(and(eq(outbox.sent, true), lt(outbox.at, at)));
    },
  };
}
export type OutboxStore = ReturnType<typeof outboxStore>;
