import type { ChannelFacts } from './ami-event.ts';
import { type ChannelBlocks, channelBlocks } from './channel-block.ts';
import { Message, type ReadySpec } from './message.ts';

/** A run of headers, found by one expression, or the block of one channel. */
type Piece =
  | { readonly headers: RegExp; readonly count: number }
  | { readonly channel: number; readonly reader: ChannelBlocks };

/** The lines of a message that was found sound: another with the same lines in the same order is sound as well. */
interface Shape {
  readonly names: string[];
  readonly pieces: readonly Piece[];
}

/** What is known of one kind of event: how its messages were built so far, and the channels they told of. */
export class Shapes {
  readonly #shapes: Shape[] = [];

  /** The message, when it is built like one before it; null leaves it to `readMessage`. */
  read(text: string, ready: ReadySpec): Message | null {
    for (const shape of this.#shapes) {
      const message = this.#fit(text, shape, ready);
      if (message !== null) return message;
    }
    return null;
  }

  /** Remembers how a sound message was built. A kind with too many builds keeps the first ones. */
  learn(text: string, ready: ReadySpec): void {
    if (this.#shapes.length >= MOST_SHAPES) return;
    const shape = shapeOf(text, ready);
    if (shape !== null) this.#shapes.push(shape);
  }

  #fit(text: string, { names, pieces }: Shape, ready: ReadySpec): Message | null {
    const values: string[] = [];
    const facts: (ChannelFacts | null)[] = ready.prefixes.length === 1 ? [null] : ready.prefixes.map(() => null);
    let at = text.indexOf('\n') + 1;
    for (const piece of pieces) {
      if ('channel' in piece) {
        const found = piece.reader.read(text, at);
        if (found === null) return null;
        facts[piece.channel] = found.facts;
        at += found.block.length;
        continue;
      }
      piece.headers.lastIndex = at;
      const found = piece.headers.exec(text);
      if (found === null) return null;
      for (let i = 1; i <= piece.count; i++) values.push(found[i] ?? '');
      at = piece.headers.lastIndex;
    }
    return at === text.length ? new Message(ready.prefixes, names, values, facts) : null;
  }
}

const MOST_SHAPES = 6;
const MOST_HEADERS = 48;

function shapeOf(text: string, ready: ReadySpec): Shape | null {
  const names: string[] = [];
  const pieces: Piece[] = [];
  let run: string[] = [];
  const close = () => {
    if (run.length === 0) return;
    const lines = run.map((name) => `${name.replace(/[^\w]/g, '\\$&')}: ([^\\r\\n]*)\\r\\n`);
    pieces.push({ headers: new RegExp(lines.join(''), 'y'), count: run.length });
    run = [];
  };
  for (let at = text.indexOf('\n') + 1; at < text.length; ) {
    const name = text.slice(at, text.indexOf(': ', at));
    const which = name.endsWith('Channel') ? ready.prefixes.findIndex((prefix) => `${prefix}Channel` === name) : -1;
    if (which >= 0) {
      const reader = channelBlocks(ready.prefixes[which] ?? '');
      const read = reader.read(text, at);
      if (read === null) return null;
      close();
      pieces.push({ channel: which, reader });
      at += read.block.length;
      continue;
    }
    if (!/^[\w-]{1,64}$/.test(name) || name.endsWith('ChanVariable') || names.length >= MOST_HEADERS) return null;
    run.push(name);
    names.push(Buffer.from(name).toString());
    at = text.indexOf('\n', at) + 1;
  }
  close();
  return { names, pieces };
}
