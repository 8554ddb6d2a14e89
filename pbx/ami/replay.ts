import type { AmiEvent } from './ami-event.ts';
import { createFrameReader } from './frame-reader.ts';
import { createEventParser } from './parse-event.ts';
import type { Quarantined } from './quarantined.ts';

/** A recorded stream, read whole. */
export interface Trace {
  readonly events: AmiEvent[];
  readonly quarantined: Quarantined[];
}

/** What a step of the made-up clock is: one event a second. */
const STEP_MS = 1000;

/**
 * Reads a recorded AMI stream (CR LF or LF, with or without greeting and replies).
 *
 * Clock: `at` is the `Timestamp` header where the trace has one (never running backwards). A trace without gets a
 * made-up clock: it starts at the epoch inside the first Uniqueid, moves on one second per event, and jumps ahead to
 * the epoch of each new channel. Waits and talks of such a trace are therefore lengths in events, not real ones;
 * what happened, and in which order, is unaffected.
 */
export function readTrace(bytes: Uint8Array, options: { readonly variables?: Iterable<string> } = {}): Trace {
  const unstamped = Number.NaN;
  const events: AmiEvent[] = [];
  const quarantined: Quarantined[] = [];
  const parse = createEventParser({ ...options, now: () => unstamped });
  const reader = createFrameReader({
    onFrame(frame) {
      const found = parse(frame);
      if (found === null) return;
      if ('event' in found) events.push(found);
      else quarantined.push(found);
    },
    onFault(reason, detail, name, raw) {
      quarantined.push({ reason, detail, name, raw, at: unstamped });
    },
  });
  reader.push(bytes);
  // A recording may stop in the middle of the last blank line.
  reader.push(Buffer.from('\r\n\r\n'));
  const stamped = stamp(events);
  const startedAt = stamped[0]?.at ?? 0;
  return { events: stamped, quarantined: quarantined.map((piece) => ({ ...piece, at: startedAt })) };
}

function stamp(events: readonly AmiEvent[]): AmiEvent[] {
  const firstStamped = events.find((event) => Number.isFinite(event.at))?.at;
  let clock = firstStamped ?? events.reduce<number | null>((first, event) => first ?? epochOf(event), null) ?? 0;
  let last = Number.NEGATIVE_INFINITY;
  return events.map((event) => {
    if (Number.isFinite(event.at)) clock = Math.max(event.at, last);
    // FullyBooted and its like carry no Timestamp even where all others do (Asterisk 22): they keep the clock as it is.
    else if (firstStamped === undefined) {
      clock = Math.max(Number.isFinite(last) ? last + STEP_MS : clock, epochOf(event) ?? 0);
    }
    last = clock;
    return { ...event, at: clock };
  });
}

/** The second in which the event's channel was made: `1585318545.326`, perhaps with a system's name in front. */
function epochOf(event: AmiEvent): number | null {
  if (!('chan' in event) || !event.chan) return null;
  const found = /(?:^|-)([0-9]{9,11})\.[0-9]+$/.exec(event.chan.uniqueid);
  return found ? Number(found[1]) * 1000 : null;
}
