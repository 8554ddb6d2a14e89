import type { CallRecord, Leg, Offer, RecordingFact, Talk } from '../domain/call/call-record.ts';
import type { CallFindings } from './calls.ts';
import { type PhoneOwners, plain, plainOrNull, wholeMs } from './calls-parts.ts';
import { manyRows } from './many-rows.ts';

/** A call that is to be written, with the row number it was given. */
export interface NewCall {
  readonly id: number;
  readonly pbxId: number;
  readonly bootId: number;
  readonly record: CallRecord;
  readonly found: CallFindings;
}

/** A call's inside, for the row it belongs to. */
export interface CallParts {
  readonly callId: number;
  readonly record: CallRecord;
  readonly owners: PhoneOwners;
}

const plainTexts = (texts: readonly string[]): readonly string[] =>
  texts.length === 0 ? texts : texts.map((text) => plain(text));

export const calls = manyRows<NewCall>([
  ['id', 'bigint', ({ id }) => id],
  ['pbx_id', 'bigint', ({ pbxId }) => pbxId],
  ['boot_id', 'bigint', ({ bootId }) => bootId],
  ['linkedid', 'text', ({ record }) => plain(record.linkedid)],
  ['linkedids', 'texts', ({ record }) => plainTexts(record.linkedids)],
  ['direction', 'text', ({ record }) => record.direction],
  ['customer', 'text', ({ found }) => found.customer],
  ['caller_raw', 'text', ({ record }) => plainOrNull(record.callerRaw)],
  ['caller_name', 'text', ({ record }) => plainOrNull(record.callerName)],
  ['withheld', 'boolean', ({ record }) => record.withheld],
  ['called', 'text', ({ record }) => plainOrNull(record.called)],
  ['called_raw', 'text', ({ record }) => plainOrNull(record.calledRaw)],
  ['line_id', 'bigint', ({ found }) => found.lineId],
  ['queue', 'text', ({ record }) => plainOrNull(record.queue)],
  ['started_at', 'instant', ({ record }) => record.startedAt],
  ['ended_at', 'instant', ({ record }) => record.endedAt],
  ['waited_ms', 'integer', ({ record }) => wholeMs(record.waitedMs)],
  ['talked_ms', 'integer', ({ record }) => wholeMs(record.talkedMs)],
  ['outcome', 'text', ({ record }) => record.outcome],
  ['reason', 'text', ({ record }) => record.reason],
  ['contact_id', 'bigint', ({ found }) => found.contactId],
  ['agent_id', 'bigint', ({ found }) => found.agentId],
  ['attempt_id', 'text', ({ record }) => plainOrNull(record.attemptId)],
  ['excluded_by', 'bigint', ({ found }) => found.excludedBy],
  ['warnings', 'texts', ({ record }) => plainTexts(record.warnings)],
  ['recorded_at', 'instant', ({ found }) => found.recordedAt],
]);

/** What a second verdict on a call may change: all but what names it and when it was first recorded. */
export const rejudgedColumns = calls.names
  .split(', ')
  .filter((name) => !['id', 'pbx_id', 'boot_id', 'linkedid', 'recorded_at'].includes(name));

/** One row per leg; a phone that left and came back keeps its first row. */
export const legs = manyRows<Leg, CallParts>([
  ['call_id', 'bigint', (_leg, { callId }) => callId],
  ['uniqueid', 'text', ({ uniqueid }) => plain(uniqueid)],
  ['channel', 'text', ({ channel }) => plain(channel)],
  ['role', 'text', ({ role }) => role],
  ['device', 'text', ({ device }) => plainOrNull(device)],
  [
    'user_id',
    'bigint',
    ({ device, role, extension }, { owners }) =>
      owners.byDevice(device) ?? (role === 'agent' ? owners.byExtension(extension) : null),
  ],
  ['extension', 'text', ({ extension }) => plainOrNull(extension)],
  ['number', 'text', ({ number }) => plainOrNull(number)],
  ['started_at', 'instant', ({ startedAt }) => startedAt],
  ['up_at', 'instant', ({ upAt }) => upAt],
  ['ended_at', 'instant', ({ endedAt }) => endedAt],
  ['cause', 'integer', ({ cause }) => cause],
  ['cause_text', 'text', ({ causeText }) => plainOrNull(causeText)],
]);

/** One row per phone that was asked. */
export const offers = manyRows<Offer, CallParts>([
  ['call_id', 'bigint', (_offer, { callId }) => callId],
  ['uniqueid', 'text', ({ uniqueid }) => plain(uniqueid)],
  ['device', 'text', ({ device }) => plain(device)],
  [
    'user_id',
    'bigint',
    ({ device, extension }, { owners }) => owners.byDevice(device) ?? owners.byExtension(extension),
  ],
  ['queue', 'text', ({ queue }) => plainOrNull(queue)],
  ['started_at', 'instant', ({ startedAt }) => startedAt],
  ['rang_at', 'instant', ({ rangAt }) => rangAt],
  ['ended_at', 'instant', ({ endedAt }) => endedAt],
  ['result', 'text', ({ result }) => result],
]);

/** Who of us had a stretch of talk. */
export function talkerOf({ device, party }: Talk, owners: PhoneOwners): number | null {
  return owners.byDevice(device) ?? owners.byExtension(party);
}

/** One row per stretch of talk. */
export const talks = manyRows<Talk, CallParts>([
  ['call_id', 'bigint', (_talk, { callId }) => callId],
  ['uniqueid', 'text', ({ uniqueid }) => plain(uniqueid)],
  ['device', 'text', ({ device }) => plainOrNull(device)],
  ['user_id', 'bigint', (talk, { owners }) => talkerOf(talk, owners)],
  ['party', 'text', ({ party }) => plain(party)],
  ['started_at', 'instant', ({ startedAt }) => startedAt],
  ['ended_at', 'instant', ({ endedAt }) => endedAt],
]);

/** One row per file the PBX named. */
export const files = manyRows<RecordingFact, CallParts>([
  ['call_id', 'bigint', (_file, { callId }) => callId],
  ['uniqueid', 'text', ({ uniqueid }) => plain(uniqueid)],
  ['path', 'text', ({ file }) => plainOrNull(file, 1000)],
  ['state', 'text', () => 'pending'],
  ['started_at', 'instant', ({ startedAt }) => startedAt],
  ['muted', 'json', ({ muted }) => muted ?? []],
]);

/** The files that have a name. */
export function namedFiles({ record }: CallParts): readonly RecordingFact[] {
  const { recordings } = record;
  return recordings.every(({ file }) => file !== null) ? recordings : recordings.filter(({ file }) => file !== null);
}
