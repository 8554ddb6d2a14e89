import { textOf } from './values.ts';

/** Channel variables by upper-cased name; has no prototype. */
export type Vars = Readonly<Record<string, string>>;

/** A channel without variables. */
export const noVars: Vars = Object.freeze(Object.create(null));

const badNames: ReadonlySet<string> = new Set(['__PROTO__', 'PROTOTYPE', 'CONSTRUCTOR']);

/** Blocks of `ChanVariable` lines already read: all events of a channel carry nearly the same one. */
const readBefore = new Map<string, Vars | null>();
const KEPT = 512;

/**
 * Reads the pairs (`NAME=value`) of one block of `ChanVariable` lines. Null when a name comes twice with different
 * values, which no true message has. Equal blocks give the same object.
 */
export function varsOf(block: string, pairs: () => readonly string[]): Vars | null {
  const known = readBefore.get(block);
  if (known !== undefined) return known;
  const vars = readVars(pairs());
  if (readBefore.size >= KEPT) readBefore.clear();
  // A copy of its own: a slice would keep the whole message in memory.
  if (block.length <= 4096) readBefore.set(Buffer.from(block).toString(), vars);
  return vars;
}

function readVars(pairs: readonly string[]): Vars | null {
  const vars: Record<string, string> = Object.create(null);
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    const name = pair.slice(0, Math.max(0, equals)).toUpperCase();
    if (name === '' || badNames.has(name)) continue;
    const value = textOf(pair.slice(equals + 1)) ?? '';
    const earlier = vars[name];
    if (earlier !== undefined && earlier !== value) return null;
    vars[name] = value;
  }
  return vars;
}
