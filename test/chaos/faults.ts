import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { between, pick, pickWeighted } from '../../pbx/demo/chance.ts';
import type { Random } from '../../pbx/demo/ports.ts';
import { faultPoints } from '../../server/platform/fault-points.ts';
import { freezePostgres } from '../support/postgres-processes.ts';
import type { Company } from './company.ts';
import { type Dishonesty, honest } from './lies.ts';

/** Ways in which the world breaks. */
export const faults = [
  'none',
  'kill at a point',
  'freeze at a point',
  'kill',
  'freeze',
  'cut link',
  'lies',
  'late events',
  'kill database',
  'freeze database',
  'two services',
  'a rival while asleep',
] as const;
export type Fault = (typeof faults)[number];

/** How often each comes: what costs many seconds comes seldom. */
const weights: Readonly<Record<Fault, number>> = {
  none: 6,
  'kill at a point': 22,
  'freeze at a point': 14,
  kill: 5,
  freeze: 10,
  'cut link': 14,
  lies: 14,
  'late events': 4,
  'kill database': 6,
  'freeze database': 4,
  'two services': 2,
  'a rival while asleep': 1,
};

const heavy = faults.map((fault) => ({ fault, weight: weights[fault] }));

export function chooseFault(random: Random): Fault {
  return pickWeighted(random, heavy)?.fault ?? 'none';
}

/** What was done, for the report of a run. */
export interface Struck {
  readonly fault: string;
  readonly how: string;
}

/** Breaks one thing and lets it be whole again. */
export async function strike(
  company: Company,
  random: Random,
  fault: Fault,
  lie: (how: Dishonesty) => void = () => {},
): Promise<Struck> {
  switch (fault) {
    case 'none':
      return { fault, how: '' };
    case 'kill at a point':
    case 'freeze at a point':
      return { fault, how: await atPoint(company, random, fault === 'kill at a point' ? 'kill' : 'stop') };
    case 'kill':
      company.arm(aPoint(random, random() < 0.6 ? 'kill' : 'stop'));
      await company.kill();
      return { fault, how: '' };
    case 'two services':
      await company.kill(2);
      return { fault, how: '' };
    case 'freeze':
      return { fault, how: await freeze(company, sleepMs(random)) };
    case 'a rival while asleep': {
      const [how] = await Promise.all([company.rival(), freeze(company, 4_000)]);
      // It may run when the sleeper had lost the database before; then the sleeper gives way when it wakes.
      return { fault, how };
    }
    case 'cut link': {
      const [ms, again] = [between(random, 50, 2_500), random() < 0.3];
      company.line.cut();
      await pause(ms);
      company.line.mend();
      if (again) {
        await pause(between(random, 10, 900));
        company.line.cut();
        company.line.mend();
      }
      return { fault, how: `${ms} ms${again ? ', and once more' : ''}` };
    }
    case 'lies':
    case 'late events': {
      const isLate = fault === 'late events';
      const delayMs = isLate ? between(random, 200, 1_500) : 0;
      lie(isLate ? { ...honest, delayMs } : { ...honest, doubled: 0.1, swapped: 0.06, failures: 0.4 });
      await pause(between(random, 1_500, 3_000));
      lie(honest);
      return { fault, how: isLate ? `${delayMs} ms` : '' };
    }
    case 'kill database': {
      process.kill(company.postmaster(), 'SIGKILL');
      await pause(300);
      await company.rows('select 1');
      return { fault, how: '' };
    }
    case 'freeze database': {
      const ms = between(random, 300, 2_500);
      const wake = freezePostgres(company.dataDir);
      await pause(ms).finally(wake);
      return { fault, how: `${ms} ms` };
    }
  }
}

/** Often short, sometimes longer than a lease, sometimes longer than an attempt may live. */
function sleepMs(random: Random): number {
  const kind = random();
  return kind < 0.5
    ? between(random, 100, 1_500)
    : kind < 0.8
      ? between(random, 3_000, 4_500)
      : between(random, 6_500, 8_500);
}

async function freeze(company: Company, ms: number): Promise<string> {
  const victim = company.service()?.process;
  victim?.kill('SIGSTOP');
  await pause(ms);
  victim?.kill('SIGCONT');
  return `${ms} ms`;
}

/** A point, what happens there, and at which pass, as the service reads it. */
function aPoint(random: Random, what: 'kill' | 'stop'): string {
  const name = pick(random, faultPoints) ?? 'call.committed';
  const times = name === 'event.read' ? between(random, 1, 60) : random() < 0.7 ? 1 : 2;
  return `${name}:${what}:${times}`;
}

/** A service with this point armed is begun; then the point counts, and whatever it does is cleared away. */
async function atPoint(company: Company, random: Random, what: 'kill' | 'stop'): Promise<string> {
  const point = aPoint(random, what);
  const running = company.service();
  // The one that runs may have this kind of strike armed already: then nothing need die first.
  const ready = running !== null && armedIn(running.process.pid)?.split(':')[1] === what;
  if (!ready) {
    company.arm(point);
    await company.kill();
  }
  const victim = company.service();
  const name = (victim === null ? null : armedIn(victim.process.pid)) ?? point;
  company.strike(true);
  const struck = await waitFor(() => victim === null || isDown(victim.process.pid), 3_500);
  company.strike(false);
  if (!struck) return `${name}, not come to`;
  if (what === 'stop') {
    await pause(sleepMs(random));
    victim?.process.kill('SIGCONT');
    // It strikes once in a life.
    return name;
  }
  company.arm('');
  await pause(between(random, 0, 1_200));
  await company.up();
  return name;
}

function armedIn(pid: number | undefined): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/environ`, 'utf8');
    return /RINGBACK_FAULT_AT=([^\0]+)/.exec(text)?.[1] ?? null;
  } catch {
    return null;
  }
}

/** Dead or stopped. */
function isDown(pid: number | undefined): boolean {
  try {
    const state = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0] ?? 'X';
    return state === 'T' || state === 'Z' || state === 'X';
  } catch {
    return true;
  }
}

async function waitFor(is: () => boolean, withinMs: number): Promise<boolean> {
  const until = Date.now() + withinMs;
  while (Date.now() < until) {
    if (is()) return true;
    await pause(15);
  }
  return is();
}
