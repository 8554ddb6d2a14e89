import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { between, seeded } from '../../pbx/demo/chance.ts';
import { projectRoot } from '../support/service.ts';
import type { Wrong } from './check.ts';
import type { Struck } from './faults.ts';
import { fakeStage, type Stage } from './stage.ts';

export interface ChaosOptions {
  readonly runs: number;
  readonly seed: number;
  /** Companies that are broken side by side. */
  readonly cells?: number;
  readonly tell?: (line: string) => void;
  /** Only this kind of fault. */
  readonly only?: string | null;
  /** Where it is played; a PBX of our own unless told. */
  readonly open?: (seed: number) => Promise<Stage>;
}

/** One seeded run: a customer's story and the fault that came into it. */
export interface Run {
  readonly seed: number;
  readonly number: string;
  readonly plot: string;
  readonly struck: Struck;
}

export interface ChaosReport {
  readonly runs: number;
  readonly minutes: number;
  readonly starts: number;
  /** Calls that truly happened, and among them those from outside that reached nobody. */
  readonly calls: number;
  readonly missed: number;
  readonly attempts: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly wrong: readonly (Wrong & { readonly runs: readonly Run[] })[];
}

/** Breaks companies `runs` times and holds each against what truly happened. Everything follows from the seed but the scheduling of processes. */
export async function runChaos({
  runs,
  seed,
  cells = 2,
  tell = () => {},
  only = null,
  open = fakeStage,
}: ChaosOptions): Promise<ChaosReport> {
  const began = Date.now();
  const total = { runs: 0, starts: 0, calls: 0, missed: 0, attempts: 0 };
  const struck: Record<string, number> = {};
  const wrong: ChaosReport['wrong'][number][] = [];
  let next = 0;

  async function work(which: number): Promise<void> {
    const stage = await open(seed + which);
    const { company } = stage;
    try {
      while (next < runs) {
        const from = next;
        const to = Math.min(runs, from + stage.together);
        next = to;
        const act = stage.begin();
        const told: Promise<Run>[] = [];
        for (let n = from; n < to; n += 1) {
          const runSeed = seed * 1_000_003 + n;
          const random = seeded(runSeed);
          const number = `+4420794${String(61_000 + (n % 8_900)).padStart(5, '0')}`;
          const fault = only ?? stage.chooseFault(random);
          const story = stage.tell(seeded(runSeed + 7), number);
          await pause(between(random, 0, 700));
          const blow = await stage.strike(random, fault);
          struck[fault] = (struck[fault] ?? 0) + 1;
          told.push(story.then((plot) => ({ seed: runSeed, number, plot, struck: blow })));
          await company.up();
        }
        const broken = Date.now();
        const batch = await Promise.all(told);
        const restless = await act.rest();
        const found = [...(await act.check())];
        if (restless !== null) found.push({ number: null, what: `does not come to rest: ${restless}` });
        if (found.length > 0) tell(`The evidence stands in ${await keepEvidence(stage, seed, from)}`);
        const figures = act.figures();
        total.runs += batch.length;
        total.calls += figures.calls;
        total.missed += figures.missed;
        total.attempts += figures.attempts;
        for (const one of found) {
          const about = one.number === null ? batch : batch.filter(({ number }) => number === one.number);
          wrong.push({ ...one, runs: about });
          tell(`WRONG ${one.what}\n  ${about.map((run) => JSON.stringify(run)).join('\n  ')}`);
        }
        const rested = ((Date.now() - broken) / 1_000).toFixed(1);
        const perMinute = (total.runs / ((Date.now() - began) / 60_000)).toFixed(1);
        tell(
          `${total.runs}/${runs} runs, ${perMinute} a minute, ${total.missed} missed, ${total.attempts} callbacks, ${wrong.length} wrong, at rest after ${rested} s`,
        );
        if (found.length > 0) break;
      }
    } finally {
      total.starts += company.starts;
      await stage.stop();
    }
  }

  await Promise.all(Array.from({ length: cells }, (_, which) => work(which)));
  return { ...total, minutes: (Date.now() - began) / 60_000, faults: struck, wrong };
}

/** What a failing batch leaves for whoever looks into it: the services' own words, the PBX's records, the coverage. */
async function keepEvidence({ company, truth }: Stage, seed: number, from: number): Promise<string> {
  const folder = join(projectRoot, 'artifacts', 'chaos');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `seed-${seed}-from-${from}.log`);
  const tables = ['blind_windows', 'coverage_intervals', 'attempts', 'callbacks', 'quarantined_events'];
  const rows: string[] = [];
  for (const table of tables) {
    const found = await company
      .rows(`select * from ${table} order by id desc limit 60`)
      .catch((cause: unknown) => [String(cause)]);
    rows.push(`${table}\n${found.map((row) => JSON.stringify(row)).join('\n')}`);
  }
  writeFileSync(file, `${rows.join('\n\n')}\n\n${JSON.stringify(truth())}\n\n${company.evidence()}`);
  return file;
}
