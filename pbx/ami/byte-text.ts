/** Whether these bytes stand at this place. */
export function standsAt(bytes: Uint8Array, at: number, wanted: Uint8Array): boolean {
  const size = wanted.length;
  if (at + size > bytes.length) return false;
  for (let i = 0; i < size; i++) if (bytes[at + i] !== wanted[i]) return false;
  return true;
}

/** The bytes of a word that is ASCII. */
export function bytesOf(word: string): Buffer {
  return Buffer.from(word, 'latin1');
}

const SLOTS = 2048;
/** Longer words are cut out anew each time. */
const LONGEST = 64;

/**
 * Words that come again and again: ids of calls and bridges, names of phones. Each is one string however often it is
 * read, so that it is found quickly as a key and keeps nothing else in memory. Bounded: a new word takes an old one's
 * place. Words are ASCII.
 */
export class Words {
  readonly #known: string[] = new Array<string>(SLOTS).fill('');

  /** The word between two places. */
  read(bytes: Buffer, from: number, to: number): string {
    const size = to - from;
    if (size > LONGEST) return bytes.toString('latin1', from, to);
    let hash = size;
    for (let i = from; i < to; i++) hash = (Math.imul(hash, 31) + (bytes[i] ?? 0)) | 0;
    const slot = (hash ^ (hash >>> 11) ^ (hash >>> 22)) & (SLOTS - 1);
    const known = this.#known[slot] ?? '';
    if (known.length === size) {
      let i = 0;
      while (i < size && known.charCodeAt(i) === bytes[from + i]) i++;
      if (i === size) return known;
    }
    const word = bytes.toString('latin1', from, to);
    this.#known[slot] = word;
    return word;
  }
}

/** Shared by all streams: a word is what it is, whoever said it. */
export const words = new Words();
