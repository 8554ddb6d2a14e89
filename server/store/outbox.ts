import { and, asc, eq, inArray, lt, sql } from 'drizzle-orm';
import { outbox } from '../../schema/tables/people.ts';
import type { DbTx } from '../platform/db.ts';

/** The channel that wakes the relay when a commit has left something in the outbox. */
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

/** What is to be told to screens after the commit. */
export function outboxStore(tx: DbTx) {
  return {
    /** The notification leaves with the commit, never before. */
    async add(at: number, ...facts: readonly OutboxFact[]): Promise<void> {
      if (facts.length === 0) return;
      await tx.insert(outbox).values(facts.map((fact) => ({ at, type: fact.type, payload: fact })));
      await tx.execute(sql`select pg_notify(${outboxChannel}, '')`);
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
