import { openDatabase } from '../platform/db.ts';
import { defaultDataDir } from '../platform/postgres/data-dir.ts';
import { silent } from '../platform/postgres/log.ts';
import { migrateDatabase } from '../platform/postgres/migrate.ts';

/** `ringback migrate`: brings the schema up to date and says what it did. */
export async function migrate(
  _args: readonly string[],
  out: NodeJS.WritableStream,
  _err: NodeJS.WritableStream,
  env: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  const dataDir = defaultDataDir(env);
  const database = await openDatabase({
    databaseUrl: env.DATABASE_URL,
    dataDir,
    log: silent,
    maxConnections: 1,
    beside: true,
    migrate: false,
  });
  try {
    const applied = await migrateDatabase(database.pool, silent);
    for (const name of applied) out.write(`applied ${name}\n`);
    out.write('The schema is up to date.\n');
    return 0;
  } finally {
    await database.stop();
  }
}
