import { desc, isNull } from 'drizzle-orm';
import type { BlindWindow } from '../../schema/contracts/live.ts';
import { blindWindows } from '../../schema/tables/calls.ts';
import type { DbTx } from '../platform/db.ts';

/** Seconds that nobody has seen and no record has told since. */
export function blindWindowStore(tx: DbTx) {
  return {
    /** The latest first, at most `limit`. */
    async open(limit: number): Promise<BlindWindow[]> {
      const { id, startedAt, endedAt, why, reconciledAt } = blindWindows;
      return tx
        .select({ id, startedAt, endedAt, why })
        .from(blindWindows)
        .where(isNull(reconciledAt))
        .orderBy(desc(startedAt), desc(id))
        .limit(limit);
    },
  };
}
