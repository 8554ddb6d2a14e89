import { extraOf } from './cel-csv.ts';
import { instantOf, zoneShift } from './instants.ts';
import type { CelRow, Recorded, RecordSource } from './record-rows.ts';
import { type RecordTables, wholeSince, ZONES_MS } from './tables.ts';

/** CEL as cel_pgsql or cel_odbc writes it. */
export function celTable(tables: RecordTables, table = 'cel'): RecordSource {
  return { kind: 'cel', name: 'CEL table', read: (since) => readCelTable(tables, table, since) };
}

/** The rows since an instant, in the order they were written. */
export async function readCelTable(tables: RecordTables, table: string, since: number): Promise<Recorded<CelRow>> {
  const described = await tables.describe(table);
  const { columns } = described;
  for (const needed of ['eventtype', 'eventtime', 'channame', 'uniqueid', 'linkedid']) {
    if (!columns.has(needed)) throw new Error(`The table ${table} has no column ${needed}`);
  }
  // Numbers instead of names mean another event in another version of Asterisk.
  if (/int|numeric/.test(columns.get('eventtype') ?? '')) throw new Error(`${table}.eventtype must be text`);
  const rows: CelRow[] = [];
  let shift = 0;
  const zoned = tables.isZoned(described, 'eventtime');
  for await (const page of tables.pages(described, 'eventtime', zoned ? since : since - ZONES_MS)) {
    for (const values of page) {
      const row = celRowOf(values);
      if (row === null) continue;
      if (!zoned && row.type === 'CHAN_START') shift = zoneShift(row.at, row.uniqueid) ?? shift;
      rows.push(shift === 0 ? row : { ...row, at: row.at - shift });
    }
  }
  const kept = rows.filter(({ at }) => at >= since);
  // What began before the stretch proves that the table was written then already.
  return { rows: kept, wholeFrom: (await wholeSince(tables, described, 'eventtime', since)) ?? kept[0]?.at ?? null };
}

function celRowOf(values: Readonly<Record<string, string>>): CelRow | null {
  const time = instantOf(values.eventtime ?? '');
  const type = (values.eventtype ?? '').toUpperCase();
  if (time === null || type === '' || !values.uniqueid) return null;
  return {
    at: time.at,
    type,
    cidName: values.cid_name ?? '',
    cidNum: values.cid_num ?? '',
    exten: values.exten ?? '',
    context: values.context ?? '',
    channel: values.channame ?? '',
    app: values.appname ?? '',
    appData: values.appdata ?? '',
    uniqueid: values.uniqueid,
    linkedid: values.linkedid ?? '',
    peer: values.peer ?? '',
    userField: values.userfield ?? '',
    extra: extraOf(values.extra ?? ''),
  };
}
