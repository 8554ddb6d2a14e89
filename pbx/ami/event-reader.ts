import type { AmiEvent } from './ami-event.ts';
import type { Chunk } from './channel-block.ts';
import type { Frame } from './frame.ts';
import { createFrameReader, type FrameReader } from './frame-reader.ts';
import { readMessage } from './message.ts';
import { createEventParser, type EventParserOptions, isUsedEvent, kindOf } from './parse-event.ts';
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

/** Passed on or not by what they say: always read the long way. */
const neverFamiliar: ReadonlySet<string> = new Set(['VarSet']);
/** Where an event's name begins. */
const NAME = 'Event: '.length;

/**
 * Reads a stream into typed events. A message is cut out of the stream, checked line by line and typed; the next one with
 * the same lines in the same order is recognised where it stands, without being cut out. Both ways give the same.
 */
export function createEventReader(sink: EventSink, options: EventParserOptions): FrameReader {
  const { now } = options;
  const parse = createEventParser(options);
  const known = new Map<number, Shape[]>();
  const familiar = new Familiar();

  function takeFamiliar(chunk: Chunk, at: number): number {
    const shapes = known.get(markAt(chunk.bytes, at));
    if (shapes === undefined) return 0;
    for (let i = 0; i < shapes.length; i++) {
      const shape = shapes[i];
      const next = shape === undefined ? 0 : familiar.read(chunk, at, shape);
      if (next === 0 || shape === undefined) continue;
      try {
        const event = shape.kind.build(familiar, familiar.instant() ?? now());
        if (event !== null) sink.onEvent(event);
      } catch (error) {
        const end = chunk.text.indexOf('\r', at);
        sink.onFailed(error, chunk.text.slice(at + NAME, end), chunk.bytes.toString('utf8', at, next));
      }
      return next;
    }
    return 0;
  }

  /** What was read the long way and found sound will be familiar. */
  function learn({ name, text }: Frame): void {
    const kind = kindOf(name);
    if (kind === undefined || neverFamiliar.has(name)) return;
    const mark = markAt(Buffer.from(text.slice(0, NAME + MARKED)), 0);
    const shapes = known.get(mark) ?? [];
    // Sound as it came, not only after it was rewritten: lines ended another way hide in a value.
    if (shapes.length >= MOST_SHAPES || 'reason' in readMessage(text, kind.ready)) return;
    const shape = shapeOf(text, kind);
    if (shape === null || shapes.some(({ signature }) => signature === shape.signature)) return;
    shapes.push(shape);
    known.set(mark, shapes);
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

/** How far into an event's name, or behind it, one has to look to tell it from most others. */
const MARKED = 12;

/** A number for the event whose name stands at this place: used to find its shapes, never to believe it. */
function markAt(bytes: Uint8Array, at: number): number {
  if (at + NAME + MARKED > bytes.length) return -1;
  let mark = 0;
  for (let i = at + NAME + 2; i < at + NAME + MARKED; i += 3) mark = (mark << 8) | (bytes[i] ?? 0);
  return mark;
}
