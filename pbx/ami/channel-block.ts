import type { ChannelFacts } from './ami-event.ts';
import { noVariables, type Variables, variablesIn } from './channel-vars.ts';
import type { SnapshotPrefix } from './header-names.ts';
import { textOf } from './values.ts';
import { decoded, ownText } from './words.ts';

/** The lines of one channel in a message, one character a byte, and what they say. */
export interface ChannelBlock {
  /** Its name and its state: what changes most. */
  readonly head: string;
  /** Everything else, but its variables. */
  readonly middle: string;
  readonly varLines: string;
  readonly facts: ChannelFacts;
}

/** The bytes at hand: `text` is `bytes`, one character a byte. */
export interface Chunk {
  readonly text: string;
  readonly bytes: Buffer;
  readonly ascii: boolean;
}

/** Blocks with a part longer than this are read the long way and not kept: a flood may not fill the memory. */
const LONGEST = 2048;
/** Channels whose last block is kept. */
const SLOTS = 4096;
const CR = 13;

const value = '([^\\r\\n\\0]*)\\r\\n';
const unused = '[^\\r\\n\\0]*\\r\\n';
// As `isIdentity` has it, but for the words that mean nobody.
const identity = '([!-;=?-~]{1,150})\\r\\n';

/**
 * Reads the blocks of all channels with one prefix. Most events repeat most of what the one before them said of the
 * channel, so the last block of each is kept: what is equal is only compared, part by part, and what is not is read line
 * by line in the one order Asterisk writes.
 */
export class ChannelBlocks {
  readonly #nameAt: number;
  readonly #head: RegExp;
  readonly #middle: RegExp;
  readonly #last: string;
  readonly #variable: string;
  readonly #variables: RegExp;
  readonly #kept = new Array<ChannelBlock | null>(SLOTS).fill(null);

