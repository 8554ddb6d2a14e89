import type { AmiEvent } from '../../pbx/ami/ami-event.ts';
import { createFrameReader } from '../../pbx/ami/frame-reader.ts';
import { createEventParser } from '../../pbx/ami/parse-event.ts';
import { printed, type ReplayedCall } from '../../server/cli/replay.ts';
import type { CallRecord } from '../../server/domain/call/call-record.ts';
import { type Calls, createCalls } from '../../server/domain/call/create-calls.ts';
import type { SiteMap } from '../../server/domain/call/site-map.ts';

/** Verdicts of the calls that ended while these events were applied, and of those that were left over. */
export function judged(events: readonly AmiEvent[], site: SiteMap, calls: Calls = createCalls(site)): ReplayedCall[] {
  const records: CallRecord[] = [];
  const keep = (facts: ReturnType<Calls['apply']>) => {
    for (const fact of facts) if (fact.type === 'call.ended') records.push(fact.record);
  };
  for (const event of events) keep(calls.apply(event));
  keep(calls.finish(events.at(-1)?.at ?? 0));
  return printed(
    records.sort((a, b) => a.startedAt - b.startedAt),
    site,
  );
}

/** The events of a stream that arrives in pieces of random size, as a socket hands it over. */
export function inPieces(bytes: Uint8Array, seed: number): AmiEvent[] {
  const events: AmiEvent[] = [];
  const parse = createEventParser({ now: () => 0 });
  const reader = createFrameReader({
    onFrame: (frame) => {
      const found = parse(frame);
      if (found !== null && 'event' in found) events.push(found);
    },
    onFault: () => undefined,
  });
  const next = dice(seed);
  for (let from = 0; from < bytes.length; ) {
    const to = Math.min(bytes.length, from + 1 + Math.floor(next() * 400));
    reader.push(Buffer.from(bytes.subarray(from, to)));
    from = to;
  }
  reader.push(Buffer.from('\r\n\r\n'));
  return events;
}

/** A verdict without its times: what must not change however the stream is cut. */
export function withoutTimes(calls: readonly ReplayedCall[]): Omit<ReplayedCall, 'waitedMs' | 'talkedMs'>[] {
  return calls.map(({ waitedMs: _waited, talkedMs: _talked, ...rest }) => rest);
}

/** Talks that `seen` tells and `whole` does not: invented ones. */
export function inventedTalks(seen: readonly ReplayedCall[], whole: readonly ReplayedCall[]): string[] {
  const real = new Set(whole.flatMap((call) => call.talkedWith));
  return seen.flatMap((call) => call.talkedWith).filter((party) => !real.has(party));
}

/** Always the same dice for the same seed. */
function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
