import { textOf } from './values.ts';

/** Channel variables by upper-cased name; has no prototype. */
export type Vars = Readonly<Record<string, string>>;

/** A channel without variables. */
export const noVars: Vars = Object.freeze(Object.create(null));

const badNames: ReadonlySet<string> = new Set(['__PROTO__', 'PROTOTYPE', 'CONSTRUCTOR']);

/** Lines of variables, and what they say: null when a name comes twice with different values. */
export interface Variables {
  readonly lines: string;
  readonly vars: Vars | null;
}

export const noVariables = { lines: '', vars: noVars } as const satisfies Variables;

/** Blocks of `ChanVariable` lines already read: all events of a channel carry nearly the same one. */
const KEPT = 1024;
const readBefore = new Array<Variables | null>(KEPT).fill(null);

/**
 * Reads the pairs (`NAME=value`) of one block of `ChanVariable` lines; `skip` is the length of what stands before each.
 * A name that comes twice with different values is in no true message. Equal blocks give the same object.
 */
export function variablesIn(lines: string, skip: number): Variables {
  // A few characters tell nearly all blocks apart; what is kept is compared to the letter.
  let mark = lines.length;
  for (let i = skip; i < lines.length; i += 7) mark = (Math.imul(mark, 31) + lines.charCodeAt(i)) | 0;
  const place = (mark ^ (mark >>> 10) ^ (mark >>> 20)) & (KEPT - 1);
  const known = readBefore[place] ?? null;
  if (known !== null && known.lines === lines) return known;
  // A copy of its own: a slice would keep the whole chunk in memory.
  const own = Buffer.from(lines).toString();
  const found = { lines: own, vars: readVars(own, skip) };
  if (own.length <= 4096) readBefore[place] = found;
  return found;
}

function readVars(lines: string, skip: number): Vars | null {
  const vars: Record<string, string> = Object.create(null);
  for (let at = skip, count = 0; at < lines.length; count++) {
    const eol = lines.indexOf('\n', at);
    const end = eol < 0 ? lines.length : eol;
    const to = lines.charCodeAt(end - 1) === 13 ? end - 1 : end;
    const equals = lines.indexOf('=', at);
    const name = equals < 0 || equals >= to ? '' : upperCase(lines.slice(at, equals), count);
    const from = equals + 1;
    at = end + 1 + skip;
    if (name === '' || badNames.has(name)) continue;
    const value = textOf(lines.slice(from, to)) ?? '';
    const earlier = vars[name];
    if (earlier !== undefined && earlier !== value) return null;
    vars[name] = value;
  }
  return vars;
}

/** Names as they came and in upper case, by their line: all channels have the same ones in the same order. */
const names: { readonly came: string; readonly upper: string }[] = [];
const MOST_NAMES = 48;

function upperCase(came: string, line: number): string {
  const known = names[line];
  if (known !== undefined && known.came === came) return known.upper;
  const upper = came.toUpperCase();
  if (line < MOST_NAMES && came.length < 64) {
    names[line] = { came: Buffer.from(came).toString(), upper: Buffer.from(upper).toString() };
  }
  return upper;
}
