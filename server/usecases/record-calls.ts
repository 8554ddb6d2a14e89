import type { FinishedCall } from '../store/call-batch.ts';
import type { Deps } from './deps.ts';
import { type RecordedCall, type Recording, recordWithin } from './record-within.ts';

export type { FinishedCall };

/**
 * Writes several finished calls in one transaction: all of them, or none. They are judged in their order, and each sees
 * what those before it have brought about.
 */
export function recordCalls(
  deps: Deps,
  pbxId: number,
  calls: readonly FinishedCall[],
  recording: Recording = {},
): Promise<readonly RecordedCall[]> {
  return deps.transact(async (tx) => {
    const batch = await tx.openBatch(pbxId, calls);
    const within = { ...tx, ...batch.stores };
    const results: RecordedCall[] = [];
    for (const call of calls) results.push(await recordWithin(deps, within, batch, call, recording));
    await batch.flush();
    return results;
  });
}
