import type { Deps } from './deps.ts';
import { takeStep } from './take-step.ts';

/** Frees items whose agent's connection has stopped renewing: not an attempt. Answers the freed ids. */
export function expireLeases(deps: Deps): Promise<readonly number[]> {
  return deps.transact(async (tx) => {
    const at = deps.now();
    const lapsed = await tx.callbacks.holdLapsed(at, deps.policy.leaseMs, 100);
    for (const item of lapsed) await takeStep(tx, item, { type: 'released', at, by: null, why: 'lease_over' });
    return lapsed.map(({ id }) => id);
  });
}
