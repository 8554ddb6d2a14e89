import { sql } from 'drizzle-orm';
import type { Db, DbTx } from '../platform/db.ts';

/** The invariants of the ledger, and what the board's kept counts must be: each a view that must be empty. */
export const invariants = [
  { name: 'S1', promises: 'every missed call is covered by an item' },
  { name: 'S2', promises: 'no item and no coverage disappears' },
  { name: 'S3', promises: 'returned has its proof, closed its person and reason' },
  { name: 'S4', promises: 'one live item per caller, one open attempt per item' },
  { name: 'S5', promises: 'every live item moves on by itself or waits for a person' },
  { name: 'S6', promises: 'every second a PBX was not seen is on record' },
  { name: 'counts', promises: 'the counts kept for the board are what counting gives' },
] as const;

export interface Violation {
  readonly subject: string;
  readonly what: string;
}

export interface AuditResult {
  readonly name: (typeof invariants)[number]['name'];
  readonly promises: string;
  readonly violations: readonly Violation[];
}

/** Asks every invariant for at most `limit` broken promises. */
export async function auditLedger(db: Db | DbTx, limit = 100): Promise<readonly AuditResult[]> {
  const results: AuditResult[] = [];
  for (const { name, promises } of invariants) {
    const view = sql.identifier(`audit_${name.toLowerCase()}`);
    const { rows } = await db.execute(sql`select subject, what from ${view} order by subject limit ${limit}`);
    const violations = rows.map((row) => ({ subject: String(row.subject), what: String(row.what) }));
    results.push({ name, promises, violations });
  }
  return results;
}

/** Whether the schema with the invariants is there at all. */
export async function hasLedger(db: Db | DbTx): Promise<boolean> {
  const { rows } = await db.execute(sql`select to_regclass('audit_counts') is not null as there`);
  return rows[0]?.there === true;
}
