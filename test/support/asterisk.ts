import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freeTcpPort, freeUdpPort } from './free-port.ts';
import { SipPhone } from './sip/phone.ts';

const script = resolve(dirname(fileURLToPath(import.meta.url)), '../../pbx/asterisk/asterisk.sh');
const run = promisify(execFile);
const prefix = 'rb-pbx-';

/** One running Asterisk of a test's own, with the development PBX's configuration, on ports of its own. */
export interface TestAsterisk {
  readonly sipPort: number;
  readonly trunkPort: number;
  readonly amiPort: number;
  readonly eventsUser: string;
  readonly eventsSecret: string;
  readonly actionsUser: string;
  readonly actionsSecret: string;
  readonly runDir: string;
  readonly recordingsDir: string;
  /** A SITE.yaml that describes this very instance, its recordings included. */
  readonly sitePath: string;
  /** Registers an agent's phone, 1001 to 1006. It is closed with the PBX. */
  phone(extension: string): Promise<SipPhone>;
  /** The carrier's side of the trunk; one for the life of the PBX. */
  trunk(): Promise<SipPhone>;
  /** Runs a console command and returns what it prints. */
  console(command: string): Promise<string>;
  /** Stops it cleanly; `start` brings it back with the same ports and secrets. */
  halt(): Promise<void>;
  start(): Promise<void>;
  /** Kills it as a crash would. */
  kill9(): Promise<void>;
  /** Closes the phones, stops it and removes its folder. */
  stop(): Promise<void>;
}

export interface AsteriskOptions {
  /** How long phones ring before the PBX gives up, and how long a caller may wait in a queue. */
  readonly ringSeconds?: number;
  readonly queueSeconds?: number;
}

/** Why no Asterisk can be started here, or null. */
export function asteriskAvailable(): string | null {
  if (process.platform !== 'linux') return 'the development PBX runs on Debian 12 only';
  try {
    execFileSync('bash', [script, 'status'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'Asterisk is not installed; run: npm run pbx -- install (Debian 12)';
  }
}

/** Starts an Asterisk for one test file. What a killed run left behind is stopped first. */
export async function startAsterisk(options: AsteriskOptions = {}): Promise<TestAsterisk> {
  await sweepLeftovers();
  const runDir = mkdtempSync(join(tmpdir(), prefix));
  writeFileSync(join(runDir, 'owner'), String(process.pid));
  const [sipPort, trunkPort] = [await freeUdpPort('127.0.0.1'), await freeUdpPort('127.0.0.2')];
  const amiPort = await freeTcpPort('127.0.0.1');
  const { ringSeconds = 6, queueSeconds = 20 } = options;
  const numbers = {
    '--sip-port': sipPort,
    '--trunk-port': trunkPort,
    '--ami-port': amiPort,
    '--rtp-from': 20_000 + 400 * Math.floor(Math.random() * 100),
    '--ring-seconds': ringSeconds,
    '--queue-seconds': queueSeconds,
  };
  const startArguments = Object.entries(numbers).flatMap(([name, value]) => [name, String(value)]);
  const start = () => call('start', runDir, ...startArguments).then(() => {});
  await start().catch((cause) => {
    rmSync(runDir, { recursive: true, force: true });
    throw cause;
  });

  const secrets = readSecrets(runDir);
  const server = { host: '127.0.0.1', port: sipPort };
  const opened: SipPhone[] = [];
  let carrier: Promise<SipPhone> | null = null;
  const keep = (phone: SipPhone) => {
    opened.push(phone);
    return phone;
  };
  return {
    sipPort,
    trunkPort,
    amiPort,
    eventsUser: 'ringback-events',
    eventsSecret: secrets.EVENTS_SECRET ?? '',
    actionsUser: 'ringback-actions',
    actionsSecret: secrets.ACTIONS_SECRET ?? '',
    runDir,
    recordingsDir: join(runDir, 'recordings'),
    sitePath: join(runDir, 'site.yaml'),
    phone: async (user) => keep(await SipPhone.register({ user, secret: secrets[`PHONE_${user}`] ?? '', server })),
    trunk: () => {
      carrier ??= SipPhone.peer({ local: { host: '127.0.0.2', port: trunkPort }, server }).then(keep);
      return carrier;
    },
    console: (command) => call('console', runDir, command),
    halt: () => call('stop', runDir).then(() => {}),
    start,
    kill9: () => killNow(runDir),
    stop: async () => {
      await Promise.all(opened.map((phone) => phone.close()));
      await call('stop', runDir);
      rmSync(runDir, { recursive: true, force: true });
    },
  };
}

async function call(verb: string, runDir: string, ...more: string[]): Promise<string> {
  // The run folder's own secrets and loopback, whatever a developer's environment says.
  const env = { ...process.env, AMI_EVENTS_SECRET: '', AMI_ACTIONS_SECRET: '', RINGBACK_ASTERISK_BIND: '' };
  const { stdout } = await run('bash', [script, verb, '--run-dir', runDir, ...more], { env });
  return stdout;
}

function readSecrets(runDir: string): Readonly<Record<string, string>> {
  const lines = readFileSync(join(runDir, 'secrets'), 'utf8').split('\n').filter(Boolean);
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

async function killNow(runDir: string): Promise<void> {
  const pid = Number(readFileSync(join(runDir, 'asterisk.pid'), 'utf8'));
  process.kill(pid, 'SIGKILL');
  // `stop` finds it dead and tidies up; a pid lingers for a moment after the signal.
  await call('stop', runDir);
}

/** Stops instances whose test process is gone: told by the owner file, proven by asterisk.sh before anything is killed. */
async function sweepLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const runDir = join(tmpdir(), name);
    const owner = readOwner(runDir);
    if (owner === null || isAlive(owner)) continue;
    await call('stop', runDir).catch(() => {});
    rmSync(runDir, { recursive: true, force: true });
  }
}

function readOwner(runDir: string): number | null {
  try {
    return Number(readFileSync(join(runDir, 'owner'), 'utf8')) || null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is alive too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
