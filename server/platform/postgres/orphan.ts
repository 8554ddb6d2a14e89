import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from './log.ts';

/** Prefix of the short socket folders in the temporary folder, used when the data folder's path is too long. */
export const socketFolderPrefix = 'ringback-pg-';

/** A database server that lives on a folder of ours. */
export interface RunningServer {
  readonly pid: number;
  readonly socketDir: string;
  /** The Ringback that started it and is still there; null for an orphan. */
  readonly ownerPid: number | null;
}

/** The file that tells which Ringback started the server; beside the cluster, as postgres allows no strange files in it. */
export function ownerFile(dir: string): string {
  return `${dir}.owner`;
}

/**
 * The server running on `dir`, if any. It is recognised by its process number and by our folder on its command line,
 * so that no stranger with a reused number is touched.
 */
export function runningServer(dir: string): RunningServer | null {
  const file = join(dir, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, 'utf8').split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 1 || !serves(pid, dir)) return null;
  const owner = existsSync(ownerFile(dir)) ? Number(readFileSync(ownerFile(dir), 'utf8')) : Number.NaN;
  // An orphan is given a new parent by the kernel; only the living owner is still the parent.
  return { pid, socketDir: lines[4] ?? dir, ownerPid: parentOf(pid) === owner ? owner : null };
}

/** A server that outlived a killed Ringback on this same folder is stopped first. One in use is never touched. */
export async function stopOrphan(dir: string, log: Log): Promise<void> {
  const running = runningServer(dir);
  if (!running) return;
  const { pid, socketDir, ownerPid } = running;
  if (ownerPid !== null) {
    throw new Error(
      `Another Ringback (process ${ownerPid}) is using the data folder ${dirname(dir)}. Stop it first, or set RINGBACK_DATA_DIR to another folder.`,
    );
  }
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
  dropSocketFolder(socketDir);
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
  if (!hasProc()) return (ps('command=', pid) ?? '').split(' ');
  const text = readIfThere(`/proc/${pid}/cmdline`);
  return text === null ? [] : text.split('\0');
}

function parentOf(pid: number): number | null {
  if (!hasProc()) return Number(ps('ppid=', pid) ?? Number.NaN);
  // The second field is the program's name in brackets and may hold anything; the parent is the second one after it.
  const fields = readIfThere(`/proc/${pid}/stat`)
    ?.replace(/^.*\)\s*/s, '')
    .split(' ');
  return fields?.[1] === undefined ? null : Number(fields[1]);
}

function hasProc(): boolean {
  return existsSync('/proc/self/cmdline');
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ESRCH')) return null;
    throw cause;
  }
}

function ps(field: string, pid: number): string | null {
  try {
    return execFileSync('ps', ['-o', field, '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch (cause) {
    // ps answers 1 for a process that is gone.
    if (cause instanceof Error && 'status' in cause && cause.status === 1) return null;
    throw cause;
  }
}
