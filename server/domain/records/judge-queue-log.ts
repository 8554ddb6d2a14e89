import type { AmiEvent, ChannelFacts } from '../../../pbx/ami/ami-event.ts';
import type { QueueLogRow } from '../../../pbx/records/record-rows.ts';
import type { CallRecord } from '../call/call-record.ts';
import { createCalls } from '../call/create-calls.ts';
import type { SiteMap } from '../call/site-map.ts';
import { withPresentation } from './user-field.ts';

const left = new Set(['COMPLETECALLER', 'COMPLETEAGENT', 'BLINDTRANSFER', 'ATTENDEDTRANSFER', 'TRANSFER']);
const gaveUp = new Set(['ABANDON', 'EXITWITHTIMEOUT', 'EXITEMPTY', 'EXITWITHKEY', 'FULL']);

/**
 * Judges callers of queues of whom nothing but the queue log is left. It names no line and no phone: who talked is told
 * by the member's name; everybody else is assumed missed and flagged.
 */
export function judgeQueueLog(rows: readonly QueueLogRow[], site: SiteMap): CallRecord[] {
  const byCall = new Map<string, QueueLogRow[]>();
  for (const row of rows) byCall.set(row.callId, [...(byCall.get(row.callId) ?? []), row]);
  return [...byCall.values()].flatMap((call) => judgeOne(call, site));
}

function judgeOne(rows: readonly QueueLogRow[], site: SiteMap): CallRecord[] {
  const entered = rows.find(({ event }) => event === 'ENTERQUEUE');
  const ended = rows.findLast(({ event }) => left.has(event) || gaveUp.has(event));
  // Still waiting, still talking, or begun before the stretch: another look will tell.
  if (entered === undefined || ended === undefined) return [];
  const calls = createCalls(site);
  const records: CallRecord[] = [];
  for (const event of queueLogEvents(rows, entered, ended)) {
    for (const fact of calls.apply(event)) if (fact.type === 'call.ended') records.push(fact.record);
  }
  return records
    .map((record) => withPresentation(record, false))
    .map((record) => ({
      ...record,
      reason: record.outcome === 'missed' ? 'ended_unknown' : record.reason,
      warnings: [...record.warnings, 'from_queue_log'],
    }));
}

function queueLogEvents(rows: readonly QueueLogRow[], entered: QueueLogRow, ended: QueueLogRow): AmiEvent[] {
  const { at, callId, queue, data } = entered;
  const caller = facts('Queue/caller', callId, callId, data[1] ?? '');
  const events: AmiEvent[] = [
    { event: 'Newchannel', at, chan: { ...caller, state: 'Ring' } },
    { event: 'QueueCallerJoin', at, chan: caller, queue, position: null },
  ];
  for (const row of rows.filter(({ event }) => event === 'CONNECT')) {
    const agent = row.agent.includes('/') ? row.agent : `Agent/${row.agent}`;
    const dest = facts(agent, row.data[1] || `${callId}/${row.at}`, callId, '');
    const over = rows.find(({ event, at: when }) => left.has(event) && when >= row.at) ?? ended;
    events.push({ event: 'Newchannel', at: row.at, chan: dest });
    events.push({ event: 'DialBegin', at: row.at, chan: caller, dest, dialString: agent });
    for (const chan of [dest, caller]) {
      const up = { ...chan, state: 'Up' };
      const bridgeId = `queue-${row.at}`;
      events.push({ event: 'BridgeEnter', at: row.at, chan: up, bridgeId, bridgeType: 'basic', technology: null });
    }
    events.push({ event: 'Hangup', at: over.at, chan: dest, cause: 16, causeText: null, techCause: null });
  }
  events.push({ event: 'Hangup', at: ended.at, chan: caller, cause: 16, causeText: null, techCause: null });
  return events.sort((a, b) => a.at - b.at);
}

function facts(channel: string, uniqueid: string, linkedid: string, number: string): ChannelFacts {
  return {
    channel,
    uniqueid,
    linkedid,
    state: 'Down',
    callerNum: number === '' ? null : number,
    callerName: null,
    connectedNum: null,
    connectedName: null,
    accountCode: null,
    context: null,
    exten: null,
    vars: {},
  };
}
