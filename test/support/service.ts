import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

export interface RunningService {
  readonly url: string;
  readonly dataDir: string;
  readonly process: ChildProcess;
  /** Resolves when the process has ended, whoever ended it. */
  readonly exited: Promise<number | null>;
  /** All it has printed so far. */
  output(): string;
  /** The one-time set-up link it printed on its first start, or null. */
  setupToken(): string | null;
  /** SIGTERM and the exit code. Keeps the data folder for a second start when told. */
  stop(options?: { readonly keepData?: boolean }): Promise<number | null>;
}

export interface ServiceOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly dataDir?: string;
  readonly readyWithinMs?: number;
  /** Other command than `node bin/ringback.js start`. */
  readonly command?: readonly string[];
}

/** Runs the built product as a person would, on a free port and a data folder of its own. */
export async function startService(options: ServiceOptions = {}): Promise<RunningService> {
  const dataDir = options.dataDir ?? (await freshDataDir());
  const [command = process.execPath, ...args] = options.command ?? [process.execPath, 'bin/ringback.js', 'start'];
  const child = spawn(command, args, {
    cwd: projectRoot,
    env: { ...bareEnvironment(), RINGBACK_PORT: '0', RINGBACK_DATA_DIR: dataDir, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const exited = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
  const ready = new Promise<string>((done, fail) => {
    const within = options.readyWithinMs ?? 120_000;
    const late = setTimeout(() => fail(new Error(`Not ready within ${within} ms:\n${printed}`)), within);
    const read = (chunk: Buffer) => {
      printed += chunk.toString('utf8');
      const url = /ready[^\n]*?(http:\/\/[^\s/]+)/i.exec(printed)?.[1];
      if (url) {
        clearTimeout(late);
        done(url);
      }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void exited.then((code) => {
      clearTimeout(late);
      fail(new Error(`Ended with ${code} before it was ready:\n${printed}`));
    });
  });
  const stop: RunningService['stop'] = async ({ keepData = false } = {}) => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    const code = await exited;
    if (!keepData) await rm(dataDir, { recursive: true, force: true });
    return code;
  };
  try {
    const url = await ready;
    return {
      url,
      dataDir,
      process: child,
      exited,
      output: () => printed,
      setupToken: () => /\/setup\/([A-Za-z0-9_-]{20,})/.exec(printed)?.[1] ?? null,
      stop,
    };
  } catch (cause) {
    child.kill('SIGKILL');
    await exited;
    // A folder that was given holds what an earlier start has left.
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    throw cause;
  }
}

/** As root the database runs as another user, who must be able to enter the folder. */
async function freshDataDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'rb-service-'));
  await chmod(dir, 0o755);
  return dir;
}

/** The environment without anything that would configure the service by accident. */
function bareEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || /^(RINGBACK_|AMI_|DATABASE_URL$)/.test(name) ? [] : [[name, value]],
    ),
  );
}
