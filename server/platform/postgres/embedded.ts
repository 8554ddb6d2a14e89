import { chownSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { type Account, databaseAccount } from './account.ts';
import { findBinaries } from './binaries.ts';
import { ensureCluster } from './cluster.ts';
import { keepRunning } from './keep-running.ts';
import type { Log } from './log.ts';
import { dropSocketFolder, ownerFile, runningServer, socketFolderPrefix, stopOrphan } from './orphan.ts';
import { type Postmaster, startPostmaster } from './postmaster.ts';
import { closedFolder } from './reachable.ts';

export { defaultDataDir } from './data-dir.ts';

/** How to reach the embedded database: over a unix socket in a folder only its account may enter. */
export interface SocketPoolConfig {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

export interface EmbeddedPostgres {
  readonly poolConfig: SocketPoolConfig;
  readonly pid: number;
  /** Resolves when the server as first started is gone, also when it died by itself. */
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

interface Options {
  /** The folder of all that Ringback keeps; the database lives in `postgres` below it. */
  readonly dataDir: string;
  readonly log: Log;
  /** Further `name=value` settings of the server. */
  readonly settings?: readonly string[];
  /** Start the server again when it dies by itself (default: leave it). */
  readonly restart?: boolean;
}

/** Starts our own PostgreSQL below `dataDir`, creating it on first use, and makes sure the database `ringback` exists. */
export async function startEmbeddedPostgres(options: Options): Promise<EmbeddedPostgres> {
  const { dataDir, log, settings = [], restart = false } = options;
  const account = databaseAccount();
  const root = prepareRoot(resolve(dataDir), account);
  const dir = join(root, 'postgres');
  const binaries = findBinaries(root, account);
  await stopOrphan(dir, log);
  await ensureCluster(dir, binaries, account);
  const socketDir = socketFolder(dir, account);
  writeFileSync(ownerFile(dir), `${process.pid}\n`, { mode: 0o644 });
  const start = () => startPatiently(() => startPostmaster({ dir, socketDir, binaries, account, settings }));
  const first = await start();
  const server = restart ? keepRunning(first, start, log) : first;
  const lastResort = () => {
    // Reached only when the process ends without stop(): an uncaught error or process.exit().
    try {
      process.kill(server.pid, 'SIGINT');
    } catch (cause) {
      log.warn({ cause }, 'The database was already gone at exit');
    }
  };
  process.once('exit', lastResort);
  const poolConfig = reach(socketDir);
  const stop = async () => {
    await server.stop();
    process.off('exit', lastResort);
    dropSocketFolder(socketDir);
    rmSync(ownerFile(dir), { force: true });
  };
  await ensureDatabase(poolConfig).catch(async (cause: unknown) => {
    await stop();
    throw cause;
  });
  return {
    poolConfig,
    get pid() {
      return server.pid;
    },
    exited: first.exited,
    stop,
  };
}

/** How to reach the database of a Ringback that is running on this data folder; null when none is. */
export function runningPostgres(dataDir: string): SocketPoolConfig | null {
  if (!existsSync(dataDir)) return null;
  const running = runningServer(join(realpathSync(dataDir), 'postgres'));
  return running?.ownerPid != null ? reach(running.socketDir) : null;
}

function reach(socketDir: string): SocketPoolConfig {
  return { host: socketDir, port: 5432, user: 'ringback', database: 'ringback' };
}

/** Makes the data folder and answers its one true path, by which a server left running is recognised. */
function prepareRoot(wanted: string, account: Account | null): string {
  mkdirSync(wanted, { recursive: true, mode: account ? 0o755 : 0o700 });
  const root = realpathSync(wanted);
  const closed = closedFolder(root, account);
  if (account && closed) {
    throw new Error(
      `The data folder ${root} cannot be used: the database runs as "${account.name}", which may not enter ${closed}. Set RINGBACK_DATA_DIR to a folder it can reach, such as /var/lib/ringback.`,
    );
  }
  return root;
}

/** A unix socket's whole path must fit in 107 bytes. */
function socketFolder(dir: string, account: Account | null): string {
  if (Buffer.byteLength(join(dir, '.s.PGSQL.5432')) < 107) return dir;
  const short = mkdtempSync(join(tmpdir(), socketFolderPrefix));
  if (account) chownSync(short, account.uid, account.gid);
  return short;
}

/** Right after a kill -9 the old process number lingers for a moment and its lock file looks valid. */
async function startPatiently(start: () => Promise<Postmaster>): Promise<Postmaster> {
  const giveUpAt = Date.now() + 5_000;
  for (;;) {
    try {
      return await start();
    } catch (cause) {
      const lingering = cause instanceof Error && /postmaster\.pid|shared memory block/.test(cause.message);
      if (!lingering || Date.now() > giveUpAt) throw cause;
      await pause(200);
    }
  }
}

async function ensureDatabase(config: SocketPoolConfig): Promise<void> {
  const client = new pg.Client({ ...config, database: 'postgres' });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [config.database]);
    if (found.rowCount === 0) await client.query(`create database "${config.database}"`);
  } finally {
    await client.end();
  }
}
