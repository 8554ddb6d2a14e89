import type pg from 'pg';
import { cdrRowOf } from './cdr-row.ts';
import type { CdrRow, Recorded, RecordSource } from './record-rows.ts';
import { describeTable, firstInstant, isZoned, pagesOf, ZONES_MS } from './table.ts';

/** CDR as cdr_pgsql writes it, with the older `calldate` or with `start`, `answer` and `end`. */
export function cdrPgsql(pool: pg.Pool, table = 'cdr'): RecordSource {
  return { kind: 'cdr', name: 'CDR table', read: (since) => readCdrTable(pool, table, since) };
}

/** The rows of calls that began at or after an instant. */
export async function readCdrTable(pool: pg.Pool, table: string, since: number): Promise<Recorded<CdrRow>> {
  const described = await describeTable(pool, table);
  const time = described.columns.has('start') ? 'start' : 'calldate';
  if (!described.columns.has(time)) throw new Error(`The table ${table} has no column start or calldate`);
  const zoned = isZoned(described, time);
  const rows: CdrRow[] = [];
  for await (const page of pagesOf(pool, described, time, zoned ? since : since - ZONES_MS)) {
    for (const values of page) {
      const row = cdrRowOf(values);
      if (row !== null && row.startedAt >= since) rows.push(row);
    }
  }
  return { rows, wholeFrom: (await firstInstant(pool, described, time, since)) ?? rows[0]?.startedAt ?? null };
}
