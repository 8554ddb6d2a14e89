import type { ChannelFacts } from './ami-event.ts';
import { bytesOf, standsAt, words } from './byte-text.ts';
import { type ChannelBlocks, channelBlocks } from './channel-block.ts';
import { type SnapshotPrefix, snapshotNames } from './header-names.ts';
import type { ReadySpec, Told } from './message.ts';
import { msOfTimestampIn } from './values.ts';

/** What must stand at a place, and what stands behind it: the block of a channel, or the value of a header. */
interface Piece {
  readonly letters: Buffer;
  readonly blocks: ChannelBlocks | null;
  readonly channel: number;
}

/** The lines of a message that was found sound: another with the same lines in the same order is sound as well. */
export interface Shape {
  /** What tells it from other shapes of its kind. */
  readonly signature: string;
  /** The first two lines: the event's name, and the rights it takes to hear it. */
  readonly lead: Buffer;
  readonly places: ReadonlyMap<string, number>;
  readonly pieces: readonly Piece[];
  readonly tail: Buffer;
  readonly prefixes: readonly SnapshotPrefix[];
}

/** A kind with more builds than this keeps the first ones. */
export const MOST_SHAPES = 6;
const MOST_HEADERS = 48;
/** Shorter than any limit of the frame reader concerns. */
const LONGEST = 8192;
const CR = 13;
const LF = 10;

/**
 * A message built like one before it. One is enough for a stream: it is looked into while its event is made, and then
 * stands for the next message. Values are cut out when asked for.
 */
export class Familiar implements Told {
  #bytes: Buffer = Buffer.alloc(0);
  #text = '';
  #shape: Shape | null = null;
  readonly #spots = new Int32Array(2 * MOST_HEADERS);
  readonly #facts: (ChannelFacts | null)[] = [];

  /** Reads the message at `at` when it has this shape: where the next one may begin, or 0. */
  read(text: string, bytes: Buffer, at: number, shape: Shape): number {
    if (!standsAt(bytes, at, shape.lead)) return 0;
    const size = Math.min(bytes.length, at + LONGEST);
    for (let i = 0; i < shape.prefixes.length; i++) this.#facts[i] = null;
    let next = at + shape.lead.length;
    let count = 0;
    for (const { letters, blocks, channel } of shape.pieces) {
      if (!standsAt(bytes, next, letters)) return 0;
      next += letters.length;
      if (blocks !== null) {
        const found = blocks.read(text, bytes, next);
        if (found === null) return 0;
        this.#facts[channel] = found.facts;
        next += found.block.length;
        continue;
      }
      this.#spots[count++] = next;
      for (; next < size; next++) {
        const code = bytes[next] ?? 0;
        if (code <= CR && (code === CR || code === LF || code === 0)) break;
      }
      this.#spots[count++] = next;
      if (next >= size) return 0;
    }
    if (!standsAt(bytes, next, shape.tail) || next > size) return 0;
    this.#bytes = bytes;
    this.#text = text;
    this.#shape = shape;
    return next + shape.tail.length;
  }

  field(name: string): string | undefined {
    const place = this.#shape?.places.get(name);
    if (place === undefined) return undefined;
    return this.#cut(this.#spots[2 * place] ?? 0, this.#spots[2 * place + 1] ?? 0);
  }

  /** Asterisk's own instant; null when it did not tell it. */
  instant(): number | null {
    const place = this.#shape?.places.get('Timestamp');
    if (place === undefined) return null;
    return msOfTimestampIn(this.#bytes, this.#spots[2 * place] ?? 0, this.#spots[2 * place + 1] ?? 0);
  }

  channel(prefix: SnapshotPrefix): ChannelFacts | null {
    return this.#facts[this.#shape?.prefixes.indexOf(prefix) ?? -1] ?? null;
  }

  *headers(): Iterable<readonly [name: string, value: string]> {
    for (const name of this.#shape?.places.keys() ?? []) yield [name, this.field(name) ?? ''];
  }

  /** Nothing that is kept may keep the whole chunk: short texts are copies, and the others are words told often. */
  #cut(from: number, to: number): string {
    for (let i = from; i < to; i++) if ((this.#bytes[i] ?? 0) >= 128) return this.#bytes.toString('utf8', from, to);
    return to - from < 13 ? this.#text.slice(from, to) : words.read(this.#bytes, from, to);
  }
}

/** How a sound message is built. Null: not in a way that can be recognised by its lines alone. */
export function shapeOf(text: string, ready: ReadySpec): Shape | null {
  const lead = /^Event: [\w-]+\r\nPrivilege: [a-z,]+\r\n/.exec(text)?.[0];
  // Without its rights a message is judged by what the stream told before.
  if (lead === undefined) return null;
  const places = new Map<string, number>();
  const pieces: Piece[] = [];
  const names = text
    .slice(lead.length, -2)
    .split('\r\n')
    .map((line) => line.split(': ', 1)[0] ?? '');
  let behind = '';
  for (let i = 0; i < names.length; ) {
    const name = names[i] ?? '';
    const channel = name.endsWith('Channel') ? ready.prefixes.findIndex((prefix) => `${prefix}Channel` === name) : -1;
    if (channel >= 0) {
      const prefix = ready.prefixes[channel] ?? '';
      pieces.push({ letters: bytesOf(behind), blocks: channelBlocks(prefix), channel });
      for (const own of snapshotNames) if (names[i] === prefix + own) i++;
      while (names[i] === `${prefix}ChanVariable`) i++;
      behind = '';
      continue;
    }
    if (!/^[\w-]{1,64}$/.test(name) || name.endsWith('ChanVariable') || places.size >= MOST_HEADERS) return null;
    pieces.push({ letters: bytesOf(`${behind}${name}: `), blocks: null, channel: -1 });
    places.set(Buffer.from(name).toString(), places.size);
    behind = '\r\n';
    i++;
  }
  return {
    signature: [lead, ...pieces.map(({ letters, channel }) => `${channel}${letters.toString('latin1')}`)].join('\n'),
    lead: bytesOf(lead),
    places,
    pieces,
    tail: bytesOf(`${behind}\r\n`),
    prefixes: ready.prefixes,
  };
}
