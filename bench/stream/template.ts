import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One event of a recorded call, cut at everything that differs from call to call. */
export interface FrameTemplate {
  readonly name: string;
  /** Milliseconds behind the call's first event. */
  readonly afterMs: number;
  readonly literals: readonly string[];
  /** Between two literals stands the value of this slot. */
  readonly slots: readonly number[];
}

/** What stands in a slot; `index` counts the different values of that kind in the recording. */
export interface Slot {
  readonly kind: 'timestamp' | 'uniqueid' | 'serial' | 'bridge' | 'caller' | 'extension';
  readonly index: number;
}

/** A call as a real Asterisk 22 told it, ready to be told again with other names. */
export interface CallTemplate {
  readonly story: string;
  readonly frames: readonly FrameTemplate[];
  readonly slots: readonly Slot[];
  readonly outcome: string;
  readonly reason: string | null;
}

// Alternatives in this order: a timestamp looks like a uniqueid, and so does the number of a caller's file.
const variable =
  /(?<=\r\nTimestamp: )\d+\.\d+|\b\d{10}\.\d+\b|(?<=\/[\w@-]{1,40}-)[0-9a-f]{8}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|447700900123|\b100[1-4]\b/g;
/** Phones register and go while a story is set up: nothing of the call. */
const notOfTheCall = new Set(['FullyBooted', 'PeerStatus', 'ContactStatus']);

/** Reads one recorded story of one call. */
export function readTemplate(folder: string, story: string): CallTemplate {
  const told: unknown = JSON.parse(readFileSync(join(folder, `${story}.expected.json`), 'utf8'));
  const [verdict, ...others] = Array.isArray(told) ? told : [];
  if (!isVerdict(verdict) || others.length > 0) throw new Error(`${story} is not the story of one call`);
  const slots: Slot[] = [{ kind: 'timestamp', index: 0 }];
  const known = new Map<string, number>();
  const counts = new Map<Slot['kind'], number>();

  function slotOf(value: string, kind: Slot['kind']): number {
    if (kind === 'timestamp') return 0;
    const name = `${kind} ${value}`;
    const before = known.get(name);
    if (before !== undefined) return before;
    const index = kind === 'extension' ? Number(value) - 1001 : (counts.get(kind) ?? 0);
    counts.set(kind, index + 1);
    slots.push({ kind, index });
    known.set(name, slots.length - 1);
    return slots.length - 1;
  }

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
    const literals: string[] = [];
    const used: number[] = [];
    let from = 0;
    const text = `${block}\r\n\r\n`;
    for (const found of text.matchAll(variable)) {
      literals.push(text.slice(from, found.index));
      used.push(slotOf(found[0], kindOf(found[0], text, found.index)));
      from = found.index + found[0].length;
    }
    frames.push({ name, afterMs: lastAt - firstAt, literals: [...literals, text.slice(from)], slots: used });
  }
  return { story, frames, slots, outcome: verdict.outcome, reason: verdict.reason };
}

function kindOf(value: string, text: string, at: number): Slot['kind'] {
  if (text.slice(0, at).endsWith('\r\nTimestamp: ')) return 'timestamp';
  if (value === '447700900123') return 'caller';
  if (value.length === 4) return 'extension';
  if (value.length === 36) return 'bridge';
  return value.includes('.') ? 'uniqueid' : 'serial';
}

function isVerdict(value: unknown): value is { outcome: string; reason: string | null } {
  return typeof value === 'object' && value !== null && 'outcome' in value && 'reason' in value;
}
