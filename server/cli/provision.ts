import { resolve } from 'node:path';
import { type Db, openDatabase } from '../platform/db.ts';
import { defaultDataDir } from '../platform/postgres/embedded.ts';
import { silent } from '../platform/postgres/log.ts';
import { provisionStore } from '../store/provision.ts';
import { storesOf } from '../store/transact.ts';
import { provisionSite, type SiteChange } from '../usecases/provision-site.ts';
import { recomputeDue } from '../usecases/recompute-due.ts';
import { sitePlanOf } from './site-plan.ts';
import { readSite, SiteError } from './site-yaml.ts';

const words = { added: '+', changed: '~', retired: '-', kept: '!' } as const;

/** Thrown to undo a transaction that was only meant to show what it would change. */
class DryRun extends Error {
  readonly changes: readonly SiteChange[];
  constructor(changes: readonly SiteChange[]) {
    super('dry run');
    this.changes = changes;
  }
}

/** Writes a SITE.yaml into the database in one transaction, or only tells what it would change. */
export async function provisionFile(
  db: Db,
  file: string,
  now: number,
  dryRun = false,
): Promise<{ changes: readonly SiteChange[]; unreadable: readonly string[] }> {
  const { plan, unreadable } = sitePlanOf(readSite(file));
  try {
    const changes = await db.transaction(async (tx) => {
      const done = await provisionSite(provisionStore(tx), plan, now);
      await recomputeDue(storesOf(tx), done, now);
      if (dryRun) throw new DryRun(done);
      return done;
    });
    return { changes, unreadable };
  } catch (thrown) {
    if (thrown instanceof DryRun) return { changes: thrown.changes, unreadable };
    throw thrown;
  }
}

/** `ringback provision SITE.yaml [--dry-run]`: exit code 2 when the file cannot be used. */
export async function provision(
  args: readonly string[],
  out: NodeJS.WritableStream,
  err: NodeJS.WritableStream,
  env: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  const dryRun = args.includes('--dry-run');
  const [file, ...more] = args.filter((arg) => arg !== '--dry-run');
  if (file === undefined || more.length > 0) {
    err.write('Say which file: ringback provision SITE.yaml [--dry-run]\n');
    return 2;
  }
  try {
    readSite(file);
  } catch (problem) {
    if (!(problem instanceof SiteError)) throw problem;
    err.write(`${problem.message}\n`);
    return 2;
  }
  const database = await openDatabase({
    databaseUrl: env.DATABASE_URL,
    dataDir: resolve(defaultDataDir(env)),
    log: silent,
    maxConnections: 1,
    beside: true,
  });
  try {
    const { changes, unreadable } = await provisionFile(database.db, file, Date.now(), dryRun);
    for (const { what, key, did, fields } of changes) {
      out.write(`${words[did]} ${what} ${key}${fields.length > 0 ? `: ${fields.join(', ')}` : ''}\n`);
    }
    for (const number of unreadable) err.write(`not a telephone number, left out: ${number}\n`);
    const end =
      changes.length === 0 ? 'Nothing to change.' : `${changes.length} changes${dryRun ? ' would be made' : ' made'}.`;
    out.write(`${end}\n`);
    return 0;
  } finally {
    await database.stop();
  }
}
