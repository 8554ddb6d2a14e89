import { appendFileSync, chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { type BenchDatabase, foundCompany, openBenchDatabase } from './database.ts';
import { median, rounded } from './measure.ts';
import { openLines, type Product, startProduct } from './product.ts';
import type { Bench } from './result.ts';
import type { PlannedCall } from './stream/generate.ts';
import { startPbx } from './stream/pbx.ts';
import { callsUnderWay } from './stream/under-way.ts';
import { countTruth } from './tally.ts';

const CALLS = 1000;
const HOUR_MS = 3_600_000;
const PHONES = 40;
const CUSTOMERS = 4000;
/** The PBX wrote down so many hours before the gap: the records are not searched from their beginning for nothing. */
const HOURS_BEFORE = 8;
const ROUNDS = 2;
const PATIENCE_MS = 120_000;

type Source = 'CEL file' | 'CEL table';

/** The link was away for an hour; the PBX's own records tell it. */
export const resync: Bench = {
  name: 'resync',
  about:
    'an hour without a link and 1,000 calls in it: seconds from the link to the last item, from a CEL file and a CEL table',
  async run() {
    const sources: readonly Source[] = ['CEL file', 'CEL table'];
    const taken = new Map<Source, number[]>(sources.map((source) => [source, []]));
    const lines: string[] = [];
    let [lost, doubled, misjudged] = [0, 0, 0];
    for (let round = 1; round <= ROUNDS; round += 1) {
      for (const source of sources) {
        const told = await oneGap(source, round);
        taken.get(source)?.push(told.seconds);
        lost += told.lost;
        doubled += told.doubled;
        misjudged += told.misjudged;
        lines.push(
          `${source}: ${told.calls} calls and ${told.items} items after ${rounded(told.seconds)} s; ${rounded(told.cpuMs / 1000)} s of CPU`,
        );
      }
    }
    const of = (source: Source) => rounded(median(taken.get(source) ?? []));
    return {
      lines,
      figures: [
        { name: 'fileSeconds', value: of('CEL file'), most: 60 },
        { name: 'tableSeconds', value: of('CEL table'), most: 60 },
        { name: 'lost', value: lost, most: 0 },
        { name: 'doubled', value: doubled, most: 0 },
        { name: 'misjudged', value: misjudged, most: 0 },
      ],
    };
  },
};

async function oneGap(source: Source, round: number) {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-bench-resync-'));
  chmodSync(folder, 0o755);
  const celPath = join(folder, 'Master.csv');
  const database = await openBenchDatabase();
  const pbx = await startPbx({ seed: 31, phones: PHONES, customers: CUSTOMERS });
  let product: Product | null = null;
  try {
    const { pbxId } = await foundCompany(database, { phones: PHONES, contacts: CUSTOMERS / 2 });
    await openLines(database);
    const now = Date.now();
    const { rows, planned } = writtenCalls(round, now - (HOURS_BEFORE + 1) * HOUR_MS, now - HOUR_MS, now);
    // The last that was seen of the PBX is an hour ago.
    await database.pool.query(
      `insert into coverage_intervals (pbx_id, started_at, seen_to)
         values ($1, to_timestamp($2), to_timestamp($3))`,
      [pbxId, now / 1000 - HOURS_BEFORE * 3600, now / 1000 - 3600],
    );
    if (source === 'CEL file') appendFileSync(celPath, rows.map((row) => `${row}\n`).join(''));
    const records = source === 'CEL file' ? null : await celTable(database, rows);
    product = await startProduct({
      databaseUrl: database.url,
      dataDir: join(folder, 'data'),
      amiPort: pbx.port,
      env: records === null ? { RINGBACK_CEL_CSV: celPath } : { RINGBACK_RECORDS_DATABASE_URL: records },
    });
    await pbx.until(({ listening }) => listening > 0, PATIENCE_MS, 'the product listens');
    const began = performance.now();
    const [before, cpuBefore] = [planned.length, product.cpuMs()];
    for (const end = began + PATIENCE_MS; performance.now() < end; await pause(50)) {
      const { rows: blind } = await database.pool.query(
        'select from blind_windows where reconciled_at is not null and ended_at - started_at > $1::interval',
        ['50 minutes'],
      );
      if (blind.length > 0) break;
    }
    const seconds = (performance.now() - began) / 1000;
    const cpuMs = product.cpuMs() - cpuBefore;
    await pause(1_000);
    const counted = await countTruth(database, planned);
    if (counted.blind > 0) throw new Error(`The hour was not told:\n${product.said()}`);
    return { ...counted, planned: before, seconds, cpuMs };
  } finally {
    await product?.kill();
    pbx.stop();
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the PBX wrote down: hours of calls that are of no interest, and the calls of the gap, evenly spread over it. */
function writtenCalls(seed: number, from: number, gap: number, to: number): { rows: string[]; planned: PlannedCall[] } {
  const pbx = callsUnderWay({ seed, phones: PHONES, customers: CUSTOMERS });
  const rows: string[] = [];
  const planned: PlannedCall[] = [];
  const everyMs = (to - gap - 60_000) / CALLS;
  const write = (row: string) => void rows.push(row);
  for (let at = from; at < gap - 11 * 60_000; at += everyMs) {
    pbx.until(at, () => {}, write);
    pbx.begin(at);
  }
  for (let n = 0; n < CALLS; n += 1) {
    const at = gap + 20_000 + n * everyMs;
    pbx.until(at, () => {}, write);
    planned.push(pbx.begin(at));
  }
  pbx.until(to, () => {}, write);
  return { rows, planned };
}

/** The same rows in the table of cel_pgsql, in a database beside ours; answers its address. */
async function celTable(database: BenchDatabase, rows: readonly string[]): Promise<string> {
  await database.pool.query('create database asterisk');
  const url = database.url.replace('/ringback?', '/asterisk?');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`create table cel (id serial primary key, eventtype text, eventtime timestamptz, cid_name text,
      cid_num text, exten text, context text, channame text, appname text, appdata text, uniqueid text, linkedid text,
      peer text, extra text, userfield text)`);
    const fields = rows.map((row) =>
      row
        .slice(1, -1)
        .split('","')
        .map((field) => field.replaceAll('""', '"')),
    );
    await client.query(
      `insert into cel (eventtype, eventtime, cid_name, cid_num, exten, context, channame, appname, appdata, uniqueid,
          linkedid, peer, extra, userfield)
        select r->>0, to_timestamp((r->>1)::double precision), r->>2, r->>3, r->>4, r->>5, r->>6, r->>7, r->>8, r->>9,
          r->>10, r->>11, r->>12, r->>13 from jsonb_array_elements($1::jsonb) r`,
      [JSON.stringify(fields)],
    );
    await client.query('create index on cel (eventtime)');
  } finally {
    await client.end();
  }
  return url;
}
