/**
 * A pure function of two texts that remembers its latest answers: at least `most`, never more than twice as many. The
 * same customers call again, and asking the numbering plan takes as long as all the rest of a missed call. `place` is
 * one of our own settings: a word without line ends.
 */
export function remembered<T>(most: number, answer: (text: string, place: string) => T) {
  let young = new Map<string, T>();
  let old = new Map<string, T>();
  return (text: string, place: string): T => {
    const key = `${place}\n${text}`;
    const known = young.get(key);
    if (known !== undefined) return known;
    const found = old.get(key) ?? answer(text, place);
    if (young.size >= most) {
      old = young;
      young = new Map();
    }
    young.set(key, found);
    return found;
  };
}
