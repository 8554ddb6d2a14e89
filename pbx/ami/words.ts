/** How many words are known at a time. */
const KEPT = 4096;
/** Shorter texts are copies anyway: V8 cuts only longer ones out as views of the whole. */
const SHORTEST_VIEW = 13;
/** Longer ones are seldom told twice. */
const LONGEST = 64;

const known = new Map<string, string>();

/**
 * A text cut out of a chunk, as a string that keeps no more than itself in memory. Ids of bridges, names of queues and
 * phones come again and again: each is one string however often it is read.
 */
export function ownText(cut: string): string {
  if (cut.length < SHORTEST_VIEW) return cut;
  const same = known.get(cut);
  if (same !== undefined) return same;
  const own = Buffer.from(cut).toString();
  if (own.length > LONGEST) return own;
  if (known.size >= KEPT) known.clear();
  known.set(own, own);
  return own;
}

/** A text of one character a byte, decoded. */
export function decoded(letters: string): string {
  return Buffer.from(letters, 'latin1').toString('utf8');
}
