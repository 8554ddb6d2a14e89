import type { CallRecord } from '../domain/call/call-record.ts';
import type { Deps } from './deps.ts';
import { type RecordedCall, recordCall } from './record-call.ts';

const dayMs = 86_400_000;
const dialable = /^[+0-9 ().*#-]{1,40}$/;

/**
 * Writes only what the debt hangs on, of a call that the database refuses as a whole: who called whom, when, and whether
 * they talked. Whatever was wrong with its parts, the customer is called back.
 */
export function recordBare(deps: Deps, pbxId: number, bootId: number, record: CallRecord): Promise<RecordedCall> {
  return recordCall(deps, pbxId, bootId, bareOf(record, deps.now()));
}

function bareOf(record: CallRecord, now: number): CallRecord {
  const sane = (at: number): boolean => at > 0 && at < now + dayMs;
  const endedAt = sane(record.endedAt) ? record.endedAt : now;
  const startedAt = sane(record.startedAt) && record.startedAt <= endedAt ? record.startedAt : endedAt;
  const number = (text: string | null): string | null => (text !== null && dialable.test(text) ? text : null);
  const word = (text: string | null): string | null => (text !== null && /^[\w.:@+-]{1,80}$/.test(text) ? text : null);
  const talks = record.talks.filter((talk) => sane(talk.startedAt) && sane(talk.endedAt));
  return {
    ...record,
    linkedids: record.linkedids.filter((linkedid) => word(linkedid) !== null),
    callerRaw: number(record.callerRaw),
    callerName: null,
    called: number(record.called),
    calledRaw: number(record.calledRaw),
    line: word(record.line),
    queue: word(record.queue),
    startedAt,
    endedAt,
    waitedMs: Math.min(endedAt - startedAt, dayMs),
    legs: [],
    offers: [],
    talks,
    recordings: [],
    warnings: ['stored_in_part'],
  };
}
