import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../platform/db.ts';
import { defaultDataDir } from '../platform/postgres/data-dir.ts';
import { silent } from '../platform/postgres/log.ts';
import { auditHistories } from '../store/audit-histories.ts';
import { auditLedger, hasLedger } from '../store/audit-views.ts';
import { tellChain } from './audit-chain.ts';

const usage = 'Usage: ringback audit [--chain [--head HASH]]\n';

/**
 * `ringback audit`: one line per invariant with what breaks it; `--chain` also walks the sealed logs from their start,
 * and `--head` asks whether a head that was printed before still stands in them. Exit code 1 when anything is broken.
 * Changes nothing.
 */
export async function audit(
  args: readonly string[],
  out: NodeJS.WritableStream,
  err: NodeJS.WritableStream,
  env: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  const asked = readArguments(args);
  if (asked === null) {
    err.write(usage);
    return 2;
  }
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
    if (!asked.chain) return broken === 0 ? 0 : 1;
    const strays = await auditHistories(database.db);
    for (const { subject, what } of strays) out.write(`callback ${subject}: ${what}\n`);
    if (strays.length === 0) out.write('Every callback is the sum of its history.\n');
    const whole = await tellChain(database.db, asked.head, out);
    return broken === 0 && whole && strays.length === 0 ? 0 : 1;
  } finally {
    await database.stop();
  }
}

function readArguments(args: readonly string[]): { chain: boolean; head: string | undefined } | null {
  const [first, second, head, ...more] = args;
  if (first === undefined) return { chain: false, head: undefined };
  if (first !== '--chain' || more.length > 0) return null;
  if (second === undefined) return { chain: true, head: undefined };
  if (second !== '--head' || !/^[0-9a-f]{64}$/.test(head ?? '')) return null;
  return { chain: true, head };
}
