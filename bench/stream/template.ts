import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CutText, createCutter, type Slot } from './cutter.ts';

/** One event of a recorded call, cut at everything that differs from call to call. */
export interface FrameTemplate extends CutText {
  readonly name: string;
  /** Milliseconds behind the call's first event. */
  readonly afterMs: number;
}

/** A call as a real Asterisk 22 told it, ready to be told again with other names. */
export interface CallTemplate {
  readonly story: string;
  readonly frames: readonly FrameTemplate[];
  readonly slots: readonly Slot[];
  readonly outcome: string;
  readonly reason: string | null;
}

/** Phones register and go while a story is set up: nothing of the call. */
const notOfTheCall = new Set(['FullyBooted', 'PeerStatus', 'ContactStatus']);

/** Reads one recorded story of one call. */
export function readTemplate(folder: string, story: string): CallTemplate {
  const told: unknown = JSON.parse(readFileSync(join(folder, `${story}.expected.json`), 'utf8'));
  const [verdict, ...others] = Array.isArray(told) ? told : [];
  if (!isVerdict(verdict) || others.length > 0) throw new Error(`${story} is not the story of one call`);
  const cutter = createCutter(/(?<=\r\nTimestamp: )\d+\.\d+/);
  let firstAt = Number.NaN;
  let lastAt = 0;
  const frames: FrameTemplate[] = [];
  for (const block of readFileSync(join(folder, `${story}.ami`), 'latin1').split('\r\n\r\n')) {
    const name = /^Event: (.*)\r\n/.exec(block)?.[1];
    const stamp = /\r\nTimestamp: (\d+\.\d+)\r\n/.exec(block)?.[1];
    if (name === undefined || stamp === undefined || notOfTheCall.has(name)) continue;
    const at = Number(stamp) * 1000;
    if (Number.isNaN(firstAt)) firstAt = at;
    // Two threads of Asterisk may stamp in another order than they write, by microseconds.
    lastAt = Math.max(lastAt, at);
    frames.push({ name, afterMs: lastAt - firstAt, ...cutter.cut(`${block}\r\n\r\n`) });
  }
  return { story, frames, slots: cutter.slots, outcome: verdict.outcome, reason: verdict.reason };
}

function isVerdict(value: unknown): value is { outcome: string; reason: string | null } {
  return typeof value === 'object' && value !== null && 'outcome' in value && 'reason' in value;
}
