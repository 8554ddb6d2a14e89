import type { AmiEvent } from './ami-event.ts';
import { standsAt } from './byte-text.ts';
import type { EventKind } from './event-kind.ts';
import type { Frame } from './frame.ts';
import { createFrameReader, type FrameReader } from './frame-reader.ts';
import { readMessage } from './message.ts';
import { createEventParser, type EventParserOptions, isUsedEvent, usedKinds } from './parse-event.ts';
import { type Quarantined, RAW_CAP } from './quarantined.ts';
import { Familiar, MOST_SHAPES, type Shape, shapeOf } from './shape.ts';

/** Where what was read goes, synchronously and in order. */
export interface EventSink {
  onEvent(event: AmiEvent): void;
  onQuarantine(piece: Quarantined): void;
  /** Told when `onEvent` throws: one bad event never stops the stream. */
  onFailed(error: unknown, name: string, raw: string): void;
  onBanner?(line: string): void;
  /** Sees a message first; true when it was for him. Responses are for him or for nobody. */
  onFrame?(frame: Frame): boolean;
  /** Events to be read besides those we use, for `onFrame`. */
  wants?(eventName: string): boolean;
  /** True when `onFrame` has to see every event; else it sees those that are answers to somebody. */
  readonly seesAll?: boolean;
}

interface Known {
  readonly name: string;
  readonly kind: EventKind;
  readonly shapes: Shape[];
}

/** Passed on or not by what they say: always read the long way. */
const neverFamiliar: ReadonlySet<string> = new Set(['VarSet']);
const EVENT = Buffer.from('Event: ');
const CR = 13;

/**
 * Reads a stream into typed events. A message is cut out of the stream, checked line by line and typed; the next one with
 * the same lines in the same order is recognised where it stands, without being cut out. Both ways give the same.
 */
export function createEventReader(sink: EventSink, options: EventParserOptions): FrameReader {
  const { now } = options;
  const parse = createEventParser(options);
  const known = new Map<number, Known>();
  for (const [name, kind] of usedKinds()) {
    const mark = markOf(Buffer.from(`${name}\r`), 0);
    if (!neverFamiliar.has(name) && !known.has(mark)) known.set(mark, { name, kind, shapes: [] });
  }
  const familiar = new Familiar();

  function takeFamiliar(text: string, bytes: Buffer, at: number): number {
    if (!standsAt(bytes, at, EVENT)) return 0;
    const found = known.get(markOf(bytes, at + EVENT.length));
    if (found === undefined) return 0;
    for (const shape of found.shapes) {
      const next = familiar.read(text, bytes, at, shape);
      if (next === 0) continue;
      try {
        const event = found.kind.build(familiar, familiar.instant() ?? now());
        if (event !== null) sink.onEvent(event);
      } catch (error) {
        sink.onFailed(error, found.name, bytes.toString('utf8', at, next));
      }
      return next;
    }
    return 0;
  }

  /** What was read the long way and found sound will be familiar. */
  function learn({ name, text }: Frame): void {
    const found = known.get(markOf(Buffer.from(`${name}\r`), 0));
    if (found === undefined || found.name !== name || found.shapes.length >= MOST_SHAPES) return;
    // Sound as it came, not only after it was rewritten: lines ended another way hide in a value.
    if ('reason' in readMessage(text, found.kind.ready)) return;
    const shape = shapeOf(text, found.kind.ready);
    if (shape !== null && !found.shapes.some(({ signature }) => signature === shape.signature))
      found.shapes.push(shape);
  }

  return createFrameReader({
    wants: (name) => isUsedEvent(name) || sink.wants?.(name) === true,
    ...(sink.onBanner ? { onBanner: sink.onBanner.bind(sink) } : {}),
    ...(sink.seesAll ? {} : { takeFamiliar }),
    onFrame(frame) {
      if (sink.onFrame?.(frame) || frame.kind === 'response') return;
      try {
        const found = parse(frame);
        if (found === null) return;
        if ('event' in found) {
          learn(frame);
          sink.onEvent(found);
        } else sink.onQuarantine(found);
      } catch (error) {
        sink.onFailed(error, frame.name, frame.text);
      }
    },
    onFault: (reason, detail, name, raw) =>
      sink.onQuarantine({ reason, detail, name, raw: raw.slice(0, RAW_CAP), at: now() }),
  });
}

/** A number for the event's name that stands at this place: used to find it, never to believe it. */
function markOf(bytes: Uint8Array, at: number): number {
  const end = Math.min(bytes.length, at + 32);
  let mark = 0;
  for (let i = at; i < end; i++) {
    const code = bytes[i] ?? 0;
    if (code <= CR) break;
    mark = (Math.imul(mark, 31) + code) | 0;
  }
  return mark;
}
