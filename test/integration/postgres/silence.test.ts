import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import type { FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildServer } from '../../../server/http/server.ts';
import { type Database, openDatabase } from '../../../server/platform/db.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../server/platform/postgres/embedded.ts';
import { silent } from '../../../server/platform/postgres/log.ts';
import { beOnlyOne } from '../../../server/platform/postgres/only-one.ts';
import { officeStoresOf } from '../../../server/store/office-stores.ts';
import { transactWith } from '../../../server/store/transact.ts';
import { type BlackHole, blackHole } from '../../support/black-hole.ts';
import { eventually } from '../../support/eventually.ts';
import { freezePostgres } from '../../support/postgres-processes.ts';
import { openWeb, type Web } from '../../support/web.ts';

/** Far above the second that is promised, far below any patience of the driver or the system. */
const SOON_MS = 3_500;

describe('a database that gives no answer', () => {
  let dataDir: string;
  let server: EmbeddedPostgres;
  let database: Database;
  let web: Web;
  let app: FastifyInstance;
  let hole: BlackHole;
  let goOn: (() => void) | null = null;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'ringback-silence-'));
    chmodSync(dataDir, 0o755);
    server = await startEmbeddedPostgres({ dataDir, log: silent, settings: ['fsync=off'] });
    hole = await blackHole(join(server.poolConfig.host, '.s.PGSQL.5432'));
    web = await openWeb();
  }, 60_000);

  afterAll(async () => {
    await web?.close();
    await hole?.close();
    await server?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  beforeEach(async () => {
    const databaseUrl = `postgres://ringback@127.0.0.1:${hole.port}/ringback`;
    database = await openDatabase({ databaseUrl, dataDir, log: silent, watched: true });
    const house = { ...web.house, transact: transactWith(database.db, officeStoresOf) };
    app = await buildServer({ ...web.deps, house });
  });

  afterEach(async () => {
    goOn?.();
    goOn = null;
    hole.restore();
    await app.close();
    await database.stop();
  });

  /** A request that cannot be answered without the database. */
  const asks = async (): Promise<{ status: number; code: string | undefined }> => {
    const answer = await app.inject({ url: '/api/v1/today', cookies: { rb_session: 'a'.repeat(43) } });
    return { status: answer.statusCode, code: answer.json().error?.code };
  };
  const away = { status: 503, code: 'database-unreachable' };
  const answered = { status: 401, code: 'unauthenticated' };

  async function inTime<T>(work: Promise<T>): Promise<T> {
    const from = performance.now();
    const outcome = await work;
    expect(performance.now() - from).toBeLessThan(SOON_MS);
    return outcome;
  }

  const names = async () =>
    (
      await database.pool.query<{ pid: number; name: string }>(
        `select pid, application_name as name from pg_stat_activity where application_name like 'ringback%'`,
      )
    ).rows;

  const ways: readonly (readonly [string, () => () => void])[] = [
    ['was stopped where it stood', () => freezePostgres(dataDir)],
    [
      'is behind a network that swallows everything',
      () => {
        hole.swallow();
        return hole.restore;
      },
    ],
  ];

  test.each(ways)('because it %s: requests are refused soon, and all comes back by itself', async (_why, silence) => {
    expect(await asks()).toEqual(answered);
    const before = new Set((await names()).map(({ pid }) => pid));
    const held = await database.pool.connect();
    await held.query('begin');
    await held.query('select pg_advisory_xact_lock(77)');
    const underWay = held.query('select 1, pg_sleep(0)').then(() => held.query('select pg_sleep(600)'));
    underWay.catch(() => {});

    goOn = silence();
    // More than the pool has places for, all under way before anybody can know.
    const answers = await inTime(Promise.all(Array.from({ length: 25 }, asks)));
    expect(answers).toEqual(answers.map(() => away));
    await expect(inTime(underWay)).rejects.toThrow(/does not answer|Connection terminated/);
    expect(database.pulse?.answers).toBe(false);
    await eventually(() => expect(database.pool.totalCount).toBe(0));
    for (let n = 0; n < 5; n += 1) expect(await inTime(asks())).toEqual(away);

    goOn();
    goOn = null;
    await eventually(async () => expect(await asks()).toEqual(answered), { withinMs: 15_000 });
    // Every place of the pool can be taken again, and what was held when it fell silent is free.
    const all = await Promise.all(Array.from({ length: 10 }, () => database.pool.connect()));
    const mine = await all[0]?.query('select pg_try_advisory_xact_lock(77) as free');
    expect(mine?.rows).toEqual([{ free: true }]);
    for (const client of all) client.release();
    const after = await names();
    expect(after.filter(({ pid }) => before.has(pid))).toEqual([]);
    expect(after.length).toBeLessThanOrEqual(11);
  });

  test.each(ways)('because it %s: the right to be the only one is kept', async (_why, silence) => {
    const right = await beOnlyOne(database.pool, silent, { retryMs: 50 });
    let lost = false;
    void right.lost.then(() => {
      lost = true;
    });
    goOn = silence();
    await eventually(() => expect(database.pulse?.answers).toBe(false));
    goOn();
    goOn = null;
    const holders = `select count(*)::int as held from pg_locks where locktype = 'advisory' and granted and objid = 7462002
      and pid in (select pid from pg_stat_activity where application_name like 'ringback %')`;
    await eventually(async () => expect((await database.pool.query(holders)).rows).toEqual([{ held: 1 }]), {
      withinMs: 15_000,
    });
    expect(lost).toBe(false);
    await right.release();
  });

  test('a single connection that is ended is no silence: the others go on', async () => {
    const held = await database.pool.connect();
    const own = async () => (await held.query('select pg_backend_pid() as pid')).rows;
    const pid = await own();
    const pulses = async () => (await names()).filter(({ name }) => name.endsWith(' pulse')).map((row) => row.pid);
    const [before] = await pulses();
    await database.pool.query('select pg_terminate_backend($1)', [before]);
    await eventually(async () => {
      const [now] = await pulses();
      expect(now).toBeDefined();
      expect(now).not.toBe(before);
    });
    expect(database.pulse?.answers).toBe(true);
    expect(await own()).toEqual(pid);
    held.release();
  });

  test('a process that was too busy to listen does not take it for silence', async () => {
    const held = await database.pool.connect();
    const own = async () => (await held.query('select pg_backend_pid() as pid')).rows;
    const pid = await own();
    for (let n = 0; n < 3; n += 1) {
      await database.db.execute(sql`select 1`);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000);
    }
    expect(database.pulse?.silentSince).toBeNull();
    expect(await own()).toEqual(pid);
    held.release();
  });

  test('it can be stopped while it is silent', async () => {
    goOn = freezePostgres(dataDir);
    await eventually(() => expect(database.pulse?.answers).toBe(false));
    await inTime(database.stop());
    goOn();
    goOn = null;
    database = await openDatabase({
      databaseUrl: `postgres://ringback@127.0.0.1:${hole.port}/ringback`,
      dataDir,
      log: silent,
      watched: true,
    });
    expect((await database.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });
});
