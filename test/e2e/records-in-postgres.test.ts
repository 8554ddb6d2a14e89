import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../server/platform/postgres/embedded.ts';
import { silent } from '../../server/platform/postgres/log.ts';
import { asteriskAvailable, type TestAsterisk } from '../support/asterisk.ts';
import { type BlackHole, blackHole } from '../support/black-hole.ts';
import { eventually } from '../support/eventually.ts';
import { canRun } from '../support/require.ts';
import { projectRoot } from '../support/service.ts';
import { environmentOf } from './support/house.ts';
import { type OutageHouse, startOutageHouse } from './support/outage-house.ts';

/** The tables of Asterisk's own samples, with the columns that tell more. */
const tables = `
  create table cel (id bigserial primary key, eventtype varchar(30) not null, eventtime timestamp not null, cid_name varchar(80),
    cid_num varchar(80), exten varchar(80), context varchar(80), channame varchar(80), appname varchar(80),
    appdata varchar(512), uniqueid varchar(150), linkedid varchar(150), userfield varchar(255), peer varchar(80),
    extra varchar(512));
  create index on cel (eventtime);
  create table cdr (calldate timestamp, clid varchar(80), src varchar(80), dst varchar(80), dcontext varchar(80),
    channel varchar(80), dstchannel varchar(80), lastapp varchar(80), lastdata varchar(255), duration integer,
    billsec integer, disposition varchar(45), uniqueid varchar(150), linkedid varchar(150), userfield varchar(255));
  create index on cdr (calldate);`;

/** Asterisk's own modules write; Ringback, which is not told of any file, reads. */
describe.skipIf(!canRun('asterisk', asteriskAvailable()))('a PBX that writes its records into PostgreSQL', () => {
  let dataDir: string;
  let server: EmbeddedPostgres;
  let line: BlackHole;
  let records: pg.Pool;
  let at: OutageHouse;

  async function letAsteriskWrite(pbx: TestAsterisk): Promise<void> {
    const reach = [
      'hostname=127.0.0.1',
      `port=${line.port}`,
      'dbname=records',
      'user=ringback',
      'password=none',
      'encoding=UTF8',
    ];
    for (const kind of ['cel', 'cdr']) {
      writeFileSync(join(pbx.runDir, `etc/${kind}_pgsql.conf`), `[global]\n${reach.join('\n')}\ntable=${kind}\n`);
      expect(await pbx.console(`module load ${kind}_pgsql.so`)).toContain(`Loaded ${kind}_pgsql.so`);
    }
  }

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'ringback-records-'));
    chmodSync(dataDir, 0o755);
    server = await startEmbeddedPostgres({ dataDir, log: silent, settings: ['fsync=off'] });
    line = await blackHole(join(server.poolConfig.host, '.s.PGSQL.5432'));
    const owner = new pg.Client(server.poolConfig);
    await owner.connect();
    await owner.query('create database records');
    await owner.end();
    records = new pg.Pool({ ...server.poolConfig, database: 'records', max: 1 });
    // Its last connection may still be saying goodbye when the server is stopped.
    records.on('error', () => {});
    await records.query(tables);
    at = await startOutageHouse(8, { ringSeconds: 20, queueSeconds: 30 }, async (pbx) => {
      await letAsteriskWrite(pbx);
      const url = `postgres://ringback@127.0.0.1:${line.port}/records`;
      return { RINGBACK_CEL_CSV: '', RINGBACK_RECORDS_DATABASE_URL: url };
    });
  });

  afterAll(async () => {
    await at?.stop();
    await records?.end();
    await line?.close();
    await server?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  afterEach(async () => {
    at.line.mend();
    for (const call of [...at.trunk.calls, ...at.anna.calls]) if (!call.ending) call.hangup();
    await at.quiet();
    await at.wholeTruth();
  });

  async function lastRead(): Promise<string> {
    const { checks } = (await (await fetch(`${at.service.url}/health/deep`)).json()) as {
      checks: { name: string; detail: string }[];
    };
    return checks.find(({ name }) => name === 'records')?.detail ?? '';
  }

  /** Two whole calls while the link is cut, one missed, one answered. */
  async function twoUnseen(): Promise<readonly [string, string]> {
    const callers = [at.aCaller(), at.aCaller()] as const;
    at.line.cut();
    await at.followed(false);
    const [first] = await at.ringing(callers[0]);
    first.hangup();
    await at.quiet();
    const [second] = await at.talking(callers[1]);
    second.hangup();
    await at.quiet();
    at.line.mend();
    await at.followed();
    return callers;
  }

  test('what was not seen is read from CEL as cel_pgsql wrote it', async () => {
    const [missed, answered] = await twoUnseen();
    expect(await at.theCall(missed)).toMatchObject({ outcome: 'missed', reason: 'abandoned_ringing', item: 'open' });
    const call = await at.theCall(answered);
    expect(call).toMatchObject({ outcome: 'talked', talks: 1, item: null });
    expect(call.talked).toBeGreaterThan(1_000);
    expect(call.talked).toBeLessThan(5_000);
    await eventually(async () => expect(await lastRead()).toContain('from the CEL table'));
  });

  test('a call that rang when Ringback was killed, and one it never saw, are read from there too', async () => {
    const [before, meanwhile] = [at.aCaller(), at.aCaller()];
    const [call] = await at.ringing(before);
    await at.kill();
    call.hangup();
    await at.quiet();
    const [other, phone] = await at.ringing(meanwhile);
    phone.reject(603);
    await other.ended;
    await at.quiet();
    await at.start();
    expect(await at.theCall(before)).toMatchObject({ outcome: 'missed', reason: 'abandoned_ringing', item: 'open' });
    expect(await at.theCall(meanwhile)).toMatchObject({ outcome: 'missed', reason: 'all_rejected', item: 'open' });
  });

  test('ringback doctor finds its call in the table', async () => {
    const url = `postgres://ringback@127.0.0.1:${line.port}/records`;
    const { stdout } = await promisify(execFile)(process.execPath, ['bin/ringback.js', 'doctor'], {
      cwd: projectRoot,
      env: {
        ...process.env,
        ...environmentOf(at.house.pbx),
        RINGBACK_CEL_CSV: '',
        RINGBACK_RECORDS_DATABASE_URL: url,
      },
    });
    expect(stdout).toMatch(/^ok +the database that RINGBACK_RECORDS_DATABASE_URL names holds the test call$/m);
    expect(stdout).not.toContain('WRONG');
  });

  test('without CEL, what cdr_pgsql wrote tells who was missed and who talked', async () => {
    await at.house.pbx.console('module unload cel_pgsql.so');
    await records.query('drop table cel');
    const [missed, answered] = await twoUnseen();
    expect(await at.theCall(missed)).toMatchObject({ outcome: 'missed', item: 'open' });
    expect(await at.theCall(answered)).toMatchObject({ outcome: 'talked', talks: 1, item: null });
    await eventually(async () => expect(await lastRead()).toContain('from the CDR table'));
  });
});
