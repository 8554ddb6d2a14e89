import type { ChannelFacts } from './ami-event.ts';
import { bytesOf, standsAt, words } from './byte-text.ts';
import { noVars, type Vars, varsOf } from './channel-vars.ts';
import { LANGUAGE, type SnapshotPrefix, snapshotNames } from './header-names.ts';
import { textOf } from './values.ts';

/** The lines of one channel in a message, and what they say. */
export interface ChannelBlock {
  /** As it came, one character a byte. */
  readonly block: string;
  /** All behind its state, and the variables at the end of it. */
  readonly rest: string;
  readonly varLines: string;
  readonly facts: ChannelFacts;
}

/** Blocks longer than this are never kept, and those of more variables are read the long way: a flood may not fill the memory. */
const LONGEST = 2048;
const MOST_VARIABLES = 48;
/** Channels whose last block is kept. */
const SLOTS = 8192;

const STATE = 2;
const UNIQUEID = 12;
const LINKEDID = 13;
const CR = 13;
const LF = 10;

/** Where the values of the block at hand begin and end. */
const begins = new Int32Array(snapshotNames.length);
const ends = new Int32Array(snapshotNames.length);
/** All bytes of its values, one over the other: below 128 when they are ASCII. */
let seen = 0;

/**
 * Reads the blocks of all channels with one prefix. Most events repeat most of what the one before them said of the
 * channel, so the last block of each is kept: an equal one is only compared, and so are those parts of another that are
 * as they were. Anything else is read line by line in the one order Asterisk writes.
 */
export class ChannelBlocks {
  readonly #prefix: string;
  readonly #lines: readonly Buffer[];
  readonly #variable: Buffer;
  readonly #kept = new Array<ChannelBlock | null>(SLOTS).fill(null);

  constructor(prefix: string) {
    this.#prefix = prefix;
    this.#lines = snapshotNames.map((name) => bytesOf(`${prefix}${name}: `));
    this.#variable = bytesOf(`${prefix}ChanVariable: `);
  }

  /**
   * The block at `at`, or null when anything about it is not as it should be: `readMessage` finds the reason. `text` is
   * `bytes`, one character a byte.
   */
  read(text: string, bytes: Buffer, at: number): ChannelBlock | null {
    const slot = this.#slotOf(bytes, at);
    const before = this.#kept[slot] ?? null;
    if (before !== null && this.#repeats(text, bytes, at, before.block)) return before;
    const found = this.#parse(text, bytes, at, before);
    if (found !== null && found.block.length <= LONGEST) this.#kept[slot] = found;
    return found;
  }

  /** Where a channel of this name is kept. Two names may share a place: what is there is compared to the letter. */
  #slotOf(bytes: Buffer, at: number): number {
    let hash = 0;
    for (let i = at + this.#prefix.length + 9; i < bytes.length; i++) {
      const code = bytes[i] ?? 0;
      if (code <= CR) break;
      hash = (Math.imul(hash, 31) + code) | 0;
    }
    return (hash ^ (hash >>> 13)) & (SLOTS - 1);
  }

  /** Whether these last lines of a block stand at this place, and not one variable more. */
  #repeats(text: string, bytes: Buffer, at: number, lines: string): boolean {
    const end = at + lines.length;
    return text.slice(at, end) === lines && !standsAt(bytes, end, this.#variable);
  }

