import type { AmiEvent } from '../../../pbx/ami/ami-event.ts';
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

/** A reader and a parser put together as the event session does. */
export function listen(options: { now?: () => number; variables?: string[] } = {}): Heard {
  const heard: Omit<Heard, 'push' | 'held'> = { events: [], quarantined: [], responses: [], banners: [] };
  const now = options.now ?? (() => 1_763_758_888_000);
  const parse = createEventParser({ now, variables: options.variables ?? [] });
  const reader = createFrameReader({
    onBanner: (line) => heard.banners.push(line),
    onFrame(frame) {
      if (frame.kind === 'response') {
        heard.responses.push(frame.name);
        return;
      }
      const found = parse(frame);
      if (found === null) return;
      if ('event' in found) heard.events.push(found);
      else heard.quarantined.push(found);
    },
    onFault: (reason, detail, name, raw) => heard.quarantined.push({ reason, detail, name, raw, at: now() }),
  });
  return {
    ...heard,
    push: (bytes) => reader.push(typeof bytes === 'string' ? Buffer.from(bytes) : bytes),
    held: () => reader.held,
  };
}

/** Reads a whole stream given as one piece. */
export function hear(bytes: string | Uint8Array, options: { now?: () => number; variables?: string[] } = {}): Heard {
  const heard = listen(options);
  heard.push(bytes);
  return heard;
}
