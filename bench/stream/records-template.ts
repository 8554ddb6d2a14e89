import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CutText, createCutter, type Slot } from './cutter.ts';
import type { CallTemplate } from './template.ts';

/** What a real Asterisk 22 wrote into its channel event log of one call, ready to be written again with other names. */
export interface RecordsTemplate {
  readonly rows: readonly RowTemplate[];
  readonly slots: readonly Slot[];
}

/** One line of `Master.csv`, without its end. */
interface RowTemplate extends CutText {
  readonly afterMs: number;
}

/**
 * Reads the rows of a recorded story. They were recorded another time than its events: the pace is set so that the last
 * row is written when the last channel hangs up.
 */
export function readRecordsTemplate(folder: string, { story, frames }: CallTemplate): RecordsTemplate {
  const lines = readFileSync(join(folder, `${story}.cel.csv`), 'utf8')
    .trimEnd()
    .split('\n');
  const times = lines.map((line) => Number(/^"[A-Z_]+","(\d+\.\d+)"/.exec(line)?.[1]) * 1000);
  const firstAt = Math.min(...times);
  const lasts = Math.max(...times) - firstAt;
  const endsAfter = frames.findLast(({ name }) => name === 'Hangup')?.afterMs ?? lasts;
  const cutter = createCutter(/(?<=^"[A-Z_]+",")\d+\.\d+/);
  const rows = lines.map((line, n) => ({
    afterMs: (((times[n] ?? firstAt) - firstAt) * endsAfter) / lasts,
    ...cutter.cut(line),
  }));
  return { rows: rows.toSorted((a, b) => a.afterMs - b.afterMs), slots: cutter.slots };
}
