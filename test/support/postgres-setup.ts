import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { openPool } from '../../server/platform/db.ts';
import { startEmbeddedPostgres } from '../../server/platform/postgres/embedded.ts';
import { silent } from '../../server/platform/postgres/log.ts';
import { migrateDatabase } from '../../server/platform/postgres/migrate.ts';
import { runningServer, stopOrphan } from '../../server/platform/postgres/orphan.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the unix socket of this run's database server. */
    postgresSocketDir: string;
  }
}

export const templateDatabase = 'ringback_template';

const prefix = 'ringback-test-';

/** One embedded cluster in a temporary folder for the whole run, with one migrated database to be cloned. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeLeftovers();
  const dataDir = mkdtempSync(join(tmpdir(), prefix));
  chmodSync(dataDir, 0o755);
  // Nothing here outlives the run, so nothing need reach the disk.
  const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'];
  const server = await startEmbeddedPostgres({ dataDir, log: silent, settings });
  const stop = async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await createTemplate(server.poolConfig);
  } catch (cause) {
    await stop();
    throw cause;
  }
  project.provide('postgresSocketDir', server.poolConfig.host);
  return stop;
}

/** A run that was killed outright could not clean up: its server and folder go now, if they are ours and nobody's any more. */
async function removeLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const dir = join(tmpdir(), name);
    const stat = statSync(dir, { throwIfNoEntry: false });
    // A young folder may belong to a run that is just starting beside us.
    if (!stat || stat.uid !== process.getuid?.() || Date.now() - stat.mtimeMs < 120_000) continue;
    if (runningServer(join(dir, 'postgres'))?.ownerPid) continue;
    await stopOrphan(join(dir, 'postgres'), silent);
    rmSync(dir, { recursive: true, force: true });
  }
}

async function createTemplate(config: pg.ClientConfig): Promise<void> {
  const client = new pg.Client({ ...config, database: 'postgres' });
  await client.connect();
  await client.query(`create database ${templateDatabase}`);
  await client.end();
  const pool = openPool({ ...config, database: templateDatabase }, silent, 1);
  try {
    await migrateDatabase(pool, silent);
  } finally {
    await pool.end();
  }
}
