import { expect } from 'vitest';
import type { AmiEvent } from '../../../pbx/ami/ami-event.ts';
import { createEventReader } from '../../../pbx/ami/event-reader.ts';
import { createFrameReader } from '../../../pbx/ami/frame-reader.ts';
import { createEventParser } from '../../../pbx/ami/parse-event.ts';
import type { Quarantined } from '../../../pbx/ami/quarantined.ts';

/** What came out of a stream, in order. */
export interface Heard {
  readonly events: AmiEvent[];
  readonly quarantined: Quarantined[];
  readonly responses: string[];
  readonly banners: string[];
  push(bytes: string | Uint8Array): void;
  /** Bytes the reader still holds. */
  held(): number;
}

type Found = Omit<Heard, 'push' | 'held'>;

/**
 * The event session's reader, and beside it one that cuts out and checks every message the long way: both must find the
 * same after every piece.
 */
export function listen(options: { now?: () => number; variables?: string[] } = {}): Heard {
  const now = options.now ?? (() => 1_763_758_888_000);
  const parsing = { now, variables: options.variables ?? [] };
  const heard = nothing();
  const reader = readerInto(heard, parsing);
  const long = nothing();
  const longReader = longReaderInto(long, parsing);
  let [events, quarantined] = [0, 0];
  return {
    ...heard,
    push(piece) {
      const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
      reader.push(bytes);
      longReader.push(bytes);
      if (reader.held !== longReader.held) throw new Error('The readers hold different bytes.');
      if (Math.max(heard.events.length, long.events.length) > events)
        expect(heard.events.slice(events)).toEqual(long.events.slice(events));
      if (Math.max(heard.quarantined.length, long.quarantined.length) > quarantined)
        expect(heard.quarantined.slice(quarantined)).toEqual(long.quarantined.slice(quarantined));
      events = heard.events.length;
      quarantined = heard.quarantined.length;
    },
    held: () => reader.held,
  };
}

function nothing(): Found {
  return { events: [], quarantined: [], responses: [], banners: [] };
}

function readerInto(heard: Found, parsing: { now: () => number; variables: string[] }) {
  return createEventReader(
    {
      onBanner: (line) => heard.banners.push(line),
      onFrame(frame) {
        if (frame.kind === 'response') heard.responses.push(frame.name);
        return frame.kind === 'response';
      },
      onEvent: (event) => heard.events.push(event),
      onQuarantine: (piece) => heard.quarantined.push(piece),
      onFailed(error) {
        throw error;
      },
      wants: () => true,
    },
    parsing,
  );
}

function longReaderInto(heard: Found, parsing: { now: () => number; variables: string[] }) {
  const parse = createEventParser(parsing);
  return createFrameReader({
    onBanner: (line) => heard.banners.push(line),
    onFrame(frame) {
      const found = parse(frame);
      if (found === null) return;
      if ('event' in found) heard.events.push(found);
      else heard.quarantined.push(found);
    },
    onFault: (reason, detail, name, raw) => heard.quarantined.push({ reason, detail, name, raw, at: parsing.now() }),
  });
}

/** Reads a whole stream given as one piece. */
export function hear(bytes: string | Uint8Array, options: { now?: () => number; variables?: string[] } = {}): Heard {
  const heard = listen(options);
  heard.push(bytes);
  return heard;
}
