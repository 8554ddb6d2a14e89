import { type AttemptStart, type AttemptWish, decideAttempt } from './attempt.ts';
import type { Callback } from './callback.ts';
import { decideClaim, isRefused, type Refused } from './claim.ts';
import type { CallbackPolicy } from './policy.ts';
import { passedForMs } from './router.ts';
import { apply, type LedgerEvent } from './transition.ts';

/** Whose phone rings first when we call back. */
export type DialOrder = 'agent_first' | 'customer_first';

/** So long the phone of the agent who is kept for a waiting customer rings, before another's does. */
export const agentRingMs = 12_000;

/** What is known when the service would call a customer by itself. */
export interface LaunchWish extends Omit<AttemptWish, 'callback'> {
  readonly item: Callback;
}

/** The claim and the attempt that a launch is, in the order in which they are written. */
export interface Launch {
  readonly claim: readonly LedgerEvent[];
  /** The item as the claim leaves it. */
  readonly claimed: Callback;
  readonly start: AttemptStart;
}

/**
 * Calls the customer first: the claim for the agent who is kept free and the attempt are one step. Only what is open is
 * launched; what somebody holds is theirs. All that holds for a call by hand holds here.
 */
export function decideLaunch({ item, ...wish }: LaunchWish, policy: CallbackPolicy): Refused | Launch {
  if (item.state !== 'open') return { refused: item.state === 'needs_human' ? 'not-callable' : 'already-claimed' };
  const claim = decideClaim(item, wish.by, wish.at, policy.leaseMs);
  if (isRefused(claim)) return claim;
  if ('renewUntil' in claim) return { refused: 'already-claimed' };
  let claimed: Callback | null = item;
  for (const step of claim.steps) claimed = claimed && apply(claimed, step);
  if (claimed === null) return { refused: 'conflict' };
  const start = decideAttempt({ ...wish, callback: { item: claimed, fence: claimed.fence } }, policy);
  return isRefused(start) ? start : { claim: claim.steps, claimed, start };
}

/** An agent of the line who could take the customer who waits. */
export interface NextAgent {
  readonly id: number;
  readonly readySince: number;
  readonly taken: number;
  /** When their phone last stayed silent while a customer waited for it. */
  readonly silentAt: number | null;
}

/** Who is rung for a customer who waits: never whose phone has just stayed silent; then whoever had the fewest today. */
export function chooseNextAgent(free: readonly NextAgent[], at: number): number | null {
  const may = free.filter(({ silentAt }) => silentAt === null || silentAt <= at - passedForMs);
  may.sort((a, b) => a.taken - b.taken || a.readySince - b.readySince || a.id - b.id);
  return may[0]?.id ?? null;
}
