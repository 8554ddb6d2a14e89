import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { audit } from '../../../server/cli/audit.ts';
import { openDatabase } from '../../../server/platform/db.ts';
import {
  type EmbeddedPostgres,
  runningPostgres,
  startEmbeddedPostgres,
} from '../../../server/platform/postgres/embedded.ts';
import { silent } from '../../../server/platform/postgres/log.ts';

const alive = (pid: number) => existsSync(`/proc/${pid}/cmdline`) && readFileSync(`/proc/${pid}/cmdline`).length > 0;

describe('the embedded database', () => {
  let dataDir: string;
  const started: EmbeddedPostgres[] = [];
  const start = async (dir = dataDir) => {
    const server = await startEmbeddedPostgres({ dataDir: dir, log: silent });
    started.push(server);
    return server;
  };
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'ringback-embedded-'));
    chmodSync(dataDir, 0o755);
  });
  afterEach(async () => {
    for (const server of started.splice(0)) await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function ask(server: EmbeddedPostgres, query: string): Promise<unknown> {
    const client = new pg.Client(server.poolConfig);
    await client.connect();
    const { rows } = await client.query(query).finally(() => client.end());
    return rows[0];
  }

  test('starts, stops without a trace, and finds its data the next time', async () => {
    const first = await start();
    await ask(first, 'create table kept (word text)');
    await ask(first, "insert into kept values ('here')");
    expect(await ask(first, 'show listen_addresses')).toEqual({ listen_addresses: '' });
    await first.stop();
    await first.stop();
    expect(alive(first.pid)).toBe(false);
    const second = await start();
    expect(await ask(second, 'select word from kept')).toEqual({ word: 'here' });
  });

  test('a second Ringback on the same folder is refused and the first goes on', async () => {
    const first = await start();
    await expect(start()).rejects.toThrow(/Another Ringback \(process \d+\) is using the data folder/);
    expect(await ask(first, 'select 1 as one')).toEqual({ one: 1 });
    expect(runningPostgres(dataDir)).toEqual(first.poolConfig);
  });

  test('a server killed outright recovers at the next start', async () => {
    const first = await start();
    await ask(first, 'create table kept (word text)');
    process.kill(first.pid, 'SIGKILL');
    await first.exited;
    const second = await start();
    expect(await ask(second, 'select count(*)::int as n from kept')).toEqual({ n: 0 });
  });

  test('a server that dies under a running service comes back, and its pool with it', async () => {
    const database = await openDatabase({ dataDir, log: silent });
    const [{ pid }] = (await database.pool.query<{ pid: number }>('select pg_backend_pid() as pid')).rows as [
      { pid: number },
    ];
    const postmaster = Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
    process.kill(postmaster, 'SIGKILL');
    await vi.waitFor(
      async () => {
        const { rows } = await database.pool.query<{ pid: number }>('select pg_backend_pid() as pid');
        expect(rows[0]?.pid).not.toBe(pid);
      },
      { timeout: 15_000, interval: 100 },
    );
    await database.stop();
    expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false);
  });

  test('ringback audit looks in beside the running service and leaves it running', async () => {
    const database = await openDatabase({ dataDir, log: silent });
    let text = '';
    const out = new PassThrough().on('data', (part: Buffer) => {
      text += part.toString();
    });
    expect(await audit([], out, out, { RINGBACK_DATA_DIR: dataDir })).toBe(0);
    expect(text).toContain('All promises are kept.');
    expect((await database.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await database.stop();
    // With the service stopped, the same question starts the database for a moment and stops it again.
    expect(await audit([], out, out, { RINGBACK_DATA_DIR: dataDir })).toBe(0);
    expect(runningPostgres(dataDir)).toBeNull();
  });

  test('stopped while it is away, nothing is started behind its back', async () => {
    const database = await openDatabase({ dataDir, log: silent, migrate: false });
    const postmaster = Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
    process.kill(postmaster, 'SIGKILL');
    await database.stop();
    expect(runningPostgres(dataDir)).toBeNull();
  });

  test.runIf(existsSync('/proc/self/cmdline'))('an orphan of a Ringback that was killed is stopped first', async () => {
    const first = await start();
    const args = readFileSync(`/proc/${first.pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
    const { uid, gid } = statSync(join(dataDir, 'postgres'));
    await first.stop();
    // An owner that starts the same server and is killed outright, as kill -9 of Ringback does.
    const script = `const [command, ...args] = ${JSON.stringify(args)};
      const options = { detached: true, stdio: 'ignore', cwd: '/', ...(process.getuid() === 0 && { uid: ${uid}, gid: ${gid} }) };
      require('node:fs').writeFileSync(${JSON.stringify(join(dataDir, 'postgres.owner'))}, String(process.pid));
      require('node:child_process').spawn(command, args, options); setInterval(() => {}, 1000);`;
    const owner = spawn(process.execPath, ['-e', script], { stdio: 'ignore' });
    const lock = join(dataDir, 'postgres', 'postmaster.pid');
    await vi.waitFor(() => expect(readFileSync(lock, 'utf8')).toContain('ready'), { timeout: 10_000 });
    const orphan = Number(readFileSync(lock, 'utf8').split('\n')[0]);
    await expect(start()).rejects.toThrow('Another Ringback');
    owner.kill('SIGKILL');
    await new Promise((done) => owner.once('exit', done));
    expect(alive(orphan)).toBe(true);
    const server = await start();
    expect(alive(orphan)).toBe(false);
    expect(await ask(server, 'select 1 as one')).toEqual({ one: 1 });
  });

  test('a half-made cluster of a first start cut short is made anew', async () => {
    mkdirSync(join(dataDir, 'postgres.tmp', 'base'), { recursive: true });
    const server = await start();
    expect(existsSync(join(dataDir, 'postgres.tmp'))).toBe(false);
    expect(await ask(server, 'select 1 as one')).toEqual({ one: 1 });
  });

  test('a long path gets its socket in a short folder, which goes with the server', async () => {
    const deep = join(dataDir, 'd'.repeat(60), 'e'.repeat(60));
    const server = await start(deep);
    expect(server.poolConfig.host.startsWith(tmpdir())).toBe(true);
    expect(await ask(server, 'select 1 as one')).toEqual({ one: 1 });
    await server.stop();
    expect(existsSync(server.poolConfig.host)).toBe(false);
  });

  test.runIf(process.getuid?.() === 0)(
    'as root, a folder the database account cannot enter is refused in one sentence',
    async () => {
      const closed = join(dataDir, 'closed');
      mkdirSync(closed, { mode: 0o700 });
      await expect(start(join(closed, 'data'))).rejects.toThrow(/may not enter .*closed/);
    },
  );

  test('a cluster that cannot start says why', async () => {
    const server = await start();
    await server.stop();
    rmSync(join(dataDir, 'postgres', 'global'), { recursive: true });
    await expect(start()).rejects.toThrow(/It said:[\s\S]*global/);
  });
});
