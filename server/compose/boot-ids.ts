import type { DbTx } from '../platform/db.ts';
import { pbxStore } from '../store/pbx.ts';

/**
 * `2026-11-21 09:00:00` as the PBX wrote it, to an instant. The PBX's zone is not known here: the value names one of its
 * lives and is compared with nothing else.
 */
export function bootStartedAt(bootKey: string): number {
  const at = Date.parse(`${bootKey.replace(' ', 'T')}Z`);
  return Number.isNaN(at) ? 0 : at;
}

/** Finds the row of a PBX's life once and remembers it. */
export function bootIds(transact: <T>(work: (tx: DbTx) => Promise<T>) => Promise<T>, pbxId: number) {
  const known = new Map<string, number>();
  return async (bootKey: string): Promise<number> => {
    const before = known.get(bootKey);
    if (before !== undefined) return before;
    const id = await transact((tx) => pbxStore(tx).boot(pbxId, bootStartedAt(bootKey)));
    known.set(bootKey, id);
    return id;
  };
}
