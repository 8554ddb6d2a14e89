import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import { standardPolicy } from '../server/domain/callback/policy.ts';
import { destinationKind } from '../server/domain/number/destination.ts';
import { type Db, openPool } from '../server/platform/db.ts';
import { startEmbeddedPostgres } from '../server/platform/postgres/embedded.ts';
import { silent } from '../server/platform/postgres/log.ts';
import { migrateDatabase } from '../server/platform/postgres/migrate.ts';
import { transactOver } from '../server/store/transact.ts';
import type { Deps } from '../server/usecases/deps.ts';

/** A PostgreSQL of the bench's own in a temporary folder, as the product runs it: every commit is on the disk. */
export interface BenchDatabase {
  readonly pool: pg.Pool;
  readonly db: Db;
  readonly reach: { readonly host: string; readonly user: string; readonly database: string };
  /** For programs that are told where the database is. */
  readonly url: string;
  /** The process of the server: to pause it. */
  readonly pid: number;
  stop(): Promise<void>;
}

/** `settings`: further settings of the server, such as to fill a large table quickly. */
export async function openBenchDatabase(settings: readonly string[] = []): Promise<BenchDatabase> {
  const dataDir = mkdtempSync(join(tmpdir(), 'ringback-bench-'));
  chmodSync(dataDir, 0o755);
  const server = await startEmbeddedPostgres({ dataDir, log: silent, settings });
  const pool = openPool(server.poolConfig, silent, 8);
  const stop = async () => {
    await pool.end();
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await migrateDatabase(pool, silent);
  } catch (cause) {
    await stop();
    throw cause;
  }
  const { host, user, database } = server.poolConfig;
  const url = `postgres://${user}@localhost/${database}?host=${encodeURIComponent(host)}`;
  return { pool, db: drizzle(pool), reach: { host, user, database }, url, pid: server.pid, stop };
}

export interface Company {
  readonly deps: Deps;
  readonly pbxId: number;
  readonly bootId: number;
}

/** A site with one PBX, one line and `phones` agents; `contacts` customers of the stream are known. */
export async function foundCompany(database: BenchDatabase, { phones = 40, contacts = 0 } = {}): Promise<Company> {
  const id = async (text: string, ...values: readonly unknown[]): Promise<number> => {
    const { rows } = await database.pool.query<{ id: number }>(`${text} returning id`, [...values]);
    return rows[0]?.id ?? 0;
  };
  const site = await id(
    `insert into sites (name, country, time_zone, language) values ('Bench', 'GB', 'Europe/London', 'en')`,
  );
  const pbxId = await id(
    `insert into pbxes (site_id, name, trunks, inbound_contexts, internal_contexts, originate_context)
     values ($1, 'bench', '{PJSIP/trunk*}', '{from-trunk}', '{from-internal}', 'ringback')`,
    site,
  );
  const bootId = await id('insert into boots (pbx_id, started_at) values ($1, now())', pbxId);
  await database.pool.query(`with u as (insert into users (login, name, role, created_at)
      select 'agent' || n, 'Agent ' || n, 'agent', now() from generate_series(1001, ${1000 + phones}) n returning id, login)
    insert into devices (pbx_id, device, extension, user_id)
      select ${pbxId}, 'PJSIP/' || substr(login, 6), substr(login, 6), id from u`);
  if (contacts > 0) {
    // The same numbers as `customerNumber` gives.
    await database.pool.query(`with c as (insert into contacts (name, created_at, updated_at)
        select 'Customer ' || n, now(), now() from generate_series(0, ${contacts - 1}) n returning id, name)
      insert into contact_phones (contact_id, e164, created_at)
        select id, '+447' || lpad((100000000 + substr(name, 10)::bigint * 7)::text, 9, '0'), now() from c`);
    await database.pool.query('analyze');
  }
  const deps: Deps = {
    transact: transactOver(database.db),
    now: () => Date.now(),
    newId: randomUUID,
    kindOf: destinationKind,
    policy: standardPolicy,
  };
  return { deps, pbxId, bootId };
}
