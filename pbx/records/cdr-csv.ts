import { cdrRowsOf, isSoundFile } from './cdr-row.ts';
import { tailOfCsv } from './csv.ts';
import { instantOf } from './instants.ts';
import type { CdrRow, Recorded, RecordSource } from './record-rows.ts';

/** The columns that cdr_csv always writes; what follows is switched on by loguniqueid, loguserfield and newcdrcolumns. */
const always =
  'accountcode src dst dcontext clid channel dstchannel lastapp lastdata start answer end duration billsec disposition amaflags'.split(
    ' ',
  );
const DAY_MS = 24 * 3_600_000;

/** CDR as cdr_csv writes it: `Master.csv`, with `loguniqueid = yes`. */
export function cdrCsv(path: string): RecordSource {
  return { kind: 'cdr', name: 'CDR file', read: (since) => readCdrCsv(path, since) };
}

/** The rows of calls that began at or after an instant. A row is written when its call is over. */
export async function readCdrCsv(path: string, since: number): Promise<Recorded<CdrRow>> {
  const rows: CdrRow[] = [];
  // The start stands in the middle of the row; the last field before it is quoted like all texts.
  const record = /\n"[^\n]{20,2000}?","(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)",/;
  const timeOf = (found: RegExpExecArray) => instantOf(found[1] ?? '')?.at ?? null;
  let first: number | null = null;
  let shift: number | null = null;
  // A wall clock is up to fifteen hours away from UTC, and rows come in the order of the calls' ends.
  for await (const records of tailOfCsv({ path, record, timeOf, since: since - DAY_MS })) {
    const read = cdrRowsOf(records.map(named), shift);
    shift = read.shift;
    for (const row of read.rows) {
      first = Math.min(first ?? row.startedAt, row.startedAt);
      if (row.startedAt >= since) rows.push(row);
    }
  }
  return { rows, wholeFrom: first === null ? null : Math.max(first, since) };
}

function named(fields: readonly string[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [index, name] of always.entries()) values[name] = fields[index] ?? '';
  const rest = fields.slice(always.length);
  // Which of the optional columns there are is told by what stands in them.
  const id = rest.findIndex(isChannelId);
  if (id >= 0) values.uniqueid = rest[id] ?? '';
  const linked = rest.findIndex((value, index) => index > id + 1 && isChannelId(value));
  if (linked >= 0) values.linkedid = rest[linked] ?? '';
  const userField = rest[id + 1] ?? '';
  if (isSoundFile(userField) || /^[a-z]+=/.test(userField)) values.userfield = userField;
  return values;
}

/** Asterisk's own ids are instants; the channels we ask for bear ids of ours (`rb-`, their far halves `r2-`). */
function isChannelId(value: string): boolean {
  return /(?:^|-)\d{9,11}\.\d+$/.test(value) || /^(?:r[b2]-[0-9a-f-]{29,36}|[0-9a-f-]{36})$/.test(value);
}
