import type { CelRow } from '../../../pbx/records/record-rows.ts';
import type { CallRecord } from '../call/call-record.ts';
import { createCalls } from '../call/create-calls.ts';
import type { SiteMap } from '../call/site-map.ts';
import { channelsOf } from './cel-channels.ts';
import { celEvents } from './cel-events.ts';
import { holeWatch, inDoubt } from './cel-holes.ts';
import { inOrder } from './cel-order.ts';
import { withPresentation } from './user-field.ts';

/** Events after which a long judgement pauses: some ten milliseconds of work. */
const STEP = 400;

/**
 * Judges all calls of a stretch of CEL with the live classifier, a step at a time so that whoever has other work may do
 * it between two steps. A call without an end in it is either still under way (`isLive`: it is left out) or went down
 * with the PBX.
 */
export function* celSteps(
  rows: readonly CelRow[],
  site: SiteMap,
  isLive: (linkedid: string) => boolean,
): Generator<void, CallRecord[]> {
  const calls = createCalls(site);
  const watch = holeWatch();
  const records: CallRecord[] = [];
  const keep = (facts: ReturnType<typeof calls.apply>) => {
    for (const fact of facts) if (fact.type === 'call.ended') records.push(fact.record);
  };
  let done = 0;
  const ordered = yield* inOrder(rows);
  const channels = yield* channelsOf(ordered.rows);
  const presented = new Set<string>();
  const see = (row: CelRow) => {
    watch.see(row);
    if (/(?:^|,)pres=[^,]/.test(row.userField)) presented.add(row.linkedid);
  };
  for (const event of celEvents(ordered.rows, channels, see)) {
    keep(calls.apply(event));
    done += 1;
    if (done % STEP === 0) yield;
  }
  const open = new Set(calls.live().flatMap(({ linkedids }) => linkedids));
  const lastSign = rows.reduce((last, row) => (open.has(row.linkedid) ? Math.max(last, row.at) : last), 0);
  keep(calls.pbxGone(lastSign));
  const doubted = new Set([...ordered.jumbled, ...watch.holes()]);
  return records
    .filter(({ linkedids }) => !linkedids.some((id) => open.has(id) && isLive(id)))
    .map((record) =>
      withPresentation(
        record,
        record.linkedids.some((id) => presented.has(id)),
      ),
    )
    .map((record) => (record.linkedids.some((id) => doubted.has(id)) ? inDoubt(record) : record));
}

/** The same in one go. */
export function judgeCel(rows: readonly CelRow[], site: SiteMap, isLive: (linkedid: string) => boolean): CallRecord[] {
  const steps = celSteps(rows, site, isLive);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
