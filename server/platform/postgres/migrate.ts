import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import type { Log } from './log.ts';

interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/** Any number, the same for every Ringback: only one may change the schema at a time. */
const schemaLock = 7_462_001;

/**
 * Brings the schema up to date, each migration in a transaction of its own, under an advisory lock.
 * Refuses a schema newer than it knows, and one whose applied migrations are not ours.
 * Answers the names applied now.
 */
export async function migrateDatabase(
  pool: pg.Pool,
  log: Log,
  folder = migrationsFolder(),
): Promise<readonly string[]> {
  const known = readMigrations(folder);
  const client = await pool.connect();
  try {
    await client.query('set lock_timeout = 0');
    await client.query('select pg_advisory_lock($1)', [schemaLock]);
    const applied = await appliedMigrations(client);
    const waiting = pending(known, applied);
    for (const migration of waiting) {
      await apply(client, migration);
      log.info({ migration: migration.name }, 'Schema migration applied');
    }
    return waiting.map(({ name }) => name);
  } finally {
    // The connection goes, and with it the lock, even after an error that left it unusable.
    client.release(true);
  }
}

async function appliedMigrations(client: pg.PoolClient): Promise<ReadonlyMap<number, string>> {
  await client.query(`create table if not exists ringback_migrations (
    number integer primary key, name text not null, checksum text not null, applied_at timestamptz not null default now()
  )`);
  const { rows } = await client.query<{ number: number; checksum: string }>(
    'select number, checksum from ringback_migrations',
  );
  return new Map(rows.map(({ number, checksum }) => [number, checksum]));
}

function pending(known: readonly Migration[], applied: ReadonlyMap<number, string>): readonly Migration[] {
  const newest = Math.max(0, ...applied.keys());
  const ours = known.at(-1)?.number ?? 0;
  if (newest > ours) {
    throw new Error(
      `This database was last used by a newer Ringback (schema ${newest}; this one knows up to ${ours}). Start that version again, or restore the backup made before it.`,
    );
  }
  const foreign = known.find(({ number, checksum }) => applied.has(number) && applied.get(number) !== checksum);
  if (foreign) {
    throw new Error(
      `The schema of this database was made by another build of Ringback (migration ${foreign.name} differs). Use the build that made it, or a new data folder.`,
    );
  }
  return known.filter(({ number }) => !applied.has(number));
}

async function apply(client: pg.PoolClient, { number, name, sql, checksum }: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(sql);
    await client.query('insert into ringback_migrations (number, name, checksum) values ($1, $2, $3)', [
      number,
      name,
      checksum,
    ]);
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback');
    throw new Error(`Schema migration ${name} failed; nothing of it was kept.`, { cause });
  }
}

/** Numbered files without gaps: `0001_first.sql`, `0002_…`. */
function readMigrations(folder: string): readonly Migration[] {
  const files = readdirSync(folder)
    .filter((file) => /^\d{4}_[a-z0-9_]+\.sql$/.test(file))
    .sort();
  return files.map((file, index) => {
    const number = Number(file.slice(0, 4));
    if (number !== index + 1)
      throw new Error(`Schema migration ${file} is out of order: expected number ${index + 1}.`);
    const sql = readFileSync(join(folder, file), 'utf8');
    return { number, name: file.slice(0, -4), sql, checksum: createHash('sha256').update(sql).digest('hex') };
  });
}

/** The SQL is not compiled: it is found above this file, be it run from the source or from `dist`. */
export function migrationsFolder(): string {
  for (let at = dirname(fileURLToPath(import.meta.url)); at !== dirname(at); at = dirname(at)) {
    const folder = join(at, 'schema', 'migrations');
    if (existsSync(join(folder, '0001_site_and_people.sql'))) return folder;
  }
  throw new Error('The folder schema/migrations is missing from this installation of Ringback.');
}
