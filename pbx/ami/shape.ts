import type { ChannelFacts } from './ami-event.ts';
import { type ChannelBlocks, type Chunk, channelBlocks } from './channel-block.ts';
import type { EventKind } from './event-kind.ts';
import { type SnapshotPrefix, snapshotNames } from './header-names.ts';
import type { ReadySpec, Told } from './message.ts';
import { msOfTimestamp } from './values.ts';
import { decoded, ownText } from './words.ts';

/** The block of one channel, or a run of headers, found by one expression. */
interface Piece {
  readonly headers: RegExp;
  /** Its values among those of the message: the first, and how many. */
  readonly first: number;
  readonly count: number;
  /** Whether anybody has asked for one of its values so far: else they are not cut out. */
  asked: boolean;
  readonly blocks: ChannelBlocks | null;
  readonly channel: number;
}

/** The lines of a message that was found sound: another with the same lines in the same order is sound as well. */
export interface Shape {
  /** What tells it from all others. */
  readonly signature: string;
  readonly kind: EventKind;
  /** Where a header's value is among all, and its piece. */
  readonly places: ReadonlyMap<string, { readonly value: number; readonly piece: number }>;
  /** Where the instant stands when it is the third line, else 0. */
  readonly stampAt: number;
  readonly pieces: readonly Piece[];
  readonly prefixes: readonly SnapshotPrefix[];
}

/** Events with more builds than this keep the first ones. */
export const MOST_SHAPES = 8;
const MOST_HEADERS = 48;
/** Too short to have too many lines, or one too long. */
const LONGEST = 6144;
const CR = 13;
const LF = 10;
const NO_RUN = /(?:)/y;
const STAMP_SECONDS = 10;

/**
 * A message built like one before it. One is enough for a stream: it is looked into while its event is made, and then
 * stands for the next message.
 */
export class Familiar implements Told {
  #chunk: Chunk = { text: '', bytes: Buffer.alloc(0), ascii: true };
  #at = 0;
  #shape: Shape | null = null;
  readonly #values: string[] = [];
  /** Where each piece begins; -1 when its values are cut out. */
  readonly #begins: number[] = [];
  readonly #facts: (ChannelFacts | null)[] = [];

  /** Reads the message at `at` when it has this shape: where the next one may begin, or 0. */
  read(chunk: Chunk, at: number, shape: Shape): number {
    const { text } = chunk;
    const { pieces } = shape;
    for (let i = 0; i < shape.prefixes.length; i++) this.#facts[i] = null;
    let next = at;
    for (let i = 0; i < pieces.length; i++) {
      const piece = pieces[i];
      if (piece === undefined) return 0;
      if (piece.blocks !== null) {
        const found = piece.blocks.read(chunk, next);
        if (found === null) return 0;
        this.#facts[piece.channel] = found.facts;
        next += found.head.length + found.middle.length + found.varLines.length;
        continue;
      }
      const { headers } = piece;
      headers.lastIndex = next;
      this.#begins[i] = next;
      if (piece.asked) {
        if (!this.#cutOut(piece, text)) return 0;
        this.#begins[i] = -1;
      } else if (!headers.test(text)) return 0;
      next = headers.lastIndex;
    }
    if (text.charCodeAt(next) !== CR || text.charCodeAt(next + 1) !== LF || next - at > LONGEST) return 0;
    this.#chunk = chunk;
    this.#at = at;
    this.#shape = shape;
    return next + 2;
  }

  #cutOut({ headers, first, count }: Piece, text: string): boolean {
    const found = headers.exec(text);
    if (found === null) return false;
    for (let i = 0; i < count; i++) this.#values[first + i] = found[i + 1] ?? '';
    return true;
  }

  field(name: string): string | undefined {
    const shape = this.#shape;
    const place = shape?.places.get(name);
    const piece = shape?.pieces[place?.piece ?? -1];
    if (place === undefined || piece === undefined) return undefined;
    const begin = this.#begins[place.piece] ?? -1;
    if (begin >= 0) {
      piece.headers.lastIndex = begin;
      this.#cutOut(piece, this.#chunk.text);
      this.#begins[place.piece] = -1;
      piece.asked = true;
    }
    const value = this.#values[place.value] ?? '';
    return ownText(this.#chunk.ascii ? value : decoded(value));
  }

  /** Asterisk's own instant; null when it is not told. */
  instant(): number | null {
    const { stampAt = 0 } = this.#shape ?? {};
    if (stampAt === 0) return msOfTimestamp(this.field('Timestamp'));
    const { bytes } = this.#chunk;
    let ms = 0;
    for (let i = this.#at + stampAt, last = i + STAMP_SECONDS + 3; i <= last; i++) {
      const digit = (bytes[i] ?? 0) - 48;
      if (digit >= 0) ms = ms * 10 + digit;
    }
    return ms;
  }

  channel(prefix: SnapshotPrefix): ChannelFacts | null {
    return this.#facts[this.#shape?.prefixes.indexOf(prefix) ?? -1] ?? null;
  }

  *headers(): Iterable<readonly [name: string, value: string]> {
    for (const name of this.#shape?.places.keys() ?? []) yield [name, this.field(name) ?? ''];
  }
}

/** How a sound message is built. Null: not in a way that can be recognised by its lines alone. */
export function shapeOf(text: string, kind: EventKind): Shape | null {
  const lead = /^Event: [\w-]+\r\nPrivilege: [a-z,]+\r\n/.exec(text)?.[0];
  // Without its rights a message is judged by what the stream told before.
  if (lead === undefined) return null;
  const { prefixes }: ReadySpec = kind.ready;
  const places = new Map<string, { value: number; piece: number }>();
  const pieces: Piece[] = [];
  const names = text
    .slice(lead.length, -2)
    .split('\r\n')
    .map((line) => line.split(': ', 1)[0] ?? '');
  let stampAt = 0;
  let run = lead.replaceAll('\r\n', '\\r\\n');
  let count = 0;
  const close = () => {
    const first = places.size - count;
    if (run !== '')
      pieces.push({ headers: new RegExp(run, 'y'), first, count, asked: false, blocks: null, channel: -1 });
    run = '';
    count = 0;
  };
  for (let i = 0; i < names.length; ) {
    const name = names[i] ?? '';
    const channel = name.endsWith('Channel') ? prefixes.findIndex((prefix) => `${prefix}Channel` === name) : -1;
    if (channel >= 0) {
      const prefix = prefixes[channel] ?? '';
      close();
      pieces.push({ headers: NO_RUN, first: 0, count: 0, asked: false, blocks: channelBlocks(prefix), channel });
      for (const own of snapshotNames) if (names[i] === prefix + own) i++;
      while (names[i] === `${prefix}ChanVariable`) i++;
      continue;
    }
    if (!/^[\w-]{1,64}$/.test(name) || name.endsWith('ChanVariable') || places.size >= MOST_HEADERS) return null;
    // With `timestampevents = yes` it is the third line, and always of one length.
    const stamp = i === 0 && name === 'Timestamp';
    if (stamp) stampAt = lead.length + 'Timestamp: '.length;
    run += `${name}: ${stamp ? '([0-9]{10}\\.[0-9]{6})' : '([^\\r\\n\\0]*)'}\\r\\n`;
    count++;
    places.set(Buffer.from(name).toString(), { value: places.size, piece: pieces.length });
    i++;
  }
  close();
  const signature = pieces.map(({ headers, channel }) => `${channel} ${headers.source}`).join(' ');
  return { signature, kind, places, stampAt, pieces, prefixes };
}
