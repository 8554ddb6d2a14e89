import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../platform/db.ts';
import { defaultDataDir } from '../platform/postgres/data-dir.ts';
import { silent } from '../platform/postgres/log.ts';
import { auditLedger, hasLedger } from '../store/audit-views.ts';

/** `ringback audit`: one line per invariant with what breaks it. Exit code 1 when any is broken. Changes nothing. */
export async function audit(
  _args: readonly string[],
  out: NodeJS.WritableStream,
  err: NodeJS.WritableStream,
  env: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  const dataDir = defaultDataDir(env);
  if (!env.DATABASE_URL && !existsSync(join(dataDir, 'postgres', 'PG_VERSION'))) {
    err.write(
      `There is no Ringback database in ${dataDir}. Set RINGBACK_DATA_DIR or DATABASE_URL to the one to check.\n`,
    );
    return 1;
  }
  const database = await openDatabase({
    databaseUrl: env.DATABASE_URL,
    dataDir,
    log: silent,
    maxConnections: 1,
    beside: true,
    migrate: false,
  });
  try {
    if (!(await hasLedger(database.db))) {
      err.write('This database has no ledger yet. Run: ringback migrate\n');
      return 1;
    }
    let broken = 0;
    for (const { name, promises, violations } of await auditLedger(database.db)) {
      broken += violations.length;
      out.write(`${name}  ${violations.length}  ${promises}\n`);
      for (const { subject, what } of violations) out.write(`      ${subject}: ${what}\n`);
    }
    out.write(broken === 0 ? 'All promises are kept.\n' : `${broken} broken.\n`);
    return broken === 0 ? 0 : 1;
  } finally {
    await database.stop();
  }
}
