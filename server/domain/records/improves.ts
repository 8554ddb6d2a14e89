import type { CallRecord } from '../call/call-record.ts';

/** What is asked of a verdict before another may take its place. */
export type Verdict = Pick<CallRecord, 'outcome' | 'reason' | 'warnings'>;

const doubts = new Set(['hangup_missing', 'started_before_us', 'rows_missing']);

/** Whether the call was seen from its first to its last moment, so that its verdict can be sworn to. */
export function isCertain({ outcome, reason, warnings }: Verdict): boolean {
  return outcome !== 'unknown' && reason !== 'ended_unknown' && !warnings.some((warning) => doubts.has(warning));
}

/** A later look may only turn doubt into certainty; it never changes what was seen whole, and never for the worse. */
export function improves(known: Verdict, later: Verdict): boolean {
  return !isCertain(known) && isCertain(later);
}
