import { sql } from 'drizzle-orm';
import type { DbTx } from '../platform/db.ts';
import { rowsOf } from './sql.ts';

/** The ledger at a glance, for those who watch it from outside. */
export interface LedgerFigures {
  /** Live items by state. */
  readonly live: Readonly<Record<string, number>>;
  /** Open or claimed items whose time has come. */
  readonly overdue: number;
  /** How long the item has waited whose time came first, ms; 0 when nothing is overdue. */
  readonly oldestOverdueMs: number;
}

/** Counts live items; they are few beside the settled ones and stand in an index of their own. */
export async function ledgerFigures(tx: DbTx, now: number): Promise<LedgerFigures> {
  const rows = await rowsOf<{ state: string; n: number; overdue: number; oldest: number | null }>(
    tx,
    sql`select state, count(*)::int as n, (count(*) filter (where due_at <= to_timestamp(${now / 1000})))::int as overdue,
          (extract(epoch from min(due_at)) * 1000)::bigint as oldest
        from callbacks where state in ('open', 'claimed', 'dialing', 'needs_human') group by state`,
  );
  // What is being called or waits for a decision has its own list; it is not late by itself.
  const waiting = rows.filter(({ state }) => state === 'open' || state === 'claimed');
  const oldest = Math.min(now, ...waiting.flatMap(({ oldest: at }) => (at === null ? [] : [at])));
  return {
    live: Object.fromEntries(rows.map(({ state, n }) => [state, n])),
    overdue: waiting.reduce((sum, { overdue }) => sum + overdue, 0),
    oldestOverdueMs: now - oldest,
  };
}
