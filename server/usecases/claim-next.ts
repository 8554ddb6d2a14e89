import type { Callback } from '../domain/callback/callback.ts';
import { decideClaim } from '../domain/callback/claim.ts';
import type { Deps } from './deps.ts';
import { fulfil } from './take-step.ts';

/**
 * An agent takes what is due next: overdue first, then by priority, then by the first miss; theirs or nobody's yet.
 * What another agent is taking at this very moment is passed over, so that nobody waits for anybody. Null when nothing is left.
 */
export function claimNext(deps: Deps, userId: number): Promise<Callback | null> {
  return deps.transact(async (tx) => {
    const at = deps.now();
    const item = await tx.callbacks.holdNext(userId, at);
    if (item === undefined) return null;
    const decision = decideClaim(item, userId, at, deps.policy.leaseMs);
    return 'renewUntil' in decision ? item : fulfil(tx, item, decision);
  });
}
