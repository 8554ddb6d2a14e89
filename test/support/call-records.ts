import type { E164 } from '../../schema/values/e164.ts';
import type { CallRecord, Talk } from '../../server/domain/call/call-record.ts';

let calls = 0;

/** A number nobody used before in this run, in the range kept for fiction. */
export function aNumber(): E164 {
  calls += 1;
  return `+44207946${String(calls % 10_000).padStart(4, '0')}` as E164;
}

/** An inbound call to `sales` that rang out. */
export function aMissedCall(over: Partial<CallRecord> & { readonly endedAt: number }): CallRecord {
  calls += 1;
  const linkedid = over.linkedid ?? `17000000.${calls}`;
  const startedAt = over.startedAt ?? over.endedAt - 20_000;
  return {
    linkedid,
    linkedids: [linkedid],
    direction: 'inbound',
    caller: null,
    callerRaw: over.caller ?? null,
    callerName: null,
    withheld: false,
    called: '+442079460000',
    calledRaw: '442079460000',
    line: 'sales',
    queue: null,
    startedAt,
    waitedMs: over.endedAt - startedAt,
    talkedMs: 0,
    outcome: 'missed',
    reason: 'no_answer',
    legs: [],
    offers: [],
    talks: [],
    recordings: [],
    attemptId: null,
    dialled: null,
    warnings: [],
    ...over,
  };
}

interface Conversation extends Partial<CallRecord> {
  readonly endedAt: number;
  readonly talkedMs: number;
}

/** An inbound call that extension 1001 took. */
export function aTalkedCall({ endedAt, talkedMs, ...over }: Conversation): CallRecord {
  const talk: Talk = {
    uniqueid: `t-${calls}`,
    device: 'PJSIP/1001',
    party: '1001',
    startedAt: endedAt - talkedMs,
    endedAt,
  };
  return aMissedCall({
    endedAt,
    talkedMs,
    startedAt: endedAt - talkedMs - 5_000,
    outcome: 'talked',
    reason: null,
    talks: [talk],
    ...over,
  });
}

/** A call we made from extension 1001, with talk when `talkedMs` says so. */
export function anOutgoingCall({ called, ...over }: Conversation & { readonly called: string }): CallRecord {
  const talked = over.talkedMs > 0;
  const call = aTalkedCall({
    direction: 'outbound',
    line: null,
    called,
    calledRaw: called,
    dialled: talked ? 'answered' : 'no_answer',
    ...over,
  });
  return talked
    ? call
    : { ...call, outcome: 'not_answered', talks: [], ...(over.dialled && { dialled: over.dialled }) };
}

/** The agent's leg of our own Originate, answered. */
export function answeredLeg(attemptId: string, at: number): CallRecord['legs'][number] {
  return {
    uniqueid: attemptId,
    channel: 'PJSIP/1001-00000001',
    role: 'agent',
    device: 'PJSIP/1001',
    extension: '1001',
    number: '1001',
    startedAt: at,
    upAt: at + 1_000,
    endedAt: at + 2_000,
    cause: 16,
    causeText: 'Normal Clearing',
  };
}
