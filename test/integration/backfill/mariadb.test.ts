import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCdrCsv } from '../../../pbx/records/cdr-csv.ts';
import { readCdrTable } from '../../../pbx/records/cdr-table.ts';
import { readCelCsv } from '../../../pbx/records/cel-csv.ts';
import { readCelTable } from '../../../pbx/records/cel-table.ts';
import { type MariaDbTables, openMariaDb } from '../../../pbx/records/mariadb-tables.ts';
import type { CdrRow, CelRow } from '../../../pbx/records/record-rows.ts';
import { tableFindings } from '../../../server/cli/doctor-tables.ts';
import { readSite, siteMapOf } from '../../../server/cli/site-yaml.ts';
import { recordSources } from '../../../server/compose/records-side.ts';
import { judgeCdr } from '../../../server/domain/records/judge-cdr.ts';
import { judgeCel } from '../../../server/domain/records/judge-cel.ts';
import { silent } from '../../../server/platform/postgres/log.ts';
import { mariaDbMissing, startMariaDb, type TestMariaDb } from '../../support/mariadb.ts';
import { canRun } from '../../support/require.ts';

const folder = join(import.meta.dirname, '../../traces/records');
const files = (ending: string) => readdirSync(folder).filter((file) => file.endsWith(ending));
const devSite = siteMapOf(readSite(join(import.meta.dirname, '../../../pbx/asterisk/site.yaml')));
/** Tehran: the PBX's wall clock is no whole hour away from UTC. */
const ZONE_MS = 3.5 * 3_600_000;

/** The tables as FreePBX makes them: wall clocks, in CEL to the second, in CDR without a number of a row. */
const tables = [
  `create table cdr (calldate datetime not null default '0000-00-00 00:00:00', clid varchar(80) not null default '',
    src varchar(80) not null default '', dst varchar(80) not null default '', dcontext varchar(80) not null default '',
    channel varchar(80) not null default '', dstchannel varchar(80) not null default '', lastapp varchar(80) not null default '',
    lastdata varchar(80) not null default '', duration int not null default 0, billsec int not null default 0,
    disposition varchar(45) not null default '', amaflags int not null default 0, accountcode varchar(20) not null default '',
    uniqueid varchar(32) not null default '', userfield varchar(255) not null default '', did varchar(50) not null default '',
    recordingfile varchar(255) not null default '', cnum varchar(80) not null default '', cnam varchar(80) not null default '',
    outbound_cnum varchar(80) not null default '', outbound_cnam varchar(80) not null default '',
    dst_cnam varchar(80) not null default '', linkedid varchar(32) not null default '', peeraccount varchar(80) not null default '',
    sequence int not null default 0, key calldate (calldate), key uniqueid (uniqueid)) engine=InnoDB default charset=utf8mb4`,
  `create table cel (id int not null auto_increment primary key, eventtype varchar(30) not null, eventtime datetime not null,
    cid_name varchar(80) not null, cid_num varchar(80) not null, cid_ani varchar(80) not null default '',
    cid_rdnis varchar(80) not null default '', cid_dnid varchar(80) not null default '', exten varchar(80) not null,
    context varchar(80) not null, channame varchar(80) not null, appname varchar(80) not null, appdata varchar(255) not null,
    amaflags int not null default 3, accountcode varchar(20) not null default '', uniqueid varchar(32) not null,
    linkedid varchar(32) not null, peer varchar(80) not null, userdeftype varchar(255) not null default '',
    userfield varchar(255) not null default '', eventextra varchar(255) not null default '', extra varchar(512) not null,
    key uniqueid_index (uniqueid), key context_index (context)) engine=InnoDB default charset=utf8mb4`,
  'create table cel_fine like cel',
  'alter table cel_fine modify eventtime datetime(6) not null, add key (eventtime)',
  'create table cel_instants like cel',
  'alter table cel_instants modify eventtime timestamp(6) not null',
  'create table cdr_busy like cdr',
  'alter table cdr_busy engine=MyISAM',
  'create table cdr_old like cdr',
  'alter table cdr_old convert to character set latin1',
  'create table cel_numbers as select 1 as eventtype, eventtime, channame, uniqueid, linkedid from cel',
];

