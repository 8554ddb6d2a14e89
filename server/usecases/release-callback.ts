import { decideRelease } from '../domain/callback/claim.ts';
import type { ReleaseReason } from '../domain/callback/transition.ts';
import type { Deps } from './deps.ts';
import { fulfil, holdItem, takeStep } from './take-step.ts';

/** The agent gives an item back: anyone may take it again at once, and no attempt is counted. */
export function releaseCallback(deps: Deps, id: number, userId: number, fence: number): Promise<void> {
  return deps.transact(async (tx) => {
    const item = await holdItem(tx, id);
    await fulfil(tx, item, decideRelease(item, userId, fence, deps.now()));
  });
}

/** All that a person holds goes back when they sign out or are disabled. Answers the freed ids. */
export function releaseAllOf(deps: Deps, userId: number, why: ReleaseReason): Promise<readonly number[]> {
  return deps.transact(async (tx) => {
    const held = await tx.callbacks.holdClaimedBy(userId);
    for (const item of held) await takeStep(tx, item, { type: 'released', at: deps.now(), by: null, why });
    return held.map(({ id }) => id);
  });
}
