import { cdrRowsOf } from './cdr-row.ts';
import type { CdrRow, Recorded, RecordSource } from './record-rows.ts';
import { type RecordTables, wholeSince, ZONES_MS } from './tables.ts';

/** CDR as cdr_pgsql or cdr_adaptive_odbc writes it, with the older `calldate` or with `start`, `answer` and `end`. */
export function cdrTable(tables: RecordTables, table = 'cdr'): RecordSource {
  return { kind: 'cdr', name: 'CDR table', read: (since) => readCdrTable(tables, table, since) };
}

/** The rows of calls that began at or after an instant. */
export async function readCdrTable(tables: RecordTables, table: string, since: number): Promise<Recorded<CdrRow>> {
  const described = await tables.describe(table);
  const time = described.columns.has('start') ? 'start' : 'calldate';
  if (!described.columns.has(time)) throw new Error(`The table ${table} has no column start or calldate`);
  const zoned = tables.isZoned(described, time);
  const rows: CdrRow[] = [];
  let shift: number | null = null;
  for await (const page of tables.pages(described, time, zoned ? since : since - ZONES_MS)) {
    const read = cdrRowsOf(page, shift);
    shift = read.shift;
    rows.push(...read.rows.filter((row) => row.startedAt >= since));
  }
  return { rows, wholeFrom: (await wholeSince(tables, described, time, since)) ?? rows[0]?.startedAt ?? null };
}
