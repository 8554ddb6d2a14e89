import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BenchDatabase } from './database.ts';

/** The product as it really runs: `ringback start` in a process of its own. */
export interface Product {
  readonly url: string;
  readonly pid: number;
  /** User and system time of the process so far. */
  cpuMs(): number;
  /** Resident memory. */
  memoryMb(): number;
  /** SIGKILL: nothing is said goodbye to. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** Its last lines. */
  said(): string;
}

export interface ProductOptions {
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly amiPort: number;
  readonly env?: Readonly<Record<string, string>>;
}

const READY_MS = 300_000;
const KEPT = 8_000;

export async function startProduct({ databaseUrl, dataDir, amiPort, env = {} }: ProductOptions): Promise<Product> {
  const here = fileURLToPath(import.meta.url);
  const cli = join(dirname(here), '..', 'server', 'cli', `main${extname(here)}`);
  const inherited = Object.entries(process.env).filter(([name]) => !/^(RINGBACK_|AMI_|DATABASE_URL$)/.test(name));
  const child: ChildProcess = spawn(process.execPath, [cli, 'start'], {
    env: {
      ...Object.fromEntries(inherited),
      RINGBACK_PORT: '0',
      RINGBACK_LOG_LEVEL: 'warn',
      RINGBACK_DATA_DIR: dataDir,
      DATABASE_URL: databaseUrl,
      AMI_HOST: '127.0.0.1',
      AMI_PORT: String(amiPort),
      AMI_EVENTS_USER: 'events',
      AMI_EVENTS_SECRET: 'bench',
      AMI_ACTIONS_USER: 'actions',
      AMI_ACTIONS_SECRET: 'bench',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const ready = new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`Not ready in time:\n${said}`)), READY_MS);
    const read = (chunk: Buffer) => {
      said = (said + chunk.toString('utf8')).slice(-KEPT);
      const url = /is ready: (http:\/\/[^\s/]+)/.exec(said)?.[1];
      if (url === undefined) return;
      clearTimeout(late);
      resolve(url);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    void exited.then((code) => {
      clearTimeout(late);
      reject(new Error(`Ended with ${code} before it was ready:\n${said}`));
    });
  });
  const end = (signal: 'SIGKILL' | 'SIGTERM') => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    return exited;
  };
  const pid = child.pid ?? 0;
  try {
    const url = await ready;
    return {
      url,
      pid,
      cpuMs: () => cpuMsOf(pid),
      memoryMb: () => memoryMbOf(pid),
      kill: async () => void (await end('SIGKILL')),
      stop: () => end('SIGTERM'),
      said: () => said,
    };
  } catch (cause) {
    await end('SIGKILL');
    throw cause;
  }
}

/** Jiffies are hundredths of a second on every Linux we run on. */
export function cpuMsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function memoryMbOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]) / 1024;
}

/** The lines that the calls of the stream come in on. */
export async function openLines({ pool }: BenchDatabase): Promise<void> {
  await pool.query(`insert into lines (site_id, key, name, dids, language, country, due_minutes)
    select s.id, l.key, l.key, l.dids, 'en', 'GB', 30 from sites s, (values
      ('sales', '{+442079460100,+442079460190}'::text[]), ('office', '{+442079460110,+442079460192}'),
      ('anna', '{+442079460111}')) as l (key, dids)`);
}
