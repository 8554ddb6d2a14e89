import { tailOfCsv } from './csv.ts';
import { instantOf, zoneShift } from './instants.ts';
import type { CelRow, Recorded, RecordSource } from './record-rows.ts';

type Column = Exclude<keyof CelRow, 'at' | 'extra'> | 'time' | 'extra' | null;

const own: readonly Column[] = [
  'type',
  'time',
  'cidName',
  'cidNum',
  'exten',
  'context',
  'channel',
  'app',
  'appData',
  'uniqueid',
  'linkedid',
  'peer',
  'extra',
];

/** Columns by their number: our development PBX's, with and without the user field, and Asterisk's own sample. */
const layouts: ReadonlyMap<number, readonly Column[]> = new Map([
  [13, own],
  [14, [...own, 'userField' as const]],
  [
    20,
    [
      'type',
      'time',
      'cidName',
      'cidNum',
      null,
      null,
      null,
      'exten',
      'context',
      'channel',
      'app',
      'appData',
      null,
      null,
      'uniqueid',
      'linkedid',
      'peer',
      'userField',
      null,
      'extra',
    ] as const,
  ],
]);

/** CEL as cel_custom writes it: `Master.csv`, and its first rotated file when the stretch reaches back so far. */
export function celCsv(path: string): RecordSource {
  return { kind: 'cel', name: 'CEL file', read: (since) => readCelCsv(path, since) };
}

/** The rows from shortly before `since` on, in the order of the file. */
export async function readCelCsv(path: string, since: number): Promise<Recorded<CelRow>> {
  const rows: CelRow[] = [];
  await readInto(rows, path, since);
  if ((rows[0]?.at ?? Number.POSITIVE_INFINITY) > since) {
    const older: CelRow[] = [];
    await readInto(older, `${path}.1`, since);
    rows.unshift(...older);
  }
  return { rows, wholeFrom: rows[0]?.at ?? null };
}

async function readInto(rows: CelRow[], path: string, since: number): Promise<void> {
  // A caller's name cannot fake this: quotes within a field are doubled.
  const record = /\n"[A-Z_]+","([^"]{9,40})",/;
  const timeOf = (found: RegExpExecArray) => instantOf(found[1] ?? '')?.at ?? null;
  let shift = 0;
  for await (const records of tailOfCsv({ path, record, timeOf, since: since })) {
    for (const fields of records) {
      const row = celRow(fields, shift);
      if (row === null) continue;
      if (row.wall && row.type === 'CHAN_START') {
        const found = zoneShift(row.at + shift, row.uniqueid);
        if (found !== null && found !== shift) {
          rows.push({ ...row, at: row.at + shift - found });
          shift = found;
          continue;
        }
      }
      rows.push(row);
    }
  }
}

function celRow(fields: readonly string[], shift: number): (CelRow & { readonly wall: boolean }) | null {
  const layout = layouts.get(fields.length);
  if (layout === undefined) return null;
  const value = (column: Column) => fields[layout.indexOf(column)] ?? '';
  const time = instantOf(value('time'));
  const type = value('type');
  if (time === null || !/^[A-Z_]+$/.test(type) || value('uniqueid') === '') return null;
  return {
    at: time.wall ? time.at - shift : time.at,
    wall: time.wall,
    type,
    cidName: value('cidName'),
    cidNum: value('cidNum'),
    exten: value('exten'),
    context: value('context'),
    channel: value('channel'),
    app: value('app'),
    appData: value('appData'),
    uniqueid: value('uniqueid'),
    linkedid: value('linkedid'),
    peer: value('peer'),
    userField: layout.includes('userField') ? value('userField') : '',
    extra: extraOf(value('extra')),
  };
}

/** The JSON of `eventextra` as plain texts; anything else is nothing. */
export function extraOf(json: string): Readonly<Record<string, string>> {
  if (json === '') return {};
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== 'object' || value === null) return {};
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, String(one)]));
  } catch {
    return {};
  }
}
