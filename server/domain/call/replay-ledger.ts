import { isCallable } from '../number/destination.ts';
import type { CallRecord } from './call-record.ts';
import type { SiteMap } from './site-map.ts';

/** What the ledger would hold for a call once the stream is over. */
export type ReplayedCallback = 'none' | 'open' | 'needs_human' | 'returned';

/**
 * The ledger in its smallest form, for judging a recording: a miss is owed, under its number; a later talk with the
 * same number, in either direction, returns it. A miss without a number can be returned by nobody but a person.
 */
export function callbacksOf(records: readonly CallRecord[], site: SiteMap): ReplayedCallback[] {
  const results = records.map((record) => owed(record, site));
  records.forEach((record, index) => {
    if (results[index] === 'none' || record.caller === null) return;
    const missedAt = record.endedAt;
    const served = records.some(
      (later) => later !== record && customerOf(later) === record.caller && talkedAfter(later, missedAt),
    );
    if (served) results[index] = 'returned';
  });
  return results;
}

/** The customer's number: the caller of an inbound call, the dialled number of an outbound one. */
export function customerOf(record: CallRecord): string | null {
  if (record.direction === 'inbound') return record.caller;
  return record.direction === 'outbound' ? record.called : null;
}

function owed(record: CallRecord, site: SiteMap): ReplayedCallback {
  if (record.direction !== 'inbound' || record.outcome !== 'missed') return 'none';
  return record.caller !== null && isCallable(record.caller, site.country) ? 'open' : 'needs_human';
}

function talkedAfter(later: CallRecord, missedAt: number): boolean {
  return later.outcome === 'talked' && later.talks.some((talk) => talk.endedAt > missedAt);
}
