import type { Deps } from './deps.ts';
import { endAttempt } from './settle-attempt.ts';

/** No call of ours lasts this long without its end having been seen. */
const longestCallMs = 4 * 3_600_000;
/** A channel seen this long ago that the PBX does not have any more has ended while nobody looked. */
const lostAfterMs = 60_000;

/** What the PBX has now: asked only while its link is whole and every finished call is written. */
export type IsLive = (attemptId: string) => boolean;

/**
 * Ends attempts that can come to nothing any more: their last moment passed and the PBX never showed a channel, or
 * it did and the call's end was missed (a restart in mid-call). Not counted: nobody knows that the customer's phone rang.
 */
export async function expireAttempts(deps: Deps, isLive: IsLive | null = null): Promise<readonly string[]> {
  const at = deps.now();
  const over = await deps.transact(async (tx) => {
    const overdue = await tx.attempts.overdue(at - deps.policy.attemptGraceMs, at - longestCallMs, 100);
    if (!isLive) return overdue;
    const lost = (await tx.attempts.open()).filter(({ seenAt }) => seenAt !== null && seenAt < at - lostAfterMs);
    // A call that stands on the PBX now is never over, whatever the clock says and whatever could not be noted.
    return [...new Set([...overdue, ...lost.map(({ id }) => id)])].filter((id) => !isLive(id));
  });
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
