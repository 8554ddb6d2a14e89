import { setTimeout as delay } from 'node:timers/promises';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { runningPostgres, startEmbeddedPostgres } from './postgres/embedded.ts';
import type { Log } from './postgres/log.ts';
import { migrateDatabase } from './postgres/migrate.ts';

export type Db = NodePgDatabase;
/** Inside a transaction. */
export type DbTx = Parameters<Parameters<Db['transaction']>[0]>[0];

/** An open database: its pool for LISTEN and locks, Drizzle for everything else. */
export interface Database {
  readonly pool: pg.Pool;
  readonly db: Db;
  /** True when we run the server ourselves. */
  readonly embedded: boolean;
  stop(): Promise<void>;
}

interface Options {
  /** A PostgreSQL of the company's own; nothing is started then. */
  readonly databaseUrl?: string | null | undefined;
  readonly dataDir: string;
  readonly log: Log;
  readonly maxConnections?: number;
  /** False leaves the schema as it is (default: brought up to date). */
  readonly migrate?: boolean;
  /** True for a tool that looks in beside the running service: its server is used, not started. */
  readonly beside?: boolean;
}

// int8 row numbers and counts fit in a JavaScript number here; as strings they would be compared wrongly.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** The longest that held connections may delay a stop. */
const STOP_MS = 5_000;

/** Opens the database, embedded unless a URL is given, with its schema up to date. */
export async function openDatabase(options: Options): Promise<Database> {
  const { databaseUrl, dataDir, log, maxConnections = 10, migrate = true, beside = false } = options;
  const running = !databaseUrl && beside ? runningPostgres(dataDir) : null;
  const embedded = databaseUrl || running ? null : await startEmbeddedPostgres({ dataDir, log, restart: true });
  const config = running ?? embedded?.poolConfig ?? { connectionString: databaseUrl ?? '' };
  const pool = openPool(config, log, maxConnections);
  const stop = async () => {
    // A connection that is held somewhere must not keep the server from being stopped.
    await Promise.race([pool.end(), delay(STOP_MS, undefined, { ref: false })]);
    await embedded?.stop();
  };
  try {
    if (migrate) await migrateDatabase(pool, log);
  } catch (cause) {
    await stop();
    throw cause;
  }
  return { pool, db: drizzle(pool), embedded: embedded !== null, stop };
}

/** A pool whose lost connections are logged; without these listeners a restart of the database ends our process. */
export function openPool(config: pg.PoolConfig, log: Log, maxConnections = 10): pg.Pool {
  const pool = new pg.Pool({
    ...config,
    max: maxConnections,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    application_name: 'ringback',
    options: '-c timezone=UTC -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s',
  });
  pool.on('error', (cause) => log.warn({ cause: cause.message }, 'An idle database connection was lost'));
  pool.on('connect', (client) => {
    client.on('error', (cause) => log.warn({ cause: cause.message }, 'A database connection was lost'));
  });
  giveBackTheDead(pool);
  return pool;
}

/**
 * A connection that dies while somebody holds it is given back at once. Drizzle 0.45 never releases one whose BEGIN fails:
 * each outage of the database would take a place of the pool with it until none is left.
 */
function giveBackTheDead(pool: pg.Pool): void {
  const held = new Set<pg.PoolClient>();
  pool.on('acquire', (client) => void held.add(client));
  pool.on('release', (_cause, client) => void held.delete(client));
  pool.on('connect', (client) => {
    client.once('end', () => {
      if (!held.delete(client)) return;
      const { release } = client;
      client.release = () => {};
      release(true);
    });
  });
}
