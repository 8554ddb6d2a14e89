import type { AmiEvent } from '../../pbx/ami/ami-event.ts';
import { createFrameReader } from '../../pbx/ami/frame-reader.ts';
import { createEventParser } from '../../pbx/ami/parse-event.ts';
import { printed, type ReplayedCall } from '../../server/cli/replay.ts';
import type { CallRecord } from '../../server/domain/call/call-record.ts';
import { type Calls, createCalls } from '../../server/domain/call/create-calls.ts';
import type { SiteMap } from '../../server/domain/call/site-map.ts';

/** Records of the calls that ended while these events were applied, and of those that were left over, by start. */
export function recordsOf(
  events: readonly AmiEvent[],
  site: SiteMap,
  calls: Calls = createCalls(site),
): readonly CallRecord[] {
  const records: CallRecord[] = [];
  const keep = (facts: ReturnType<Calls['apply']>) => {
    for (const fact of facts) if (fact.type === 'call.ended') records.push(fact.record);
  };
  for (const event of events) keep(calls.apply(event));
  keep(calls.finish(events.at(-1)?.at ?? 0));
  return records.sort((a, b) => a.startedAt - b.startedAt);
}

/** The same as `replay` prints them. */
export function judged(events: readonly AmiEvent[], site: SiteMap, calls: Calls = createCalls(site)): ReplayedCall[] {
  return printed(recordsOf(events, site, calls), site);
}

/** What became of each phone that was rung: `1001 lost`, sorted. */
export function offersTold({ offers }: CallRecord): string[] {
  return offers.map(({ extension, device, result }) => `${extension ?? device} ${result}`).sort();
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

/**
 * The same events with neighbours changed in order wherever both orders are possible: they share no channel and no
 * bridge, and came within `windowMs`. Each channel's own order stays (Asterisk keeps order per topic only).
 */
export function interleaved(events: readonly AmiEvent[], seed: number, windowMs = 50): AmiEvent[] {
  const next = dice(seed);
  const order = events.map((event) => ({ event, about: subjectsOf(event) }));
  for (let round = 0; round < 6; round += 1) {
    for (let index = 1; index < order.length; index += 1) {
      const [one, two] = [order[index - 1], order[index]];
      if (one === undefined || two === undefined || next() < 0.5) continue;
      if (Math.abs(two.event.at - one.event.at) > windowMs || two.about.some((id) => one.about.includes(id))) continue;
      order[index - 1] = two;
      order[index] = one;
    }
  }
  // Each event is stamped when it is sent: the clock does not go back because another was sent first.
  let at = 0;
  return order.map(({ event }) => {
    at = Math.max(at, event.at);
    return { ...event, at };
  });
}

/** Ids of the channels and bridges an event tells of. */
function subjectsOf(event: AmiEvent): string[] {
  const about: string[] = [];
  for (const [name, value] of Object.entries(event)) {
    if (/bridgeId/i.test(name) && typeof value === 'string') about.push(value);
    if (typeof value === 'object' && value !== null && 'uniqueid' in value) about.push(String(value.uniqueid));
  }
  return about;
}

/** A verdict without its times: what must not change however the stream is cut. */
export function withoutTimes(calls: readonly ReplayedCall[]): Omit<ReplayedCall, 'waitedMs' | 'talkedMs'>[] {
  return calls.map(({ waitedMs: _waited, talkedMs: _talked, ...rest }) => rest);
}

/** Talks that `seen` tells and `whole` does not: invented ones. An outside phone whose dial was not seen has no number. */
export function inventedTalks(seen: readonly ReplayedCall[], whole: readonly ReplayedCall[]): string[] {
  const real = new Set(whole.flatMap((call) => call.talkedWith));
  const outside = [...real].some((party) => party.startsWith('+'));
  return seen
    .flatMap((call) => call.talkedWith)
    .filter((party) => !real.has(party) && !(outside && party.includes('/')));
}

/** Verdicts of `seen` that are neither the right ones nor owned up to as not known. */
export function wrongVerdicts(seen: readonly ReplayedCall[], whole: readonly ReplayedCall[]): string[] {
  return seen.flatMap((call) => {
    const real = whole.find(({ linkedids }) => call.linkedids.some((id) => linkedids.includes(id)));
    if (call.reason === 'ended_unknown' || (real?.outcome === call.outcome && real.reason === call.reason)) return [];
    return [`${call.outcome} ${call.reason}, truly ${real?.outcome} ${real?.reason}`];
  });
}

/** The same rows in another order within each second. */
export function shuffled<Row extends { readonly at: number }>(rows: readonly Row[], seed: number): Row[] {
  const next = dice(seed);
  return rows
    .map((row) => ({ row, second: Math.floor(row.at / 1000), place: next() }))
    .sort((a, b) => a.second - b.second || a.place - b.place)
    .map(({ row }) => row);
}

/** The same rows in any order. */
export function anyOrder<Row>(rows: readonly Row[], seed: number): Row[] {
  const next = dice(seed);
  return rows
    .map((row) => ({ row, place: next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ row }) => row);
}

/** Always the same dice for the same seed. */
function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
