/** Calls that rang a person's phone out one after the other, oldest first. */
export type Unanswered = readonly string[];

/** What a phone that was not picked up comes to. */
export type RungOut = {
  readonly calls: Unanswered;
  /** `pause` takes the person out of the queues: callers do not wait for an empty chair. */
  readonly comes: 'nothing' | 'warn' | 'pause';
};

/** Reason of a pause that nobody chose. */
export const didNotAnswer = 'did_not_answer';

/**
 * One more call was let ring. A queue rings the same phone again and again for one caller: that is one call. At the limit
 * the count begins anew, so that whoever comes back has all their chances again; a limit of 0 never pauses.
 */
export function rungOut(before: Unanswered, callId: string, limit: number): RungOut {
  if (limit === 0 || before.includes(callId)) return { calls: before, comes: 'nothing' };
  const calls = [...before, callId];
  return calls.length >= limit ? { calls: [], comes: 'pause' } : { calls, comes: 'warn' };
}
