/** A set of fingerprints that holds millions of them in a few bytes each. */
export function createSeen() {
  let places = new Float64Array(1 << 16);
  let size = 0;

  /** Where it stands, or the empty place where it belongs. */
  function place(mark: number): number {
    const mask = places.length - 1;
    let at = (mark ^ Math.floor(mark / 0x100000)) & mask;
    while (places[at] !== 0 && places[at] !== mark) at = (at + 1) & mask;
    return at;
  }

  return {
    get size() {
      return size;
    },
    /** False when it was there before. */
    add(mark: number): boolean {
      const at = place(mark);
      if (places[at] === mark) return false;
      places[at] = mark;
      size += 1;
      if (size * 2 > places.length) {
        const old = places;
        places = new Float64Array(old.length * 2);
        for (const one of old) if (one !== 0) places[place(one)] = one;
      }
      return true;
    },
  };
}
