import { sql } from 'drizzle-orm';
import type { Wall } from '../../schema/contracts/wall.ts';
import type { DbTx } from '../platform/db.ts';
import { ms, rowsOf } from './sql.ts';

/** What the wall shows of the ledger: sums, never an item. */
export function wallStore(tx: DbTx) {
  return {
    /** Every line in use, and what is owed on none. */
    debtByLine(now: number): Promise<Wall['lines']> {
      return rowsOf<Wall['lines'][number]>(
        tx,
        sql`with owed as (
            select b.line_id, count(*)::int as owed,
              (count(*) filter (where b.due_at < to_timestamp(${now}::float8 / 1000)))::int as overdue,
              min(b.first_miss_at) as oldest
            from callbacks b where b.state in ('open', 'claimed', 'dialing', 'needs_human') group by b.line_id)
          select l.name, coalesce(o.owed, 0) as owed, coalesce(o.overdue, 0) as overdue, ${ms('o.oldest')} as "oldestAt"
          from lines l full join owed o on o.line_id = l.id
          where o.owed is not null or l.retired_at is null
          order by coalesce(o.overdue, 0) desc, coalesce(o.owed, 0) desc, l.name nulls last`,
      );
    },
  };
}
export type WallStore = ReturnType<typeof wallStore>;
