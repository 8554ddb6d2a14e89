import { attemptIsOver } from '../domain/callback/attempt.ts';
import type { Deps } from './deps.ts';
import { endAttempt } from './settle-attempt.ts';

/** What the PBX has now: asked only while its link is whole and every finished call is written. */
export type IsLive = (attemptId: string) => boolean;

/**
 * Looks which attempts may be over, has the PBX asked afresh, and ends those that it does not have either. The clock is
 * read first: what was too late to begin by then and is not there afterwards will never be, even if this process has
 * slept for minutes and has not read its events yet. `ask` answers null while the PBX cannot be asked.
 */
export async function giveUpAttempts(deps: Deps, ask: () => Promise<IsLive | null>): Promise<readonly string[]> {
  const at = deps.now();
  const open = await deps.transact((tx) => tx.attempts.open());
  if (!open.some((attempt) => attemptIsOver(attempt, at, deps.policy, false))) return [];
  const isLive = await ask();
  return isLive === null ? [] : expireAttempts(deps, isLive, at);
}

/**
 * Ends attempts that can come to nothing any more: their last moment passed and the PBX never showed a channel, or
 * it did and the call's end was missed (a restart in mid-call). Not counted: nobody knows that the customer's phone rang.
 */
export async function expireAttempts(
  deps: Deps,
  isLive: IsLive | null = null,
  at: number = deps.now(),
): Promise<readonly string[]> {
  const open = await deps.transact((tx) => tx.attempts.open());
  // A call that stands on the PBX now is never over, whatever the clock says and whatever could not be noted.
  const over = open
    .filter((attempt) => attemptIsOver(attempt, at, deps.policy, isLive?.(attempt.id) ?? null))
    .map(({ id }) => id);
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
