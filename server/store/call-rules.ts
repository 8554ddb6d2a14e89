import { eq, sql } from 'drizzle-orm';
import type { DoNotCallRow } from '../../schema/contracts/call-rules.ts';
import { doNotCall } from '../../schema/tables/contacts.ts';
import { type CallRules, parseQuietHours } from '../domain/callback/may-call.ts';
import type { DbTx } from '../platform/db.ts';
import { personRef } from './call-rows.ts';
import { ms, rowsOf } from './sql.ts';
import { digestOf } from './unwanted.ts';

/** Whom we do not ring, and when we ring nobody. */
export function callRuleStore(tx: DbTx) {
  return {
    /** What stands against ringing a number. */
    async of(number: string): Promise<CallRules> {
      const [row] = await rowsOf<{ timeZone: string; quiet: string | null; listedAt: number | null }>(
        tx,
        sql`select s.time_zone as "timeZone", s.quiet_hours as quiet,
              greatest((select ${ms('d.added_at')} from do_not_call d where d.number = ${number}),
                (select ${ms('w.added_at')} from kept_wishes w where w.digest = ${digestOf(sql`${number}`)})) as "listedAt"
            from sites s order by s.id limit 1`,
      );
      if (!row) return { timeZone: 'UTC', quiet: null, listedAt: null };
      const { timeZone, quiet, listedAt } = row;
      return { timeZone, quiet: quiet === null ? null : parseQuietHours(quiet), listedAt };
    },
    /** The list, the latest first. */
    list(): Promise<DoNotCallRow[]> {
      return rowsOf(
        tx,
        sql`select d.number, d.reason, ${personRef('u')} as "addedBy", ${ms('d.added_at')} as "addedAt"
            from do_not_call d join users u on u.id = d.added_by order by d.added_at desc, d.number limit 2000`,
      );
    },
    /** False when it stands there already. */
    async add(entry: { number: string; reason: string; addedBy: number; addedAt: number }): Promise<boolean> {
      const rows = await tx
        .insert(doNotCall)
        .values(entry)
        .onConflictDoNothing()
        .returning({ number: doNotCall.number });
      return rows.length > 0;
    },
    /** Also the wish of somebody erased, which stands on no list. */
    async remove(number: string): Promise<boolean> {
      const listed = await tx.delete(doNotCall).where(eq(doNotCall.number, number)).returning();
      const kept = await tx.execute(sql`delete from kept_wishes where digest = ${digestOf(sql`${number}`)}`);
      return listed.length + (kept.rowCount ?? 0) > 0;
    },
  };
}
export type CallRuleStore = ReturnType<typeof callRuleStore>;
