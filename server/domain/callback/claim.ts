import type { ProblemCode } from '../../../schema/contracts/problem.ts';
import { type Callback, isLive } from './callback.ts';
import type { LedgerEvent } from './transition.ts';

/** Why a person may not do this now, in the words the screens translate. */
export interface Refused {
  readonly refused: ProblemCode;
}

/** What a wish comes to: a no, or the steps that fulfil it, in their order. */
export type Decision = Refused | { readonly steps: readonly LedgerEvent[] };

/** A claim of what one holds already is a longer lease, and no step. */
export type ClaimDecision = Decision | { readonly renewUntil: number };

export function isRefused<T extends object>(decision: T | Refused): decision is Refused {
  return 'refused' in decision;
}

/** Two may press at once: who comes second sees who holds it. A claim whose lease is over is free for all. */
export function decideClaim(item: Callback, by: number, at: number, leaseMs: number): ClaimDecision {
  if (!isLive(item)) return { refused: 'already-settled' };
  if (item.state === 'needs_human') return { refused: 'not-callable' };
  if (item.state === 'dialing') return { refused: item.claimedBy === by ? 'already-calling' : 'already-claimed' };
  const leaseUntil = at + leaseMs;
  const claimed = { type: 'claimed', at, by, leaseUntil } as const;
  if (item.state === 'open') return { steps: [claimed] };
  if (leaseIsOver(item, at, leaseMs)) return { steps: [leaseOver(at), claimed] };
  return item.claimedBy === by ? { renewUntil: leaseUntil } : { refused: 'already-claimed' };
}

/** Refuses unless this person holds the item with this very claim. */
export function whyNotHeld(item: Callback, by: number, fence: number): Refused | null {
  if (item.state !== 'claimed' && item.state !== 'dialing') return { refused: 'not-claimed-by-you' };
  if (item.claimedBy !== by) return { refused: 'not-claimed-by-you' };
  return item.fence === fence ? null : { refused: 'stale-fence' };
}

/** The agent gives an item back: not an attempt. What is being called is not given back. */
export function decideRelease(item: Callback, by: number, fence: number, at: number): Decision {
  const no = whyNotHeld(item, by, fence);
  if (no) return no;
  if (item.state === 'dialing') return { refused: 'already-calling' };
  return { steps: [{ type: 'released', at, by, why: 'released' }] };
}

/** Whether a claim holds no more: its lease has ended, or ends later than any given now could (a clock set back). */
export function leaseIsOver(item: Pick<Callback, 'state' | 'leaseUntil'>, at: number, leaseMs: number): boolean {
  if (item.state !== 'claimed') return false;
  return item.leaseUntil === null || item.leaseUntil <= at || item.leaseUntil > at + leaseMs;
}

/** The step that frees an item whose agent's connection has stopped renewing. */
export function leaseOver(at: number): LedgerEvent {
  return { type: 'released', at, by: null, why: 'lease_over' };
}
