import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCdrCsv } from '../../../pbx/records/cdr-csv.ts';
import { readCdrTable } from '../../../pbx/records/cdr-table.ts';
import { readCelCsv } from '../../../pbx/records/cel-csv.ts';
import { readCelTable } from '../../../pbx/records/cel-table.ts';
import { postgresTables } from '../../../pbx/records/postgres-tables.ts';
import type { CdrRow, CelRow } from '../../../pbx/records/record-rows.ts';
import { readSite, siteMapOf } from '../../../server/cli/site-yaml.ts';
import { judgeCdr } from '../../../server/domain/records/judge-cdr.ts';
import { judgeCel } from '../../../server/domain/records/judge-cel.ts';
import { type FreshDatabase, freshDatabase } from '../../support/database.ts';

const folder = join(import.meta.dirname, '../../traces/records');
const files = (ending: string) => readdirSync(folder).filter((file) => file.endsWith(ending));
const devSite = siteMapOf(readSite(join(import.meta.dirname, '../../../pbx/asterisk/site.yaml')));
/** Tehran: a zone whose distance is no whole hour. */
const zone = '+03:30';

/** The tables of Asterisk's own samples, with wall clocks without a zone. */
const tables = `
  create table cel (id serial primary key, eventtype varchar(30) not null, eventtime timestamp not null,
    userdeftype varchar(255) not null, cid_name varchar(80) not null, cid_num varchar(80) not null,
    cid_ani varchar(80) not null, cid_rdnis varchar(80) not null, cid_dnid varchar(80) not null,
    exten varchar(80) not null, context varchar(80) not null, channame varchar(80) not null,
    appname varchar(80) not null, appdata varchar(512) not null, amaflags int not null,
    accountcode varchar(20) not null, peeraccount varchar(20) not null, uniqueid varchar(150) not null,
    linkedid varchar(150) not null, userfield varchar(255) not null, peer varchar(80) not null,
    extra varchar(512) not null);
  create table cel_zoned (like cel including all);
  alter table cel_zoned alter eventtime type timestamptz;
  create table cdr (calldate timestamp not null, clid varchar(80) not null, src varchar(80) not null,
    dst varchar(80) not null, dcontext varchar(80) not null, channel varchar(80) not null,
    dstchannel varchar(80) not null, lastapp varchar(80) not null, lastdata varchar(80) not null,
    duration integer not null, billsec integer not null, disposition varchar(45) not null,
    amaflags integer not null, accountcode varchar(20) not null, uniqueid varchar(150) not null,
    userfield varchar(255) not null);`;

describe('records in PostgreSQL', () => {
  let database: FreshDatabase;
  const cel: CelRow[] = [];
  const cdr: CdrRow[] = [];

  beforeAll(async () => {
    database = await freshDatabase({ empty: true });
    await database.pool.query(tables);
    for (const file of files('.cel.csv')) cel.push(...(await readCelCsv(join(folder, file), 0)).rows);
    for (const file of files('.cdr.csv')) cdr.push(...(await readCdrCsv(join(folder, file), 0)).rows);
    for (const table of ['cel', 'cel_zoned']) for (const row of cel) await insertCel(table, row);
    for (const row of cdr) await insertCdr(row);
  });
  afterAll(() => database.drop());

  const wall = `to_timestamp($2::double precision) at time zone interval '${zone}'`;

  async function insertCel(table: string, row: CelRow): Promise<void> {
    const time = table === 'cel' ? wall : 'to_timestamp($2::double precision)';
    await database.pool.query(
      `insert into ${table} (eventtype, eventtime, userdeftype, cid_name, cid_num, cid_ani, cid_rdnis, cid_dnid, exten,
         context, channame, appname, appdata, amaflags, accountcode, peeraccount, uniqueid, linkedid, userfield, peer, extra)
       values ($1, ${time}, '', $3, $4, '', '', '', $5, $6, $7, $8, $9, 3, '', '', $10, $11, $12, $13, $14)`,
      [
        row.type,
        row.at / 1000,
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
      ],
    );
  }

  async function insertCdr(row: CdrRow): Promise<void> {
    const talked = row.answeredAt === null ? 0 : (row.billedMs ?? row.endedAt - row.answeredAt) / 1000;
    await database.pool.query(
      `insert into cdr (calldate, clid, src, dst, dcontext, channel, dstchannel, lastapp, lastdata, duration, billsec,
         disposition, amaflags, accountcode, uniqueid, userfield)
       values (${wall.replace('$2', '$1')}, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 3, '', $13, $14)`,
      [
        row.startedAt / 1000,
        row.clid,
        row.src,
        row.dst,
        row.context,
        row.channel,
        row.dstChannel,
        row.app,
        row.appData,
        (row.endedAt - row.startedAt) / 1000,
        talked,
        row.disposition,
        row.uniqueid,
        row.userField || row.recording,
      ],
    );
  }

  test.each(['cel', 'cel_zoned'])('the table %s tells the same calls as the file, whatever its zone', async (table) => {
    const { rows } = await readCelTable(postgresTables(database.pool), table, 0);
    expect(rows).toHaveLength(cel.length);
    expect(judgeCel(rows, devSite, () => false)).toEqual(judgeCel(cel, devSite, () => false));
  });

  test('only what was written since is read', async () => {
    const since = [...cel].sort((a, b) => a.at - b.at)[Math.floor(cel.length / 2)]?.at ?? 0;
    const { rows, wholeFrom } = await readCelTable(postgresTables(database.pool), 'cel', since);
    expect(rows).toHaveLength(cel.filter(({ at }) => at >= since).length);
    expect(wholeFrom).toBe(since);
  });

  test('the table cdr tells who talked as the file does', async () => {
    const { rows } = await readCdrTable(postgresTables(database.pool), 'cdr', 0);
    const told = (from: readonly CdrRow[]) =>
      judgeCdr(from, devSite)
        .map(({ linkedid, outcome, talks }) => ({ linkedid, outcome, parties: talks.map(({ party }) => party) }))
        .sort((a, b) => (a.linkedid < b.linkedid ? -1 : 1));
    expect(told(rows)).toEqual(told(cdr));
  });

  test('a table that is not there, or has numbers for types, is refused with its reason', async () => {
    await expect(readCelTable(postgresTables(database.pool), 'nowhere', 0)).rejects.toThrow(
      'There is no table nowhere',
    );
    await database.pool.query(
      'create table cel_numbers as select 1 as eventtype, eventtime, channame, uniqueid, linkedid from cel',
    );
    await expect(readCelTable(postgresTables(database.pool), 'cel_numbers', 0)).rejects.toThrow('must be text');
  });
});
