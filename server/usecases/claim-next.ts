import type { Callback } from '../domain/callback/callback.ts';
import { claimHeld } from './claim-callback.ts';
import type { Deps } from './deps.ts';
import { holdItem } from './take-step.ts';

/**
 * An agent takes what is due next: what is offered to them at this moment, else overdue first, then by priority, then by
 * the first miss; theirs or nobody's yet. What another agent is taking at this very moment is passed over, so that nobody
 * waits for anybody. Null when nothing is left.
 */
export function claimNext(deps: Deps, userId: number): Promise<Callback | null> {
  return deps.transact(async (tx) => {
    const { item, offered } = await tx.callbacks.holdNext(userId, deps.now());
    if (offered !== null) return claimHeld(deps, tx, await holdItem(tx, offered), userId);
    return item === null ? null : claimHeld(deps, tx, item, userId);
  });
}
