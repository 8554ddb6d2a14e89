import { readFileSync } from 'node:fs';

/** Whom postgres runs as: it refuses to run as root. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Null: run as ourselves. For root: `postgres` where that account exists, else `nobody`. No account is ever created. */
export function databaseAccount(): Account | null {
  if (process.getuid?.() !== 0) return null;
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n').map(parse);
  for (const name of ['postgres', 'nobody']) {
    const found = accounts.find((account) => account?.name === name && account.uid > 0);
    if (found) return found;
  }
  throw new Error(
    'Ringback runs as root and found no account "postgres" or "nobody" to run the database as. Start it as an ordinary user, or set DATABASE_URL.',
  );
}

function parse(line: string): Account | null {
  const [name, , uid, gid] = line.split(':');
  if (!name || !uid || !gid) return null;
  return { name, uid: Number(uid), gid: Number(gid) };
}
