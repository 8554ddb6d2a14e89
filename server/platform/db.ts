import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { runningPostgres, startEmbeddedPostgres } from './postgres/embedded.ts';
import type { Log } from './postgres/log.ts';
import { migrateDatabase } from './postgres/migrate.ts';
import { feelPulse, type Pulse } from './pulse.ts';
import { createWires } from './wires.ts';

export type Db = NodePgDatabase;
/** Inside a transaction. */
export type DbTx = Parameters<Parameters<Db['transaction']>[0]>[0];

/** An open database: its pool for LISTEN and locks, Drizzle for everything else. */
export interface Database {
  readonly pool: pg.Pool;
  readonly db: Db;
  /** True when we run the server ourselves. */
  readonly embedded: boolean;
  /** Whether it answers; null when nobody asked to have it watched. */
  readonly pulse: Pulse | null;
  stop(): Promise<void>;
}

/** A statement that the server parses and plans once a connection. Each name has one text. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Runs a named statement within a transaction. The caller's type is the statement's own select list. */
export async function runNamed<Row extends pg.QueryResultRow>(
  tx: DbTx,
  statement: Statement,
  values: readonly unknown[],
): Promise<Row[]> {
  return (await clientOf(tx).query<Row>({ ...statement, values: [...values] })).rows;
}

/** The connection of a transaction. Drizzle 0.45 has it in its session, which its types do not tell. */
function clientOf(tx: DbTx): pg.Client {
  const session: unknown = Reflect.get(tx, 'session');
  const client: unknown = typeof session === 'object' && session !== null ? Reflect.get(session, 'client') : null;
  if (!(client instanceof pg.Client)) throw new Error('A transaction without a connection');
  return client;
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
  /** True cuts all connections while the database gives no answer, so that nobody waits for it. */
  readonly watched?: boolean;
}

// int8 row numbers and counts fit in a JavaScript number here; as strings they would be compared wrongly.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** The longest that held connections may delay a stop. */
const STOP_MS = 5_000;

/** Opens the database, embedded unless a URL is given, with its schema up to date. */
export async function openDatabase(options: Options): Promise<Database> {
  const { databaseUrl, dataDir, log, maxConnections = 10, migrate = true, beside = false, watched = false } = options;
  const running = !databaseUrl && beside ? runningPostgres(dataDir) : null;
  const embedded = databaseUrl || running ? null : await startEmbeddedPostgres({ dataDir, log, restart: true });
  const config = running ?? embedded?.poolConfig ?? { connectionString: databaseUrl ?? '' };
  const wires = watched ? createWires() : null;
  const applicationName = wires === null ? 'ringback' : `ringback ${randomBytes(6).toString('hex')}`;
  const wired = wires === null ? config : { ...config, stream: wires.stream };
  const pool = openPool({ ...wired, application_name: applicationName }, log, maxConnections);
  let pulse: Pulse | null = null;
  const stop = async () => {
    await pulse?.stop();
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
  if (wires !== null) pulse = feelPulse({ config, wires, applicationName, log, now: Date.now });
  return { pool, db: drizzle(pool), embedded: embedded !== null, pulse, stop };
}

/** A pool whose lost connections are logged; without these listeners a restart of the database ends our process. */
export function openPool(config: pg.PoolConfig, log: Log, maxConnections = 10): pg.Pool {
  const pool = new pg.Pool({
    application_name: 'ringback',
    ...config,
    max: maxConnections,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
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
