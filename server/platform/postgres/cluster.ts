import { spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';

/** Nothing of the caller's environment may redirect the database (PGDATA, PGPORT, LC_ALL …). */
export const cleanEnvironment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** Makes the cluster in `dir` unless it is there. A first start that is killed leaves only `dir.tmp`, which the next one drops. */
export async function ensureCluster(dir: string, { bin }: Binaries, account: Account | null): Promise<void> {
  if (existsSync(join(dir, 'PG_VERSION'))) return;
  const part = `${dir}.tmp`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { mode: 0o700 });
  chmodSync(part, 0o700);
  if (account) chownSync(part, account.uid, account.gid);
  await run(
    join(bin, 'initdb'),
    [
      '-D',
      part,
      '-U',
      'ringback',
      '--auth=trust',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-sync',
    ],
    account,
  );
  // An empty folder made beforehand by a person or a container is no obstacle; a filled one is.
  if (existsSync(dir)) rmdirSync(dir);
  renameSync(part, dir);
}

function run(command: string, args: readonly string[], account: Account | null): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, {
      env: cleanEnvironment,
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(account && { uid: account.uid, gid: account.gid }),
    });
    let said = '';
    const listen = (chunk: Buffer) => {
      said = (said + chunk.toString('utf8')).slice(-4096);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('error', (cause) => fail(new Error(`The database program could not be started: ${command}`, { cause })));
    child.once('close', (code) => {
      if (code === 0) done();
      else fail(new Error(`Creating the database failed (code ${code}). It said:\n${said}`));
    });
  });
}