describe.skipIf(!canRun('mariadb', mariaDbMissing()))('records in MariaDB, as FreePBX keeps them', () => {
  let maria: TestMariaDb;
  let records: MariaDbTables;
  const cel: CelRow[] = [];
  const cdr: CdrRow[] = [];

  beforeAll(async () => {
    maria = await startMariaDb();
    records = openMariaDb(maria.url);
    for (const sql of tables) await maria.run(sql);
    for (const file of files('.cel.csv')) cel.push(...(await readCelCsv(join(folder, file), 0)).rows.map(cut));
    for (const file of files('.cdr.csv')) cdr.push(...(await readCdrCsv(join(folder, file), 0)).rows.map(cut));
    await fill('cel', cel, ZONE_MS);
    await fill('cel_fine', cel, ZONE_MS);
    await fill('cel_instants', cel, 0);
    await insertCdr('cdr', cdr);
  }, 120_000);

  afterAll(async () => {
    await records?.close();
    await maria?.stop();
  });

  const wall = (at: number, aheadMs: number) => new Date(at + aheadMs).toISOString().replace('T', ' ').replace('Z', '');

  /** FreePBX's columns have 32 places; our own channels fit in. */
  const cut = <Row extends { uniqueid: string; linkedid: string }>(row: Row): Row => ({
    ...row,
    uniqueid: row.uniqueid.slice(0, 32),
    linkedid: row.linkedid.slice(0, 32),
  });

  async function fill(table: string, rows: readonly CelRow[], aheadMs: number): Promise<void> {
    for (let n = 0; n < rows.length; n += 500) {
      await maria.run(
        `insert into ${table} (eventtype, eventtime, cid_name, cid_num, exten, context, channame, appname, appdata, uniqueid,
           linkedid, userfield, peer, extra) values ?`,
        [
          rows
            .slice(n, n + 500)
            .map((row) => [
              row.type,
              wall(row.at, aheadMs),
              row.cidName,
              row.cidNum,
              row.exten,
              row.context,
              row.channel,
              row.app,
              row.appData,
              row.uniqueid,
              row.linkedid,
              row.userField,
              row.peer,
              JSON.stringify(row.extra),
            ]),
        ],
      );
    }
  }

  async function insertCdr(table: string, rows: readonly CdrRow[]): Promise<void> {
    for (let n = 0; n < rows.length; n += 500) {
      await maria.run(
        `insert into ${table} (calldate, clid, src, dst, dcontext, channel, dstchannel, lastapp, lastdata, duration, billsec,
           disposition, uniqueid, linkedid, userfield, recordingfile, did) values ?`,
        [
          rows
            .slice(n, n + 500)
            .map((row) => [
              wall(row.startedAt, ZONE_MS),
              row.clid,
              row.src,
              row.dst,
              row.context,
              row.channel,
              row.dstChannel,
              row.app,
              row.appData,
              Math.round((row.endedAt - row.startedAt) / 1000),
              row.answeredAt === null ? 0 : Math.round((row.endedAt - row.answeredAt) / 1000),
              row.disposition,
              row.uniqueid,
              row.linkedid,
              row.userField,
              row.recording,
              row.did,
            ]),
        ],
      );
    }
  }

  test.each(['cel_fine', 'cel_instants'])('the table %s tells the same calls as the file', async (table) => {
    const { rows } = await readCelTable(records, table, 0);
    expect(rows).toHaveLength(cel.length);
    expect(judgeCel(rows, devSite, () => false)).toEqual(judgeCel(cel, devSite, () => false));
  });

  test('CEL to the second, as FreePBX has it, gives every call the same verdict', async () => {
    const told = (from: readonly CelRow[]) =>
      judgeCel(from, devSite, () => false)
        .map(({ linkedid, direction, caller, called, line, outcome, reason, talks }) => {
          const parties = talks.map(({ party }) => party);
          return { linkedid, direction, caller, called, line, outcome, reason, parties };
        })
        .sort((a, b) => (a.linkedid < b.linkedid ? -1 : 1));
    const { rows } = await readCelTable(records, 'cel', 0);
    expect(rows).toHaveLength(cel.length);
    expect(told(rows)).toEqual(told(cel));
  });

  test('the table cdr tells who talked as the file does', async () => {
    const { rows } = await readCdrTable(records, 'cdr', 0);
    expect(rows).toHaveLength(cdr.length);
    const told = (from: readonly CdrRow[]) =>
      judgeCdr(from, devSite)
        .map(({ linkedid, outcome, talks }) => ({ linkedid, outcome, parties: talks.map(({ party }) => party) }))
        .sort((a, b) => (a.linkedid < b.linkedid ? -1 : 1));
    expect(told(rows)).toEqual(told(cdr));
  });

  test('only what was written since is read, and older rows prove that nothing is missing', async () => {
    const sorted = cel.map(({ at }) => at).sort((a, b) => a - b);
    const since = sorted[Math.floor(sorted.length / 2)] ?? 0;
    const { rows, wholeFrom } = await readCelTable(records, 'cel_fine', since);
    expect(rows).toHaveLength(cel.filter(({ at }) => at >= since).length);
    expect(wholeFrom).toBe(since);
    const before = await readCelTable(records, 'cel_fine', 0);
    expect(before.wholeFrom).toBe(before.rows[0]?.at);
  });

  test('thousands of rows of one second, on a table without numbers, are each read once', async () => {
    await maria.run(
      `insert into cdr_busy (calldate, channel, uniqueid, linkedid, sequence, disposition, duration)
       select '2026-11-20 12:00:00' + interval if(seq <= 11000, 0, seq - 11000) second, concat('PJSIP/trunk-', lpad(hex(seq), 8, '0')),
         concat('1795176000.', seq), concat('1795176000.', seq), seq, 'NO ANSWER', 5 from seq_1_to_16001`,
    );
    const { rows } = await readCdrTable(records, 'cdr_busy', 0);
    expect(rows).toHaveLength(16_001);
    expect(new Set(rows.map(({ uniqueid }) => uniqueid)).size).toBe(16_001);
  });

  test('a row without a date is passed over, and is no proof of an earlier time', async () => {
    await maria.run("insert into cdr_old (calldate, channel, uniqueid) values (0, 'PJSIP/trunk-0', '1.1')");
    const at = Date.UTC(2026, 10, 20, 12);
    const uniqueid = `${at / 1000}.7`;
    await maria.run(
      "insert into cdr_old (calldate, channel, uniqueid, clid, src) values (?, 'PJSIP/trunk-1', ?, ?, '1')",
      [wall(at, ZONE_MS), uniqueid, 'Renée <1>'],
    );
    const { rows, wholeFrom } = await readCdrTable(records, 'cdr_old', 0);
    expect(rows).toMatchObject([{ startedAt: at, uniqueid, clid: 'Renée <1>' }]);
    expect(wholeFrom).toBe(at);
  });

  test('what callers put into their names comes through as it is', async () => {
    const names = [
      `Robert'); drop table cdr; --`,
      '👩‍🚒 მარიამ مریم',
      'a\\"b`c%_',
      'two\nlines\t\u0000nul',
      '{"json": 1}',
    ];
    const at = Date.UTC(2026, 10, 21, 9);
    const template = cdr[0];
    if (!template) throw new Error('There are no rows');
    const rows = names.map((clid, n) => {
      const uniqueid = `${at / 1000}.${n}`;
      return { ...template, startedAt: at, clid, uniqueid, linkedid: uniqueid };
    });
    await maria.run('create table cdr_names like cdr');
    await insertCdr('cdr_names', rows);
    const read = await readCdrTable(records, 'cdr_names', 0);
    expect(read.rows.map(({ clid }) => clid)).toEqual(names);
    expect(read.rows.every(({ startedAt }) => startedAt === at)).toBe(true);
  });

  test('the database that is configured is read as CEL and as CDR, over TCP and over its socket', async () => {
    for (const databaseUrl of [maria.url, maria.socketUrl]) {
      const none = { celCsv: null, cdrCsv: null, queueLog: null };
      const sources = recordSources({ ...none, databaseUrl }, silent);
      try {
        expect(sources.all.map(({ name }) => name)).toEqual(['CEL table', 'CDR table']);
        const found = await Promise.all(sources.all.map((source) => source.read(0)));
        expect(found.map(({ rows }) => rows.length)).toEqual([cel.length, cdr.length]);
      } finally {
        await sources.close();
      }
    }
  });

  test('what cannot be read is refused with its reason, and never with the password', async () => {
    await expect(readCelTable(records, 'nowhere', 0)).rejects.toThrow('There is no table nowhere');
    await expect(readCelTable(records, 'cel_numbers', 0)).rejects.toThrow('must be text');
    await expect(readCdrTable(records, 'cel', 0)).rejects.toThrow('no column start or calldate');
    const stranger = openMariaDb(maria.url.replace('ringback:', 'stranger:'));
    const refused = await readCdrTable(stranger, 'cdr', 0).catch((cause: Error) => cause.message);
    expect(refused).toMatch(/Access denied/);
    expect(refused).not.toContain('p@ss');
    await stranger.close();
  });

  test('ringback doctor looks for its call in it, and names what is missing', async () => {
    const told = async (url: string, call: string | null) =>
      (await tableFindings(url, call)).map(({ state, what, cure }) => `${state} ${what} | ${cure ?? ''}`);
    const well = await told(maria.url, cel[0]?.uniqueid ?? '');
    expect(well[0]).toMatch(/^ok the database .* holds the test call/);
    expect(well[1]).toMatch(/^unknown the table cel has no index on eventtime.*create index ringback_eventtime on cel/);
    expect(well).toHaveLength(2);
    expect((await told(maria.url, 'rb-doctor-1'))[0]).toMatch(/^wrong .*does not hold the test call.*cel_odbc/);
    const [refused] = await told(maria.url.replace('ringback:', 'stranger:'), null);
    expect(refused).toMatch(/^wrong .*cannot be read \(Access denied.*grant select/);
    await maria.run('create database empty');
    await maria.run("grant select on empty.* to ringback@'%'");
    const [empty] = await told(maria.url.replace('asteriskcdrdb', 'empty'), null);
    expect(empty).toMatch(/^wrong .*neither a table cel nor a table cdr/);
  });

  test('it tells whether a search by time is quick', async () => {
    expect(await records.isIndexed(await records.describe('cdr'), 'calldate')).toBe(true);
    expect(await records.isIndexed(await records.describe('cel'), 'eventtime')).toBe(false);
    expect(await records.holds(await records.describe('cel'), 'uniqueid', cel[0]?.uniqueid ?? '')).toBe(true);
    expect(await records.holds(await records.describe('cel'), 'uniqueid', "x' or '1'='1")).toBe(false);
  });
});
