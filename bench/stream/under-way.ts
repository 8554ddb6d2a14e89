import { type CutText, filled } from './cutter.ts';
import { type PlannedCall, plannedCall } from './generate.ts';
import { createHeap } from './heap.ts';
import { type WrittenMix, writtenMix } from './mix.ts';
import { nameCall, stampOf, valuesOf } from './naming.ts';
import { pick, seeded } from './random.ts';
import { type ChannelNow, channelsOf, type Sheet, sheetOf, type WaitingNow } from './sheet.ts';

interface Options {
  readonly seed: number;
  readonly phones: number;
  readonly customers: number;
}

/** The calls of a PBX as time goes on: what it tells, what it writes down, and what is going on. */
export interface UnderWay {
  begin(at: number): PlannedCall;
  /** What happens up to an instant, in order. */
  until(at: number, hear: (event: string) => void, write: (row: string) => void): void;
  /** Channels that are there now, and who waits in a queue. */
  now(): { readonly channels: readonly ChannelNow[]; readonly waiting: readonly WaitingNow[] };
  /** Calls that still have something to tell. */
  readonly size: number;
}

interface Track {
  readonly texts: readonly (CutText & { readonly afterMs: number })[];
  readonly values: string[];
  readonly startedAt: number;
  /** Null is what is written down. */
  readonly sheet: Sheet | null;
  next: number;
}

export function callsUnderWay({ seed, phones, customers }: Options): UnderWay {
  const random = seeded(seed);
  const mix: readonly (WrittenMix & { readonly sheet: Sheet })[] = writtenMix().map((kind) => ({
    ...kind,
    sheet: sheetOf(kind.template),
  }));
  const tracks = createHeap<Track>(dueOf);
  let channels = 0;
  return {
    begin(at) {
      const { template, records, sheet } = pick(random, mix);
      const named = nameCall({ phones, customers }, random, at, channels);
      const told = valuesOf(template.slots, named, random);
      const written = valuesOf(records.slots, named, random);
      tracks.push({ texts: template.frames, values: told.values, startedAt: at, sheet, next: 0 });
      tracks.push({ texts: records.rows, values: written.values, startedAt: at, sheet: null, next: 0 });
      channels += Math.max(told.used, written.used);
      return plannedCall(named, template);
    },
    until(at, hear, write) {
      for (let first = tracks.items[0]; first !== undefined && dueOf(first) <= at; first = tracks.items[0]) {
        const text = first.texts[first.next];
        if (text === undefined) throw new Error('A call has nothing left to tell');
        first.values[0] = stampOf(dueOf(first));
        (first.sheet === null ? write : hear)(filled(text, first.values));
        first.next += 1;
        if (first.next < first.texts.length) tracks.sink();
        else tracks.drop();
      }
    },
    now() {
      const found = { channels: [] as ChannelNow[], waiting: [] as WaitingNow[] };
      for (const { sheet, values, next } of tracks.items) if (sheet !== null) channelsOf(sheet, values, next, found);
      return found;
    },
    get size() {
      return tracks.items.length;
    },
  };
}

function dueOf({ startedAt, texts, next }: Track): number {
  return startedAt + (texts[next]?.afterMs ?? 0);
}