  constructor(prefix: string) {
    const line = (name: string, what: string) => `${prefix}${name}: ${what}`;
    this.#nameAt = prefix.length + 'Channel: '.length;
    this.#head = new RegExp(
      line('Channel', '[^\\r\\n\\0]+\\r\\n') + line('ChannelState', unused) + line('ChannelStateDesc', value),
      'y',
    );
    this.#middle = new RegExp(
      line('CallerIDNum', value) +
        line('CallerIDName', value) +
        line('ConnectedLineNum', value) +
        line('ConnectedLineName', value) +
        `(?:${line('Language', unused)})?` +
        line('AccountCode', value) +
        line('Context', value) +
        line('Exten', value) +
        line('Priority', unused) +
        line('Uniqueid', identity) +
        line('Linkedid', identity),
      'y',
    );
    this.#last = `${prefix}Linkedid: `;
    this.#variable = `${prefix}ChanVariable: `;
    this.#variables = new RegExp(`(?:${this.#variable}${unused})*`, 'y');
  }

  /** The block at `at`, or null when anything about it is not as it should be: `readMessage` finds the reason. */
  read(chunk: Chunk, at: number): ChannelBlock | null {
    const { text } = chunk;
    const slot = this.#slotOf(chunk.bytes, at);
    const before = this.#kept[slot] ?? null;
    if (before === null) return this.#keep(slot, this.#parse(chunk, at, null, -1));
    const middleAt = at + before.head.length;
    if (text.slice(at, middleAt) !== before.head) return this.#keep(slot, this.#parse(chunk, at, before, -1));
    const varsAt = middleAt + before.middle.length;
    if (text.slice(middleAt, varsAt) === before.middle && this.#repeats(text, varsAt, before.varLines)) return before;
    return this.#keep(slot, this.#parse(chunk, at, before, middleAt));
  }

  /** Where a channel of this name is kept. Two names may share a place: what is there is compared to the letter. */
  #slotOf(bytes: Buffer, at: number): number {
    let hash = 0;
    for (let i = at + this.#nameAt; i < bytes.length; i++) {
      const code = bytes[i] ?? 0;
      if (code <= CR) break;
      hash = (Math.imul(hash, 31) + code) | 0;
    }
    return (hash ^ (hash >>> 12) ^ (hash >>> 24)) & (SLOTS - 1);
  }

  #keep(slot: number, found: ChannelBlock | null): ChannelBlock | null {
    if (found !== null) this.#kept[slot] = found;
    return found;
  }

  /** Whether these variables stand at this place, and not one more. */
  #repeats(text: string, at: number, lines: string): boolean {
    const end = at + lines.length;
    return text.slice(at, end) === lines && !this.#isVariable(text, end);
  }

  #isVariable(text: string, at: number): boolean {
    return text.charCodeAt(at) === this.#variable.charCodeAt(0) && text.startsWith(this.#variable, at);
  }

  /** `middleAt`: where the middle begins when the head is the one before's, else -1. */
  #parse(chunk: Chunk, at: number, before: ChannelBlock | null, middleAt: number): ChannelBlock | null {
    const { text, bytes, ascii } = chunk;
    let next = middleAt;
    let head = before?.head ?? '';
    let channel = before?.facts.channel ?? '';
    let state = before?.facts.state ?? '';
    if (next < 0) {
      this.#head.lastIndex = at;
      const found = this.#head.exec(text);
      if (found === null) return null;
      next = this.#head.lastIndex;
      // A string of its own: what is cut out of it keeps no more than it in memory.
      head = bytes.toString('latin1', at, next);
      const told = ascii ? head : decoded(head);
      channel = told.slice(this.#nameAt, told.indexOf('\r'));
      state = ownText(ascii ? (found[1] ?? '') : decoded(found[1] ?? ''));
    }
    const varsAt = this.#endOfMiddle(text, next);
    if (varsAt < 0) return null;
    let facts: Omit<ChannelFacts, 'vars'> | null = null;
    let middle = before?.middle ?? '';
    if (before !== null && text.slice(next, varsAt) === middle) facts = before.facts;
    else {
      middle = bytes.toString('latin1', next, varsAt);
      facts = this.#factsIn(ascii ? middle : decoded(middle), before?.facts ?? null);
    }
    if (facts === null) return null;
    let vars = before?.facts.vars ?? noVariables.vars;
    let varLines = before?.varLines ?? '';
    if (before === null || !this.#repeats(text, varsAt, varLines)) {
      const found = this.#variablesAt(chunk, varsAt);
      if (found === null || found.vars === null) return null;
      vars = found.vars;
      varLines = found.lines;
    }
    if (head.length > LONGEST || varLines.length > LONGEST) return null;
    const { uniqueid, linkedid, callerNum, callerName, connectedNum, connectedName } = facts;
    const { accountCode, context, exten } = facts;
    return {
      head,
      middle,
      varLines,
      facts: {
        channel,
        uniqueid,
        linkedid,
        state,
        callerNum,
        callerName,
        connectedNum,
        connectedName,
        accountCode,
        context,
        exten,
        vars,
      },
    };
  }

  /** Behind the line that should be the last one before the variables, or -1. What stands before it is still to be read. */
  #endOfMiddle(text: string, at: number): number {
    const near = text.slice(at, at + LONGEST);
    const last = near.indexOf(this.#last);
    if (last < 0) return -1;
    const end = near.indexOf('\r\n', last + this.#last.length);
    return end < 0 ? -1 : at + end + 2;
  }

  #factsIn(middle: string, before: ChannelFacts | null): Omit<ChannelFacts, 'vars'> | null {
    this.#middle.lastIndex = 0;
    const found = this.#middle.exec(middle);
    if (found === null || this.#middle.lastIndex !== middle.length) return null;
    const uniqueid = found[8] ?? '';
    const linkedid = found[9] ?? '';
    if (isNobody(uniqueid) || isNobody(linkedid)) return null;
    return {
      channel: '',
      // The same string as before is found sooner as a key.
      uniqueid: uniqueid === before?.uniqueid ? before.uniqueid : uniqueid,
      linkedid: linkedid === before?.linkedid ? before.linkedid : linkedid,
      state: '',
      callerNum: textOf(found[1]),
      callerName: textOf(found[2]),
      connectedNum: textOf(found[3]),
      connectedName: textOf(found[4]),
      accountCode: textOf(found[5]),
      context: textOf(found[6]),
      exten: textOf(found[7]),
    };
  }

  #variablesAt({ text, bytes, ascii }: Chunk, at: number): Variables | null {
    if (!this.#isVariable(text, at)) return noVariables;
    this.#variables.lastIndex = at;
    if (!this.#variables.test(text)) return null;
    const end = this.#variables.lastIndex;
    // A line that begins like a variable and is not read as one: its value is not as it should be.
    if (this.#isVariable(text, end)) return null;
    const found = variablesIn(ascii ? text.slice(at, end) : bytes.toString('utf8', at, end), this.#variable.length);
    return ascii ? found : { lines: bytes.toString('latin1', at, end), vars: found.vars };
  }
}

function isNobody(id: string): boolean {
  return id === 'none' || id === 'null';
}

const byPrefix = new Map<SnapshotPrefix, ChannelBlocks>();

/** The one reader for a prefix. What it keeps is compared to the letter, so streams may share it. */
export function channelBlocks(prefix: SnapshotPrefix): ChannelBlocks {
  const known = byPrefix.get(prefix) ?? new ChannelBlocks(prefix);
  byPrefix.set(prefix, known);
  return known;
}
