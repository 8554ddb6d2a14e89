import { filled } from './cutter.ts';
import { createHeap } from './heap.ts';
import { usualMix } from './mix.ts';
import { type Named, nameCall, stampOf, valuesOf } from './naming.ts';
import { pick, seeded } from './random.ts';
import type { CallTemplate } from './template.ts';

export { customerNumber } from './naming.ts';

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

/**
 * Calls as a real Asterisk tells them, one after the other at an even rate, their events interleaved by time. Holds only
 * the calls that are under way. `onCall` hears of each call before its first event.
 */
export function* streamOf(options: StreamOptions, onCall?: (call: PlannedCall) => void): Generator<StreamedFrame> {
  const { calls, callsPerSecond, startAt } = options;
  const random = seeded(options.seed);
  const mix = usualMix();
  const running = createHeap<Running>(dueOf);
  let channels = options.firstChannel ?? 0;
  let begun = 0;
  for (;;) {
    const nextStart = begun < calls ? startAt + (begun * 1000) / callsPerSecond : Number.POSITIVE_INFINITY;
    const first = running.items[0];
    if (first === undefined && begun >= calls) return;
    if (first === undefined || nextStart <= dueOf(first)) {
      const { template } = pick(random, mix);
      const named = nameCall(options, random, nextStart, channels);
      const { values, used } = valuesOf(template.slots, named, random);
      running.push({ template, values, startedAt: nextStart, next: 0 });
      channels += used;
      begun += 1;
      onCall?.(plannedCall(named, template));
      continue;
    }
    const frame = first.template.frames[first.next];
    if (frame === undefined) throw new Error('A call has no event left');
    const at = dueOf(first);
    first.values[0] = stampOf(at);
    const text = filled(frame, first.values);
    first.next += 1;
    if (first.next < first.template.frames.length) running.sink();
    else running.drop();
    yield { at, name: frame.name, text };
  }
}

/** What a call of this kind, by this name, must be judged as. */
export function plannedCall({ linkedid, caller }: Named, { outcome, reason }: CallTemplate): PlannedCall {
  return { linkedid, caller, outcome, reason };
}

/** The whole stream as bytes, greeting first, with what each call must be judged as. */
export function streamBytes(options: StreamOptions): { bytes: Buffer; events: number; planned: PlannedCall[] } {
  const planned: PlannedCall[] = [];
  const pieces: string[] = ['Asterisk Call Manager/11.0.0\r\n'];
  for (const { text } of streamOf(options, (call) => planned.push(call))) pieces.push(text);
  return { bytes: Buffer.from(pieces.join(''), 'latin1'), events: pieces.length - 1, planned };
}

function dueOf({ startedAt, template, next }: Running): number {
  return startedAt + (template.frames[next]?.afterMs ?? 0);
}
