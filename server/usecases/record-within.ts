import type { CallRecord } from '../domain/call/call-record.ts';
import { attemptFacts, customerOf, isMissed, lastTalk } from '../domain/callback/call-facts.ts';
import { excludingRule } from '../domain/callback/exclusion.ts';
import { attemptVerdict } from '../domain/callback/settle.ts';
import type { CallBatch, FinishedCall } from '../store/call-batch.ts';
import type { CallPlace } from '../store/calls.ts';
import { correctMiss } from './correct-miss.ts';
import { coverMiss, keyOf } from './cover-miss.ts';
import type { Deps, Tx } from './deps.ts';
import { payDebts } from './pay-debts.ts';
import { endAttempt } from './settle-attempt.ts';
import { type Customer, contactMeant, ourAttempt, ownNumbers, talker } from './who-was-it.ts';

export interface RecordedCall {
  readonly callId: number;
  /** False when the log held this very call already: nothing was changed. */
  readonly changed: boolean;
  /** The item that covers it, when it was missed. */
  readonly callbackId: number | null;
  /** Items that this call has settled. */
  readonly returned: readonly number[];
  readonly contactId: number | null;
}

/**
 * What a judged call brings about: the debt when it was missed, the debts it pays when it was talked, the end of our
 * attempt. The same record again changes nothing, unless it is to replace what was known in part. `tx` and its stores
 * are those of the batch.
 */
export async function recordWithin(
  deps: Deps,
  tx: Tx,
  batch: CallBatch,
  call: FinishedCall,
  { replace = false }: Recording = {},
): Promise<RecordedCall> {
  const { record } = call;
  const { ground } = batch;
  const at = deps.now();
  const place = ground.place(record.line);
  const attempt = await ourAttempt(tx, record);
  const number = customerOf(record);
  const behind = number === null ? [] : await tx.calls.contactsBehind(number);
  const agentId = talker(record, ground.owners) ?? attempt?.userId ?? null;
  const contactId = await contactMeant(tx, number, behind, attempt?.contactId ?? null, agentId);
  const contactNumbers = await ownNumbers(tx, contactId, number);
  const customer = { number, contactId, contactNumbers };
  const excludedBy = isMissed(record) ? excludingRule(ground.rules, record) : null;
  const lineId = place.line?.id ?? null;
  const findings = { customer: number, lineId, contactId, agentId, excludedBy, recordedAt: at };
  const known = batch.known(call);
  if (known && known.outcome === record.outcome && !replace) {
    const callbackId = (await tx.calls.coveredBy(known.id)) ?? null;
    return { callId: known.id, changed: false, callbackId, returned: [], contactId };
  }
  const told = attempt ? { ...call, record: { ...record, attemptId: attempt.id } } : call;
  const callId = known ? known.id : batch.add(told, findings);
  if (known) await batch.rejudge(callId, told, findings);
  if (known && replace) await batch.dropParts(callId);
  batch.addParts(callId, record);
  if (contactId !== null && record.recordings.length > 0) await batch.linkRecordings(callId, contactId, at);

  const callbackId =
    isMissed(record) && excludedBy === null ? await coverMiss(deps, tx, { callId, record, place, customer, at }) : null;
  const corrected = known ? await correctMiss(tx, { callId, record, agentId, at }) : [];
  const calledBackId = attempt?.callbackId ?? null;
  const paid = await pay(tx, { callId, record, place, customer, agentId, at, calledBackId });
  if (attempt) {
    const enough = record.direction === 'internal' ? 1 : place.returnedTalkMs;
    const verdict = attemptVerdict(attemptFacts({ ...record, attemptId: attempt.id }, attempt.dialOrder), enough);
    await endAttempt(deps, tx, attempt.id, { verdict, callId, at: record.endedAt > at ? at : record.endedAt });
  }
  await tx.outbox.add(at, { type: 'call.logged', id: callId });
  return { callId, changed: true, callbackId, returned: [...corrected, ...paid], contactId };
}

export interface Recording {
  readonly replace?: boolean;
}

interface Conversation {
  readonly callId: number;
  readonly record: CallRecord;
  readonly place: CallPlace;
  readonly customer: Customer;
  readonly agentId: number | null;
  readonly calledBackId: number | null;
  readonly at: number;
}

async function pay(
  tx: Tx,
  { callId, record, place, customer, agentId, calledBackId, at }: Conversation,
): Promise<readonly number[]> {
  const talk = lastTalk(record);
  const { number, contactId, contactNumbers } = customer;
  if (record.outcome !== 'talked' || record.direction === 'internal' || !talk || number === null) return [];
  const inbound = record.direction === 'inbound';
  const proof = {
    callId,
    direction: record.direction,
    number,
    key: inbound ? keyOf(place, number) : null,
    contactId,
    contactNumbers,
    startedAt: talk.startedAt,
    endedAt: talk.endedAt,
    talkedMs: record.talkedMs,
    agentId,
    calledBackId,
    saidReached: false,
  };
  return (await payDebts(tx, proof, place.returnedTalkMs, at)).map(({ id }) => id);
}