  #parse(text: string, bytes: Buffer, at: number, before: ChannelBlock | null): ChannelBlock | null {
    seen = 0;
    const restAt = this.#readLines(bytes, at, 0, STATE);
    if (restAt < 0 || begins[0] === ends[0]) return null;
    if (before !== null && this.#repeats(text, bytes, restAt, before.rest)) {
      const block = bytes.toString('latin1', at, restAt + before.rest.length);
      const facts = { ...before.facts, channel: valueAt(0, block, bytes, at), state: valueAt(STATE, block, bytes, at) };
      return { block, rest: before.rest, varLines: before.varLines, facts };
    }
    const variablesAt = this.#readLines(bytes, restAt, STATE + 1, LINKEDID);
    if (variablesAt < 0 || !isIdentityAt(bytes, UNIQUEID) || !isIdentityAt(bytes, LINKEDID)) return null;
    let vars = noVars;
    let end = variablesAt;
    if (before !== null && this.#repeats(text, bytes, variablesAt, before.varLines)) {
      vars = before.facts.vars;
      end += before.varLines.length;
    } else {
      const known = seen;
      seen = 0;
      end = this.#readVariables(bytes, variablesAt);
      if (end < 0) return null;
      const read = end === variablesAt ? noVars : this.#varsIn(text, bytes, variablesAt, end);
      if (read === null) return null;
      vars = read;
      seen = known;
    }
    // A string of its own: what is cut out of it keeps no more than it in memory.
    const block = bytes.toString('latin1', at, end);
    return {
      block,
      rest: block.slice(restAt - at),
      varLines: block.slice(variablesAt - at),
      facts: {
        channel: valueAt(0, block, bytes, at),
        uniqueid: words.read(bytes, begins[UNIQUEID] ?? 0, ends[UNIQUEID] ?? 0),
        linkedid: words.read(bytes, begins[LINKEDID] ?? 0, ends[LINKEDID] ?? 0),
        state: valueAt(STATE, block, bytes, at),
        callerNum: textOf(valueAt(3, block, bytes, at)),
        callerName: textOf(valueAt(4, block, bytes, at)),
        connectedNum: textOf(valueAt(5, block, bytes, at)),
        connectedName: textOf(valueAt(6, block, bytes, at)),
        accountCode: textOf(valueAt(8, block, bytes, at)),
        context: textOf(valueAt(9, block, bytes, at)),
        exten: textOf(valueAt(10, block, bytes, at)),
        vars,
      },
    };
  }

  /** Reads the lines from one to another; where the next begins, or -1. */
  #readLines(bytes: Buffer, at: number, first: number, last: number): number {
    let next = at;
    for (let i = first; i <= last; i++) {
      const line = this.#lines[i];
      if (line === undefined || !standsAt(bytes, next, line)) {
        if (i === LANGUAGE) continue;
        return -1;
      }
      begins[i] = next + line.length;
      next = behindValue(bytes, next + line.length);
      if (next < 0) return -1;
      ends[i] = next - 2;
    }
    return next;
  }

  #readVariables(bytes: Buffer, at: number): number {
    let next = at;
    for (let count = 0; standsAt(bytes, next, this.#variable); count++) {
      next = count === MOST_VARIABLES ? -1 : behindValue(bytes, next + this.#variable.length);
      if (next < 0) return -1;
    }
    return next;
  }

  #varsIn(text: string, bytes: Buffer, from: number, to: number): Vars | null {
    const lines = seen < 128 ? text.slice(from, to) : bytes.toString('utf8', from, to);
    return varsOf(lines, this.#variable.length);
  }
}

/** Where the line behind the value at `at` begins; -1 when its end is not there or not as it should be. */
function behindValue(bytes: Buffer, at: number): number {
  const size = bytes.length;
  let all = 0;
  let next = at;
  for (; next < size; next++) {
    const code = bytes[next] ?? 0;
    if (code <= CR && (code === CR || code === LF || code === 0)) break;
    all |= code;
  }
  seen |= all;
  return next + 1 < size && bytes[next] === CR && bytes[next + 1] === LF ? next + 2 : -1;
}

function valueAt(which: number, block: string, bytes: Buffer, at: number): string {
  const from = begins[which] ?? 0;
  const to = ends[which] ?? 0;
  return seen < 128 ? block.slice(from - at, to - at) : bytes.toString('utf8', from, to);
}

/** As `isIdentity` has it. */
function isIdentityAt(bytes: Uint8Array, which: number): boolean {
  const from = begins[which] ?? 0;
  const to = ends[which] ?? 0;
  if (to === from || to - from > 150) return false;
  for (let i = from; i < to; i++) {
    const code = bytes[i] ?? 0;
    if (code <= 32 || code === 60 || code === 62 || code >= 127) return false;
  }
  return to - from !== 4 || !(standsAt(bytes, from, NONE) || standsAt(bytes, from, NULL));
}

const NONE = bytesOf('none');
const NULL = bytesOf('null');

const byPrefix = new Map<SnapshotPrefix, ChannelBlocks>();

/** The one reader for a prefix. What it keeps is compared to the letter, so streams may share it. */
export function channelBlocks(prefix: SnapshotPrefix): ChannelBlocks {
  const known = byPrefix.get(prefix) ?? new ChannelBlocks(prefix);
  byPrefix.set(prefix, known);
  return known;
}
