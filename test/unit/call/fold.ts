import type { AmiEvent } from '../../../pbx/ami/ami-event.ts';
import type { CallFact } from '../../../server/domain/call/call-fact.ts';
import type { CallRecord } from '../../../server/domain/call/call-record.ts';
import { createCalls } from '../../../server/domain/call/create-calls.ts';
import type { SiteMap } from '../../../server/domain/call/site-map.ts';
import { aSite } from '../../support/ami-builders.ts';

/** All facts of a stream. */
export function factsOf(events: readonly AmiEvent[], site: SiteMap = aSite): CallFact[] {
  const calls = createCalls(site);
  return events.flatMap((event) => calls.apply(event));
}

/** The judged calls of a stream. */
export function recordsOf(events: readonly AmiEvent[], site: SiteMap = aSite): CallRecord[] {
  return factsOf(events, site).flatMap((fact) => (fact.type === 'call.ended' ? [fact.record] : []));
}

/** The one judged call of a stream. */
export function theCall(events: readonly AmiEvent[], site: SiteMap = aSite): CallRecord {
  const [record, ...more] = recordsOf(events, site);
  if (record === undefined || more.length > 0) throw new Error(`${more.length + (record ? 1 : 0)} calls ended`);
  return record;
}

/** Facts of one type. */
export function factsNamed<T extends CallFact['type']>(
  facts: readonly CallFact[],
  type: T,
): Extract<CallFact, { type: T }>[] {
  return facts.filter((fact): fact is Extract<CallFact, { type: T }> => fact.type === type);
}
