import { sql } from 'drizzle-orm';
import type { NoteView } from '../../schema/contracts/calls.ts';
import type { DbTx } from '../platform/db.ts';
import { personRef } from './call-rows.ts';
import { ms, rowsOf } from './sql.ts';

/** Notes: written once, never changed. */
export function noteStore(tx: DbTx) {
  const read = sql`select n.id, n.body, ${personRef('u')} as author, ${ms('n.created_at')} as at, n.call_id as "callId"
    from notes n join users u on u.id = n.author_id`;
  return {
    async add(note: { contactId: number | null; callId: number | null; authorId: number; body: string; at: number }) {
      const [added] = await rowsOf<{ id: number }>(
        tx,
        sql`insert into notes (contact_id, call_id, author_id, body, created_at) values (${note.contactId}, ${note.callId},
              ${note.authorId}, ${note.body}, to_timestamp(${note.at / 1000})) returning id`,
      );
      return added?.id ?? 0;
    },
    async byId(id: number): Promise<NoteView | undefined> {
      return (await rowsOf<NoteView>(tx, sql`${read} where n.id = ${id}`))[0];
    },
    ofCalls(callIds: readonly number[]): Promise<NoteView[]> {
      if (callIds.length === 0) return Promise.resolve([]);
      return rowsOf<NoteView>(tx, sql`${read} where n.call_id in ${[...callIds]} order by n.created_at, n.id`);
    },
    /** Notes of a person that belong to no call, newest first. */
    ofContact(contactId: number, before: { at: number } | null, limit: number): Promise<NoteView[]> {
      const place = before ? sql`n.created_at <= to_timestamp(${before.at / 1000})` : sql`true`;
      return rowsOf<NoteView>(
        tx,
        sql`${read} where n.contact_id = ${contactId} and n.call_id is null and ${place}
            order by n.created_at desc, n.id desc limit ${limit}`,
      );
    },
  };
}
export type NoteStore = ReturnType<typeof noteStore>;
