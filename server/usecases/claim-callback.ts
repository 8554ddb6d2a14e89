import { type Callback, isLive } from '../domain/callback/callback.ts';
import type { Deps } from './deps.ts';
import { Refusal } from './refusal.ts';
import { holdItem, takeStep } from './take-step.ts';

/**
 * An agent takes an item to work on it. Two may press at once: the row's lock lets one through, the other is told.
 * Claiming what one holds already renews the lease under the same fence; a claim whose lease is over is free for all.
 */
export function claimCallback(deps: Deps, id: number, userId: number): Promise<Callback> {
  return deps.transact(async (tx) => {
    let item = await holdItem(tx, id);
    const at = deps.now();
    if (!isLive(item)) throw new Refusal('already-settled');
    if (item.state === 'needs_human') throw new Refusal('not-callable');
    if (item.state === 'dialing') throw new Refusal(item.claimedBy === userId ? 'already-calling' : 'already-claimed');
    const leaseUntil = at + deps.policy.leaseMs;
    if (item.state === 'claimed') {
      const held = item.leaseUntil !== null && item.leaseUntil > at && item.leaseUntil <= leaseUntil;
      if (held && item.claimedBy !== userId) throw new Refusal('already-claimed');
      if (held && (await tx.callbacks.renew(id, userId, item.fence, at, leaseUntil))) {
        return { ...item, leaseUntil, updatedAt: at };
      }
      item = await takeStep(tx, item, { type: 'released', at, by: null, why: 'lease_over' });
    }
    return takeStep(tx, item, { type: 'claimed', at, by: userId, leaseUntil });
  });
}
