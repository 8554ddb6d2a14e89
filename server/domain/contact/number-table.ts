/** No number: nothing in E.164 has this key. */
const EMPTY = 0;
/** Slots in use when the table grows: of a thousand. */
const FULLEST = 800;
/** How full it is after it was made for a known number of entries, of a thousand. */
const FITTED = 700;
const SMALLEST = 64;

/**
 * E.164 numbers and one whole number each, in twelve bytes a slot: open addressing with linear probing over typed arrays.
 * Millions of entries are three objects to the garbage collector.
 */
export class NumberTable {
  #capacity: number;
  #high: Uint32Array;
  #low: Uint32Array;
  #value: Int32Array;
  #size = 0;

  constructor(entries = 0) {
    this.#capacity = Math.max(SMALLEST, Math.ceil((entries * 1000) / FITTED));
    this.#high = new Uint32Array(this.#capacity);
    this.#low = new Uint32Array(this.#capacity);
    this.#value = new Int32Array(this.#capacity);
  }

  get size(): number {
    return this.#size;
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#high.byteLength + this.#low.byteLength + this.#value.byteLength;
  }

  /** The value of a key, or 0. */
  get(key: number): number {
    if (key === EMPTY) return 0;
    const at = this.#find(key);
    return this.#high[at] === 0 ? 0 : (this.#value[at] ?? 0);
  }

  /** Sets the value of a key; 0 removes it. */
  set(key: number, value: number): void {
    if (key === EMPTY) return;
    const at = this.#find(key);
    if (this.#high[at] !== 0) {
      if (value === 0) this.#remove(at);
      else this.#value[at] = value;
      return;
    }
    if (value === 0) return;
    this.#put(at, key, value);
    if (this.#size * 1000 > this.#capacity * FULLEST) this.#resize(Math.ceil(this.#capacity * 1.5));
  }

  /** Gives back what growing took too much. */
  fit(): void {
    this.#resize(Math.max(SMALLEST, Math.ceil((this.#size * 1000) / FITTED)));
  }

  /** All keys with one of these values. */
  keysWith(wanted: (value: number) => boolean): number[] {
    const keys: number[] = [];
    for (let at = 0; at < this.#capacity; at++) {
      const value = this.#value[at] ?? 0;
      if (value !== 0 && wanted(value)) keys.push(this.#keyAt(at));
    }
    return keys;
  }

  /** The slot of a key, or the empty one where it belongs. */
  #find(key: number): number {
    const high = highOf(key);
    const low = key >>> 0;
    const highs = this.#high;
    const lows = this.#low;
    let at = this.#home(high, low);
    while (highs[at] !== 0 && (lows[at] !== low || highs[at] !== high)) {
      at += 1;
      if (at === this.#capacity) at = 0;
    }
    return at;
  }

  #home(high: number, low: number): number {
    let hash = Math.imul(low ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1);
    hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
    return Math.floor(((hash ^ (hash >>> 13)) >>> 0) * (this.#capacity / 4_294_967_296));
  }

  #keyAt(at: number): number {
    return ((this.#high[at] ?? 0) - 1) * 4_294_967_296 + (this.#low[at] ?? 0);
  }

  #put(at: number, key: number, value: number): void {
    this.#high[at] = highOf(key);
    this.#low[at] = key >>> 0;
    this.#value[at] = value;
    this.#size += 1;
  }

  /** Moves later entries of the run forward, so that no search ever meets a gap. */
  #remove(from: number): void {
    let gap = from;
    for (let at = (gap + 1) % this.#capacity; this.#high[at] !== 0; at = (at + 1) % this.#capacity) {
      const home = this.#home(this.#high[at] ?? 0, this.#low[at] ?? 0);
      const staysBehindGap = gap < at ? home > gap && home <= at : home > gap || home <= at;
      if (staysBehindGap) continue;
      this.#high[gap] = this.#high[at] ?? 0;
      this.#low[gap] = this.#low[at] ?? 0;
      this.#value[gap] = this.#value[at] ?? 0;
      gap = at;
    }
    this.#high[gap] = 0;
    this.#low[gap] = 0;
    this.#value[gap] = 0;
    this.#size -= 1;
  }

  #resize(capacity: number): void {
    const [highs, values] = [this.#high, this.#value];
    const keys = (at: number) => ((highs[at] ?? 0) - 1) * 4_294_967_296 + (lows[at] ?? 0);
    const lows = this.#low;
    this.#capacity = capacity;
    this.#high = new Uint32Array(capacity);
    this.#low = new Uint32Array(capacity);
    this.#value = new Int32Array(capacity);
    this.#size = 0;
    for (let at = 0; at < highs.length; at++) {
      if (highs[at] === 0) continue;
      const key = keys(at);
      this.#put(this.#find(key), key, values[at] ?? 0);
    }
  }
}

/** Never 0, so that an empty slot shows. */
function highOf(key: number): number {
  return (Math.floor(key / 4_294_967_296) + 1) >>> 0;
}

/** A number in E.164 as a key: its digits behind a 1, so that leading zeros count. 0 for anything else. */
export function keyOfNumber(e164: string): number {
  const { length } = e164;
  if (length < 4 || length > 16 || e164.charCodeAt(0) !== 43) return EMPTY;
  let key = 1;
  for (let i = 1; i < length; i++) {
    const digit = e164.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return EMPTY;
    key = key * 10 + digit;
  }
  return key;
}
