import type { Random } from '../../pbx/demo/ports.ts';
import { openCell } from './cell.ts';
import { check, type Wrong, waitQuiet } from './check.ts';
import type { Company } from './company.ts';
import { chooseFault, faults, type Struck, strike } from './faults.ts';
import { tellStory } from './story.ts';

/** Calls that truly happened: all, those from outside that reached nobody, and ours to customers. */
export interface Figures {
  readonly calls: number;
  readonly missed: number;
  readonly attempts: number;
}

/** What has happened since the last rest, held against the ledger. */
export interface Act {
  /** Waits for rest; answers what does not come to it. */
  rest(): Promise<string | null>;
  check(): Promise<readonly Wrong[]>;
  figures(): Figures;
}

/** A company with everybody around it: where stories are played and faults strike. */
export interface Stage {
  readonly company: Company;
  /** Stories that overlap and are checked together. */
  readonly together: number;
  /** Plays one customer's story; answers its plot. */
  tell(random: Random, number: string): Promise<string>;
  chooseFault(random: Random): string;
  strike(random: Random, fault: string): Promise<Struck>;
  begin(): Act;
  /** All that truly happened, for whoever looks into a wrong result. */
  truth(): unknown;
  stop(): Promise<void>;
}

/** The stage whose PBX is ours and may lie. */
export async function fakeStage(seed: number): Promise<Stage> {
  const cell = await openCell(seed);
  const { truth } = cell.pbx.people;
  return {
    company: cell,
    together: 12,
    tell: (random, number) => tellStory(cell, random, number),
    chooseFault,
    strike: (random, wanted) =>
      strike(cell, random, faults.find((fault) => fault === wanted) ?? 'none', (how) => cell.pbx.lie(how)),
    begin() {
      const [before, twice] = [truth.calls.length, truth.twice.length];
      return {
        rest: () => waitQuiet(cell, before),
        check: () => check(cell, before, twice),
        figures() {
          const calls = truth.calls.slice(before);
          return {
            calls: calls.length,
            missed: calls.filter(({ kind, talkedMs }) => kind === 'inbound' && talkedMs === 0).length,
            attempts: calls.filter(({ kind }) => kind === 'originate').length,
          };
        },
      };
    },
    truth: () => truth,
    stop: () => cell.stop(),
  };
}
