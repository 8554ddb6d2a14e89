import { leaseIsOver, leaseOver } from '../domain/callback/claim.ts';
import type { Deps } from './deps.ts';
import { takeStep } from './take-step.ts';

/** Frees items whose agent's connection has stopped renewing: not an attempt. Answers the freed ids. */
export function expireLeases(deps: Deps): Promise<readonly number[]> {
  return deps.transact(async (tx) => {
    const at = deps.now();
    const { leaseMs } = deps.policy;
    const found = await tx.callbacks.holdLapsed(at, leaseMs, 100);
    const lapsed = found.filter((item) => leaseIsOver(item, at, leaseMs));
    for (const item of lapsed) await takeStep(tx, item, leaseOver(at));
    return lapsed.map(({ id }) => id);
  });
}
