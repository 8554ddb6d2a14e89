import type { Calendar } from '../calendar/calendar.ts';
import { type Callback, isLive } from './callback.ts';
import { type Refused, whyNotHeld } from './claim.ts';
import type { CallbackPolicy } from './policy.ts';
import { type AttemptVerdict, afterAttempt } from './settle.ts';
import type { LedgerEvent } from './transition.ts';

/** What is known when a person presses Call. */
export interface AttemptWish {
  readonly attemptId: string;
  readonly by: number;
  readonly number: string;
  readonly at: number;
  /** The item to be called back, and the claim that is shown for it; null for a call from the dial pad. */
  readonly callback: { readonly item: Callback; readonly fence: number } | null;
  /** Whether a call of ours to this number is not over. */
  readonly numberIsCalled: boolean;
  /** Whether the PBX may still begin to place a call of this person. */
  readonly isStarting: boolean;
}

/** The last moment the PBX may dial for it, and the item's step when one is called back. */
export interface AttemptStart {
  readonly notAfter: number;
  readonly step: LedgerEvent | null;
}

/** Nobody is rung by two of us at once, and only who holds the item with its newest claim may call for it. */
export function decideAttempt(wish: AttemptWish, policy: CallbackPolicy): Refused | AttemptStart {
  const { attemptId, by, number, at, callback } = wish;
  if (wish.numberIsCalled) return { refused: 'already-calling' };
  if (wish.isStarting) return { refused: 'device-busy' };
  const notAfter = at + policy.attemptWithinMs;
  if (callback === null) return { notAfter, step: null };
  const { item, fence } = callback;
  if (!isLive(item)) return { refused: 'already-settled' };
  if (item.state === 'needs_human' || item.number !== number) return { refused: 'not-callable' };
  const no = whyNotHeld(item, by, fence);
  if (no) return no;
  if (item.state === 'dialing') return { refused: 'already-calling' };
  // A lease that has run out is no claim, even if nobody has taken the item since.
  if (item.leaseUntil === null || item.leaseUntil <= at) return { refused: 'stale-fence' };
  return { notAfter, step: { type: 'dialed', at, by, attemptId } };
}

/** What is left of an order's time when it is about to go out; null when it is too late to send it at all. */
export function timeToSend(notAfter: number, now: number): number | null {
  const left = notAfter - now;
  return left < 1_000 ? null : left;
}

/** No call of ours lasts this long without its end having been seen. */
const longestCallMs = 4 * 3_600_000;

/**
 * Whether an attempt can come to nothing any more: its last moment has passed and the PBX never showed a channel, or
 * it did and the call's end was missed. `onPbx` tells what the PBX has now; null when that cannot be asked.
 */
export function attemptIsOver(
  attempt: { readonly notAfter: number; readonly seenAt: number | null },
  at: number,
  policy: Pick<CallbackPolicy, 'attemptGraceMs' | 'lostAfterMs'>,
  onPbx: boolean | null,
): boolean {
  if (onPbx === true) return false;
  if (attempt.seenAt === null) return attempt.notAfter < at - policy.attemptGraceMs;
  return attempt.seenAt < at - (onPbx === null ? longestCallMs : policy.lostAfterMs);
}

/** Stands as an open attempt's detail while its agent wishes it to stop and the PBX has not ended it yet. */
export const wishedToStop = 'by_agent';

/** Stands as an open attempt's detail while it is taken back because its customer is served in another call. */
export const servedMeanwhile = 'served_meanwhile';

/**
 * A call that its agent stopped is a change of mind, not a phone that nobody picked up. What became of the customer's
 * phone is told as it was.
 */
export function asWished(verdict: AttemptVerdict, detail: string | null): AttemptVerdict {
  if (verdict.outcome === 'reached') return verdict;
  // Whatever their phone did while they talked with us on another line is no try that failed.
  if (detail === servedMeanwhile) return { outcome: 'cancelled', detail: servedMeanwhile, counted: false };
  return detail === wishedToStop && !verdict.counted
    ? { outcome: 'cancelled', detail: wishedToStop, counted: false }
    : verdict;
}

/** The item's step when one of its attempts has ended; null when the item waits for another one, or for none. */
export function attemptEnds(
  item: Callback,
  attemptId: string,
  verdict: AttemptVerdict,
  policy: CallbackPolicy,
  at: number,
  hours: Calendar | null = null,
): LedgerEvent | null {
  if (item.openAttemptId !== attemptId) return null;
  const { outcome, counted } = verdict;
  const next = afterAttempt(policy, item, verdict, at, hours);
  return { type: 'attempt_ended', at, attemptId, outcome, counted, ...next };
}
