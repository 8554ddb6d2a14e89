import type { Callback } from '../domain/callback/callback.ts';
import { decideClaim } from '../domain/callback/claim.ts';
import type { Deps } from './deps.ts';
import { Refusal } from './refusal.ts';
import { fulfil, holdItem } from './take-step.ts';

/**
 * An agent takes an item to work on it. Two may press at once: the row's lock lets one through, the other is told.
 * Claiming what one holds already renews the lease under the same fence.
 */
export function claimCallback(deps: Deps, id: number, userId: number): Promise<Callback> {
  return deps.transact(async (tx) => {
    const item = await holdItem(tx, id);
    const at = deps.now();
    const decision = decideClaim(item, userId, at, deps.policy.leaseMs);
    if (!('renewUntil' in decision)) return fulfil(tx, item, decision);
    const leaseUntil = decision.renewUntil;
    if (await tx.callbacks.renew(id, userId, item.fence, at, leaseUntil)) return { ...item, leaseUntil, updatedAt: at };
    throw new Refusal('conflict');
  });
}
