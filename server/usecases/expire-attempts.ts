import type { Deps } from './deps.ts';
import { endAttempt } from './settle-attempt.ts';

/** No call of ours lasts this long without its end having been seen. */
const longestCallMs = 4 * 3_600_000;

/**
 * Ends attempts that can come to nothing any more: their last moment passed and the PBX never showed a channel, or
 * it did so long ago that the call's end was missed. Not counted: nobody knows that the customer's phone rang.
 */
export async function expireAttempts(deps: Deps): Promise<readonly string[]> {
  const at = deps.now();
  const over = await deps.transact((tx) =>
    tx.attempts.overdue(at - deps.policy.attemptGraceMs, at - longestCallMs, 100),
  );
  for (const id of over) {
    const verdict = { outcome: 'cancelled', detail: 'expired', counted: false } as const;
    await deps.transact((tx) => endAttempt(deps, tx, id, { verdict, callId: null, at }));
  }
  return over;
}

/** The order has gone out to the PBX. */
export function markAttemptSent(deps: Deps, id: string): Promise<void> {
  return deps.transact((tx) => tx.attempts.markSent(id, deps.now()));
}

/** The PBX shows a channel with the attempt's id: from now on the call itself decides. */
export function markAttemptSeen(deps: Deps, id: string): Promise<void> {
  return deps.transact(async (tx) => {
    const at = deps.now();
    if (await tx.attempts.markSeen(id, at)) await tx.outbox.add(at, { type: 'attempt.changed', id });
  });
}
