import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from './log.ts';

/** Prefix of the short socket folders in the temporary folder, used when the data folder's path is too long. */
export const socketFolderPrefix = 'ringback-pg-';

/**
 * A database server that outlived a killed Ringback on this same folder is stopped first. It is recognised by its
 * process number and by our folder on its command line, so that no stranger with a reused number is touched.
 */
export async function stopOrphan(dir: string, log: Log): Promise<void> {
  const file = join(dir, 'postmaster.pid');
  if (!existsSync(file)) return;
  const lines = readFileSync(file, 'utf8').split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 1 || !serves(pid, dir)) return;
  log.warn({ pid }, 'A database left running by an earlier Ringback is being stopped');
  const stopAt = Date.now();
  let signal: NodeJS.Signals = 'SIGINT';
  send(pid, signal);
  while (serves(pid, dir)) {
    const waited = Date.now() - stopAt;
    if (waited > 15_000)
      throw new Error(`The database process ${pid} on ${dir} does not stop. Stop it and start again.`);
    if (waited > 8_000 && signal === 'SIGINT') {
      signal = 'SIGQUIT';
      send(pid, signal);
    }
    await pause(50);
  }
  dropSocketFolder(lines[4] ?? '');
}

/** Removes a socket folder of ours in the temporary folder; any other folder is left alone. */
export function dropSocketFolder(folder: string): void {
  if (dirname(folder) === tmpdir() && basename(folder).startsWith(socketFolderPrefix)) {
    rmSync(folder, { recursive: true, force: true });
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ESRCH') return;
    throw new Error(`The database process ${pid} belongs to another user and cannot be stopped.`, { cause });
  }
}

function serves(pid: number, dir: string): boolean {
  return commandLine(pid).includes(dir);
}

/** The arguments of a live process; empty when it is gone (or a zombie). */
function commandLine(pid: number): readonly string[] {
  try {
    if (existsSync('/proc/self/cmdline')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
      .trim()
      .split(' ');
  } catch (cause) {
    if (cause instanceof Error) return [];
    throw cause;
  }
}
