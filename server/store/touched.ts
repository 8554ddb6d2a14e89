import { sql } from 'drizzle-orm';
import type { DbTx } from '../platform/db.ts';
import { rowsOf } from './sql.ts';

/** A call as far as it says whom it concerns. */
export interface CallHead {
  readonly id: number;
  readonly contactId: number | null;
  readonly number: string | null;
}

/** Whose page a change touches. */
export function touchedStore(tx: DbTx) {
  return {
    calls(ids: readonly number[]): Promise<CallHead[]> {
      if (ids.length === 0) return Promise.resolve([]);
      return rowsOf<CallHead>(
        tx,
        sql`select id, contact_id as "contactId", customer as number from calls where id in ${[...ids]}`,
      );
    },
    /** The people whom these notes are about, or who are heard in these recordings. */
    async contacts(notes: readonly number[], recordings: readonly number[]): Promise<number[]> {
      if (notes.length + recordings.length === 0) return [];
      const found = await rowsOf<{ id: number }>(
        tx,
        sql`select n.contact_id as id from notes n where n.id = any(${listOf(notes)}::bigint[]) and n.contact_id is not null
            union select k.contact_id from recordings r join calls k on k.id = r.call_id
              where r.id = any(${listOf(recordings)}::bigint[]) and k.contact_id is not null
            union select l.contact_id from recording_links l where l.recording_id = any(${listOf(recordings)}::bigint[])`,
      );
      return found.map(({ id }) => id);
    },
  };
}
export type TouchedStore = ReturnType<typeof touchedStore>;

/** An array as Postgres writes it: row numbers only. */
const listOf = (ids: readonly number[]): string => `{${ids.join(',')}}`;
