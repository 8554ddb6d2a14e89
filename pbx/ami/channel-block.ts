import type { ChannelFacts } from './ami-event.ts';
import { noVars, varsOf } from './channel-vars.ts';
import type { SnapshotPrefix } from './header-names.ts';
import { pairsOf } from './message.ts';
import { textOf } from './values.ts';

/** The lines of one channel in a message, and what they say. */
export interface ChannelBlock {
  readonly block: string;
  /** The lines of its variables, the end of `block`. */
  readonly varLines: string;
  readonly facts: ChannelFacts;
}

/** Blocks longer than this are never kept: a flood may not fill the memory. */
const LONGEST = 4096;
/** Blocks kept of one generation; two are held. */
const KEPT = 8192;

const value = '([^\\r\\n]*)\\r\\n';
const unused = '[^\\r\\n]*\\r\\n';
// As `isIdentity` has it, but for the words that mean nobody.
const identity = '([!-;=?-~]{1,150})\\r\\n';

/**
 * Reads the blocks of all channels with one prefix. Most events repeat most of what the one before them said of the
 * channel, so the last block of each is kept: an equal one is only compared, and of another its variables may be equal.
 */
export class ChannelBlocks {
  readonly #prefix: string;
  readonly #lines: RegExp;
  #young = new Map<string, ChannelBlock>();
  #old = new Map<string, ChannelBlock>();

  constructor(prefix: string) {
    this.#prefix = prefix;
    const line = (name: string, what: string) => `${prefix}${name}: ${what}`;
    this.#lines = new RegExp(
      line('Channel', '([^\\r\\n]+)\\r\\n') +
        line('ChannelState', unused) +
        line('ChannelStateDesc', value) +
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
        line('Linkedid', identity) +
        `((?:${line('ChanVariable', unused)})*)(?!${prefix}ChanVariable)`,
      'y',
    );
  }

  /** The block at `at`, or null when anything about it is not as it should be: `readMessage` finds the reason. */
  read(text: string, at: number): ChannelBlock | null {
    const from = at + this.#prefix.length + 9;
    const name = text.slice(from, text.indexOf('\r', from));
    const before = this.#young.get(name) ?? this.#old.get(name);
    if (before !== undefined) {
      const next = at + before.block.length;
      // The end of the message, or a line that is not one variable more than last time.
      if (text.slice(at, next) === before.block && !text.startsWith(`${this.#prefix}ChanVariable`, next)) return before;
    }
    const found = this.#parse(text, at, before);
    if (found !== null && found.block.length <= LONGEST) this.#keep(name, found);
    return found;
  }

  #parse(text: string, at: number, before: ChannelBlock | undefined): ChannelBlock | null {
    this.#lines.lastIndex = at;
    const found = this.#lines.exec(text);
    if (found === null) return null;
    const uniqueid = found[10] ?? '';
    const linkedid = found[11] ?? '';
    if (isNobody(uniqueid) || isNobody(linkedid)) return null;
    const varLines = found[12] ?? '';
    let vars = noVars;
    if (varLines !== '') {
      const read =
        before?.varLines === varLines
          ? before.facts.vars
          : varsOf(varLines, () => pairsOf(varLines, this.#prefix.length + 14));
      if (read === null) return null;
      vars = read;
    }
    const facts = {
      channel: found[1] ?? '',
      uniqueid,
      linkedid,
      state: found[2] ?? '',
      callerNum: textOf(found[3]),
      callerName: textOf(found[4]),
      connectedNum: textOf(found[5]),
      connectedName: textOf(found[6]),
      accountCode: textOf(found[7]),
      context: textOf(found[8]),
      exten: textOf(found[9]),
      vars,
    };
    return { block: found[0], varLines, facts };
  }

  #keep(name: string, block: ChannelBlock): void {
    if (this.#young.size >= KEPT) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(name, block);
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
