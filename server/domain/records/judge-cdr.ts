import type { AmiEvent, ChannelFacts } from '../../../pbx/ami/ami-event.ts';
import type { CdrRow } from '../../../pbx/records/record-rows.ts';
import type { CallRecord, MissedReason } from '../call/call-record.ts';
import { createCalls } from '../call/create-calls.ts';
import type { SiteMap } from '../call/site-map.ts';

/** What CDR can tell of a missed call; any other reason would be a guess. */
const tellable = new Set<MissedReason | null>(['voicemail_left', 'busy', 'all_rejected']);
/** The least length of a message; CDR counts whole seconds. */
const MESSAGE_MS = 2_000;

/**
 * Judges calls of which only CDR is left: who talked with whom, to the second. Whatever else happened (who rang, why
 * nobody answered) CDR does not tell: such a call is assumed missed and flagged `ended_unknown`.
 */
export function judgeCdr(rows: readonly CdrRow[], site: SiteMap): CallRecord[] {
  const byCall = new Map<string, CdrRow[]>();
  for (const row of rows) byCall.set(row.linkedid, [...(byCall.get(row.linkedid) ?? []), row]);
  return [...byCall.values()].flatMap((call) => judgeOne(call, site));
}

function judgeOne(rows: readonly CdrRow[], site: SiteMap): CallRecord[] {
  const calls = createCalls(site);
  const records: CallRecord[] = [];
  for (const event of cdrEvents(rows)) {
    for (const fact of calls.apply(event)) if (fact.type === 'call.ended') records.push(fact.record);
  }
  return records.map((record) => ({
    ...record,
    reason: record.outcome !== 'missed' || tellable.has(record.reason) ? record.reason : 'ended_unknown',
    warnings: [...record.warnings, 'from_cdr'],
  }));
}

/** The rows of one call as the events of its first channel and of those it was connected with. */
function cdrEvents(rows: readonly CdrRow[]): AmiEvent[] {
  const ordered = [...rows].sort((a, b) => a.startedAt - b.startedAt);
  const [first] = ordered;
  if (first === undefined) return [];
  const root = rootOf(first, ordered);
  const endedAt = Math.max(...ordered.map((row) => row.endedAt));
  const events: AmiEvent[] = [{ event: 'Newchannel', at: first.startedAt, chan: root }];
  const set = (at: number, variable: string, value: string) =>
    events.push({ event: 'VarSet', at, chan: { ...root, state: 'Up' }, variable, value });
  const recording = ordered.find((row) => row.recording !== '')?.recording;
  if (recording !== undefined) {
    set(first.startedAt, 'RECFILE', recording);
    events.push({ event: 'MixMonitorStart', at: first.startedAt, chan: root });
  }
  if (isUuid(root.uniqueid)) set(first.startedAt, 'RB_ATTEMPT', root.uniqueid);
  for (const [index, row] of ordered.entries()) {
    if (/^queue$/i.test(row.app)) {
      const queue = row.appData.split(',', 1)[0] ?? '';
      events.push({ event: 'QueueCallerJoin', at: row.startedAt, chan: root, queue, position: null });
    }
    if (/^voicemail$/i.test(row.app) && row.answeredAt !== null && row.endedAt - row.answeredAt >= MESSAGE_MS)
      set(row.endedAt, 'VMSTATUS', 'SUCCESS');
    if (row.dstChannel !== '') events.push(...legEvents(row, root, `cdr-${index}`));
  }
  const cause = ordered.some(({ disposition }) => disposition === 'BUSY') ? 17 : 16;
  events.push({ event: 'Hangup', at: endedAt, chan: root, cause, causeText: null, techCause: null });
  // Stable: what was pushed first comes first within the same second.
  return events.sort((a, b) => a.at - b.at);
}

function legEvents(row: CdrRow, root: ChannelFacts, bridgeId: string): AmiEvent[] {
  const { startedAt, answeredAt, endedAt } = row;
  const dest = facts({
    channel: row.dstChannel,
    uniqueid: `${root.uniqueid}/${row.dstChannel}`,
    linkedid: root.linkedid,
  });
  const dialString = dialStringOf(row);
  const events: AmiEvent[] = [
    { event: 'Newchannel', at: startedAt, chan: dest },
    { event: 'DialBegin', at: startedAt, chan: root, dest, dialString },
  ];
  if (row.disposition === 'ANSWERED' && answeredAt !== null) {
    for (const chan of [dest, root]) {
      events.push({ event: 'Newstate', at: answeredAt, chan: { ...chan, state: 'Up' } });
    }
    for (const chan of [dest, root]) {
      const up = { ...chan, state: 'Up' };
      events.push({ event: 'BridgeEnter', at: answeredAt, chan: up, bridgeId, bridgeType: 'basic', technology: null });
    }
    for (const chan of [root, dest]) events.push({ event: 'BridgeLeave', at: endedAt, chan, bridgeId });
  }
  const cause = row.disposition === 'BUSY' ? 17 : row.disposition === 'ANSWERED' ? 16 : null;
  events.push({ event: 'Hangup', at: endedAt, chan: dest, cause, causeText: null, techCause: null });
  return events;
}

function rootOf(first: CdrRow, rows: readonly CdrRow[]): ChannelFacts {
  const did = rows.find((row) => row.did !== '')?.did;
  return facts({
    channel: first.channel,
    uniqueid: first.linkedid,
    linkedid: first.linkedid,
    state: 'Ring',
    callerNum: first.src === '' ? null : first.src,
    callerName: /^"(.+)" </.exec(first.clid)?.[1] ?? null,
    context: first.context,
    exten: did ?? first.dst,
  });
}

function facts(some: Partial<ChannelFacts> & Pick<ChannelFacts, 'channel' | 'uniqueid' | 'linkedid'>): ChannelFacts {
  const none = { callerNum: null, callerName: null, connectedNum: null, connectedName: null, accountCode: null };
  return { ...none, state: 'Down', context: null, exten: null, vars: {}, ...some };
}

function dialStringOf({ app, appData }: CdrRow): string | null {
  if (!/^dial$/i.test(app)) return null;
  const piece = (appData.split(',', 1)[0] ?? '').split('&', 1)[0] ?? '';
  return piece.slice(piece.indexOf('/') + 1);
}

function isUuid(id: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
}
