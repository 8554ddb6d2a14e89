import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { cleanEnvironment } from './cluster.ts';

/** A running database server. `exited` resolves when it is gone, for whatever reason. */
export interface Postmaster {
  readonly pid: number;
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

interface Start {
  readonly dir: string;
  readonly socketDir: string;
  readonly binaries: Binaries;
  readonly account: Account | null;
  readonly settings: readonly string[];
}

const readyWithinMs = 60_000;

/** Starts the server and answers once it accepts connections; an early end is an error that carries the end of its log. */
export function startPostmaster({ dir, socketDir, binaries, account, settings }: Start): Promise<Postmaster> {
  const args = ['-D', dir, '-k', socketDir, '-p', '5432', '-c', 'listen_addresses=', '-c', 'jit=off'];
  for (const setting of settings) args.push('-c', setting);
  const child = spawn(join(binaries.bin, 'postgres'), args, {
    env: cleanEnvironment,
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
    // A group of its own: Ctrl-C in the terminal must reach Ringback only, which stops the database last.
    detached: true,
    ...(account && { uid: account.uid, gid: account.gid }),
  });
  const exited = new Promise<void>((done) => {
    child.once('exit', () => done());
    child.once('error', () => done());
  });
  return new Promise((done, fail) => {
    let tail = '';
    const failed = (why: string, cause?: unknown) => {
      clearTimeout(deadline);
      fail(new Error(`${why}${tail && ` It said:\n${tail}`}`, { cause }));
    };
    const deadline = setTimeout(() => {
      child.kill('SIGQUIT');
      failed(`The database in ${dir} was not ready within ${readyWithinMs / 1000} s.`);
    }, readyWithinMs);
    child.once('error', (cause) => failed('The database program could not be started.', cause));
    child.once('exit', (code, signal) => failed(`The database in ${dir} ended at start (${code ?? signal}).`));
    child.stderr?.on('data', (chunk: Buffer) => {
      tail = (tail + chunk.toString('utf8')).slice(-4096);
      if (!tail.includes('ready to accept connections') || child.pid === undefined) return;
      clearTimeout(deadline);
      done({ pid: child.pid, exited, stop: () => stop(child, exited) });
    });
  });
}

/** Fast shutdown: open transactions are rolled back, the rest is written. Harmless when it is already gone. */
async function stop(child: ChildProcess, exited: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return exited;
  child.kill('SIGINT');
  const harder = setTimeout(() => child.kill('SIGQUIT'), 15_000);
  await exited;
  clearTimeout(harder);
}
