/** Ids of channels that are gone. Events of the other topics may still name them (order holds per topic only). */
export interface Tombstones {
  has(uniqueid: string): boolean;
  add(uniqueid: string): void;
  /** A new boot: all ids may come again. */
  clear(): void;
}

const generationSize = 20_000;

/** Remembers the last 20 to 40 thousand ids: late events come within seconds. */
export function createTombstones(): Tombstones {
  let young = new Set<string>();
  let old = new Set<string>();
  return {
    has: (uniqueid) => young.has(uniqueid) || old.has(uniqueid),
    add: (uniqueid) => {
      young.add(uniqueid);
      if (young.size >= generationSize) {
        old = young;
        young = new Set();
      }
    },
    clear: () => {
      young = new Set();
      old = new Set();
    },
  };
}
