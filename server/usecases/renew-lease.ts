import type { Deps } from './deps.ts';

/** The agent's live connection keeps the claims of its tab. Answers the ids that are still theirs. */
export function renewLease(deps: Deps, userId: number, callbackIds: readonly number[]): Promise<readonly number[]> {
  return deps.transact(async (tx) => {
    const at = deps.now();
    const mine: number[] = [];
    // In the order of their ids, like everyone who locks several items.
    for (const id of [...new Set(callbackIds)].sort((a, b) => a - b).slice(0, 50)) {
      if (await tx.callbacks.renew(id, userId, null, at, at + deps.policy.leaseMs)) mine.push(id);
    }
    return mine;
  });
}
