import { type MixedCall, usualMix } from './mix.ts';
import { pick, type Random, seeded } from './random.ts';
import type { CallTemplate } from './template.ts';

export interface StreamOptions {
  readonly seed: number;
  readonly calls: number;
  readonly callsPerSecond: number;
  /** Epoch milliseconds of the first call. */
  readonly startAt: number;
  /** Phones 1001 and on, in teams of four. */
  readonly phones?: number;
  /** How many different customers call. */
  readonly customers?: number;
  /** The first channel's number: a second stream of the same PBX begins behind the first. */
  readonly firstChannel?: number;
}

/** What a call of the stream must be judged as. */
export interface PlannedCall {
  readonly linkedid: string;
  readonly caller: string;
  readonly outcome: string;
  readonly reason: string | null;
}

/** One event on its way: `text` is the whole message with its blank line. */
export interface StreamedFrame {
  readonly at: number;
  readonly name: string;
  readonly text: string;
}

interface Running {
  readonly template: CallTemplate;
  readonly values: string[];
  readonly startedAt: number;
  next: number;
}

/** The nth customer's number, in E.164; a million and more of them, none twice. */
export function customerNumber(n: number): string {
  return `+447${String(100_000_000 + n * 7).padStart(9, '0')}`;
}

/**
 * Calls as a real Asterisk tells them, one after the other at an even rate, their events interleaved by time. Holds only
 * the calls that are under way. `onCall` hears of each call before its first event.
 */
export function* streamOf(options: StreamOptions, onCall?: (call: PlannedCall) => void): Generator<StreamedFrame> {
  const { calls, callsPerSecond, startAt } = options;
  const random = seeded(options.seed);
  const mix = usualMix();
  const running: Running[] = [];
  let channels = options.firstChannel ?? 0;
  let begun = 0;
  for (;;) {
    const nextStart = begun < calls ? startAt + (begun * 1000) / callsPerSecond : Number.POSITIVE_INFINITY;
    const first = running[0];
    if (first === undefined && begun >= calls) return;
    if (first === undefined || nextStart <= dueOf(first)) {
      const { call, planned, used } = begin(options, random, mix, nextStart, channels);
      channels += used;
      begun += 1;
      onCall?.(planned);
      push(running, call);
      continue;
    }
    const frame = first.template.frames[first.next];
    if (frame === undefined) throw new Error('A call has no event left');
    const at = dueOf(first);
    first.values[0] = stampOf(at);
    let text = frame.literals[0] ?? '';
    for (let i = 0; i < frame.slots.length; i++) {
      text += first.values[frame.slots[i] ?? 0] ?? '';
      text += frame.literals[i + 1] ?? '';
    }
    first.next += 1;
    if (first.next < first.template.frames.length) sink(running, 0);
    else drop(running);
    yield { at, name: frame.name, text };
  }
}

/** The whole stream as bytes, greeting first, with what each call must be judged as. */
export function streamBytes(options: StreamOptions): { bytes: Buffer; events: number; planned: PlannedCall[] } {
  const planned: PlannedCall[] = [];
  const pieces: string[] = ['Asterisk Call Manager/11.0.0\r\n'];
  for (const { text } of streamOf(options, (call) => planned.push(call))) pieces.push(text);
  return { bytes: Buffer.from(pieces.join(''), 'latin1'), events: pieces.length - 1, planned };
}

function begin(
  { phones = 2000, customers = 1_000_000 }: StreamOptions,
  random: Random,
  mix: readonly MixedCall[],
  at: number,
  firstChannel: number,
): { call: Running; planned: PlannedCall; used: number } {
  const { template } = pick(random, mix);
  const caller = customerNumber(Math.floor(random() * customers));
  const team = Math.floor(random() * Math.max(1, Math.floor(phones / 4)));
  const second = Math.floor(at / 1000);
  let used = 0;
  const values = template.slots.map(({ kind, index }) => {
    if (kind === 'uniqueid') {
      used = Math.max(used, index + 1);
      return `${second}.${firstChannel + index}`;
    }
    if (kind === 'serial') return (firstChannel + index).toString(16).padStart(8, '0');
    if (kind === 'caller') return caller.slice(1);
    if (kind === 'extension') return String(1001 + team * 4 + index);
    return kind === 'bridge' ? uuidOf(random) : '';
  });
  const linkedid = `${second}.${firstChannel}`;
  const { outcome, reason } = template;
  return {
    call: { template, values, startedAt: at, next: 0 },
    planned: { linkedid, caller, outcome, reason },
    used,
  };
}

function uuidOf(random: Random): string {
  const hex = Array.from({ length: 4 }, () =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  ).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function stampOf(at: number): string {
  const micros = Math.round((at % 1000) * 1000);
  return `${Math.floor(at / 1000)}.${String(Math.min(999_999, micros)).padStart(6, '0')}`;
}

function dueOf({ startedAt, template, next }: Running): number {
  return startedAt + (template.frames[next]?.afterMs ?? 0);
}

// A heap: the call whose next event is due first stands at 0.
function push(heap: Running[], call: Running): void {
  heap.push(call);
  for (let at = heap.length - 1; at > 0; ) {
    const above = (at - 1) >> 1;
    if (!swapIfLater(heap, above, at)) return;
    at = above;
  }
}

function drop(heap: Running[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  heap[0] = last;
  sink(heap, 0);
}

function sink(heap: Running[], from: number): void {
  for (let at = from; ; ) {
    const left = 2 * at + 1;
    if (left >= heap.length) return;
    const [one, two] = [heap[left], heap[left + 1]];
    const least = two !== undefined && one !== undefined && dueOf(two) < dueOf(one) ? left + 1 : left;
    if (!swapIfLater(heap, at, least)) return;
    at = least;
  }
}

function swapIfLater(heap: Running[], above: number, below: number): boolean {
  const [one, two] = [heap[above], heap[below]];
  if (one === undefined || two === undefined || dueOf(one) <= dueOf(two)) return false;
  heap[above] = two;
  heap[below] = one;
  return true;
}
