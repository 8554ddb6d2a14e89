import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { AuditRow } from '../../schema/contracts/admin.ts';
import { auditLog } from '../../schema/tables/people.ts';
import type { DbTx } from '../platform/db.ts';
import { personRef } from './call-rows.ts';
import { cursor, ms, pageOf, rowsOf } from './sql.ts';

/** Who did what to what. `subject` reads `contact:12`. */
export interface AuditEntry {
  readonly at: number;
  readonly actorId: number | null;
  readonly action: string;
  readonly subject: string;
  readonly detail?: Readonly<Record<string, unknown>>;
  readonly ip?: string | null;
  /** It says a number or words about a customer: sealed with a salt, so that nobody guesses them from the chain once erased. */
  readonly personal?: boolean;
}

/** The record of what people changed and heard. Append-only. */
export function auditLogStore(tx: DbTx) {
  return {
    async add({ detail = {}, personal = false, ...entry }: AuditEntry): Promise<void> {
      const salted = sql`${JSON.stringify(detail)}::jsonb || jsonb_build_object('salt', gen_random_uuid())`;
      await tx.insert(auditLog).values({ ...entry, detail: personal ? salted : detail });
    },
    async writtenSince({ actorId, action, subject }: AuditEntry, since: number): Promise<boolean> {
      const rows = await rowsOf(
        tx,
        sql`select 1 from audit_log where subject = ${subject} and action = ${action} and actor_id = ${actorId}
            and at >= to_timestamp(${since / 1000}) limit 1`,
      );
      return rows.length > 0;
    },
    async page(word: string | undefined, limit: number) {
      const after = cursor.numbers(word, 1);
      const rows = await rowsOf<z.infer<typeof AuditRow>>(
        tx,
        sql`select a.id, ${ms('a.at')} as at, ${personRef('u')} as actor, a.action, a.subject, a.detail - 'salt' - 'entries' as detail
            from audit_log a left join users u on u.id = a.actor_id
            where ${after ? sql`a.id < ${after[0]}` : sql`true`} order by a.id desc limit ${limit + 1}`,
      );
      return pageOf(rows, limit, (row) => [row.id]);
    },
  };
}
export type AuditLogStore = ReturnType<typeof auditLogStore>;
