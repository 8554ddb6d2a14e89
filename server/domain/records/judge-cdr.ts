import type { CdrRow } from '../../../pbx/records/record-rows.ts';
import type { CallRecord, MissedReason } from '../call/call-record.ts';
import { createCalls } from '../call/create-calls.ts';
import { type Ground, groundOf } from '../call/ground.ts';
import { dialledDigits } from '../call/parties.ts';
import type { SiteMap } from '../call/site-map.ts';
import { rootOf } from './cdr-cast.ts';
import { cdrEvents } from './cdr-events.ts';
import { groupsOf } from './cdr-groups.ts';
import { pieceFor } from './cel-apps.ts';
import { withPresentation, wordsOf } from './user-field.ts';

/** What CDR can tell of a missed call, the last two by the dialplan's own words; any other reason would be a guess. */
const tellable = new Set<MissedReason | null>([
  'voicemail_left',
  'busy',
  'all_rejected',
  'lost_in_transfer',
  'out_of_hours',
  'queue_refused',
]);

/**
 * Judges calls of which only CDR is left: who talked with whom, to the second. Whatever else happened (who rang, why
 * nobody answered) CDR does not tell: such a call is assumed missed and flagged `ended_unknown`.
 */
export function judgeCdr(rows: readonly CdrRow[], site: SiteMap): CallRecord[] {
  const ground = groundOf(site, '');
  return roundTrips(groupsOf(rows), ground).flatMap((calls) => judgeTogether(calls, site, ground));
}

type Rows = readonly CdrRow[];

/** Each call alone, but one that left for a number of ours together with those that arrived there in those moments. */
function roundTrips(groups: readonly Rows[], { lineOf }: Ground): Rows[][] {
  const leaves = (row: CdrRow) => lineOf(dialledDigits(pieceFor(row.appData, row.dstChannel))) !== null;
  const sets: Rows[][] = groups.map((call) => [call]);
  for (const [index, call] of groups.entries()) {
    const left = call.find((row) => row.dstChannel !== '' && leaves(row));
    if (left === undefined) continue;
    const together = groups.filter((other) => {
      const root = rootOf(other);
      return other !== call && lineOf(root.dst) !== null && Math.abs(root.startedAt - left.startedAt) <= 5_000;
    });
    const taken = together.filter((other) => sets[groups.indexOf(other)]?.length === 1);
    sets[index]?.push(...taken);
    for (const other of taken) sets[groups.indexOf(other)] = [];
  }
  return sets.filter(({ length }) => length > 0);
}

function judgeTogether(groups: readonly Rows[], site: SiteMap, ground: Ground): CallRecord[] {
  const calls = createCalls(site);
  const records: CallRecord[] = [];
  const events = groups.flatMap((rows) => cdrEvents(rows));
  for (const event of groups.length > 1 ? events.sort((a, b) => a.at - b.at) : events) {
    for (const fact of calls.apply(event)) if (fact.type === 'call.ended') records.push(fact.record);
  }
  return records.map((judged) => {
    const rows = groups.find((call) => rootOf(call).linkedid === judged.linkedid) ?? groups[0] ?? [];
    const told = rows.some((row) => row.presentation !== '' || wordsOf(row.userField).presentation !== '');
    const record = withPresentation(withoutOwnNumber(judged, ground), told);
    const warnings = [...record.warnings, 'from_cdr'];
    if (record.outcome === 'talked' && record.direction === 'inbound' && leftAlone(record, rows))
      return { ...record, outcome: 'missed', reason: 'ended_unknown', warnings };
    const reason = record.outcome !== 'missed' || tellable.has(record.reason) ? record.reason : 'ended_unknown';
    return { ...record, reason, warnings };
  });
}

/** A dialplan may show its company's number instead of the caller's: whom to call back is not told then. */
function withoutOwnNumber(record: CallRecord, { lineOf }: Ground): CallRecord {
  if (record.direction !== 'inbound' || lineOf(record.caller) === null) return record;
  return { ...record, caller: null };
}

/**
 * After the last talk the caller's own channel has a row more: parked, handed to a phone that is not there, or in a
 * survey. CDR does not tell which, so a call is owed.
 */
function leftAlone({ talks }: CallRecord, rows: readonly CdrRow[]): boolean {
  const { channel } = rootOf(rows);
  const until = Math.max(...talks.map(({ endedAt }) => endedAt));
  return rows.some(
    (row) =>
      row.channel === channel && row.startedAt >= until && !(row.dstChannel !== '' && row.disposition === 'ANSWERED'),
  );
}
