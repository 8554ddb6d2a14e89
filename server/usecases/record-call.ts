import type { CallRecord } from '../domain/call/call-record.ts';
import { attemptFacts, customerOf, isMissed, lastTalk } from '../domain/callback/call-facts.ts';
import { excludingRule } from '../domain/callback/exclusion.ts';
import { attemptVerdict } from '../domain/callback/settle.ts';
import type { CallFindings, CallPlace } from '../store/calls.ts';
import type { PhoneOwners } from '../store/calls-parts.ts';
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
 * Writes a judged call and all that follows from it, in one transaction: the debt when it was missed, the debts it
 * pays when it was talked, the end of our attempt. The same record again changes nothing, unless it is to replace what
 * was known in part.
 */
export function recordCall(
  deps: Deps,
  pbxId: number,
  bootId: number,
  record: CallRecord,
  options: Recording = {},
): Promise<RecordedCall> {
  return deps.transact((tx) => recordWithin(deps, tx, pbxId, bootId, record, options));
}

interface Recording {
  readonly replace?: boolean;
}

/** The same within a transaction that holds more than this call. */
export async function recordWithin(
  deps: Deps,
  tx: Tx,
  pbxId: number,
  bootId: number,
  record: CallRecord,
  { replace = false }: Recording = {},
): Promise<RecordedCall> {
  const at = deps.now();
  const place = await tx.calls.place(pbxId, record.line);
  const attempt = await ourAttempt(tx, record);
  const number = customerOf(record);
  const behind = await lockCustomer(tx, number);
  const owners = await tx.calls.owners(pbxId);
  const agentId = talker(record, owners) ?? attempt?.userId ?? null;
  const contactId = await contactMeant(tx, number, behind, attempt?.contactId ?? null, agentId);
  const contactNumbers = await ownNumbers(tx, contactId, number);
  const customer = { number, contactId, contactNumbers };
  const excludedBy = isMissed(record) ? excludingRule(await tx.calls.exclusionRules(), record) : null;
  const findings = {
    customer: number,
    lineId: place.line?.id ?? null,
    contactId,
    agentId,
    excludedBy,
    recordedAt: at,
  };
  const callId = await store(
    tx,
    pbxId,
    bootId,
    { ...record, attemptId: attempt?.id ?? record.attemptId },
    findings,
    owners,
    replace,
  );
  if (callId === null) return unchanged(tx, pbxId, bootId, record, contactId);
  if (contactId !== null && record.recordings.length > 0) await tx.calls.linkRecordings(callId, contactId, at);

  const callbackId =
    isMissed(record) && excludedBy === null ? await coverMiss(deps, tx, { callId, record, place, customer, at }) : null;
  const corrected = await correctMiss(tx, { callId, record, agentId, at });
  const paid = await pay(tx, {
    callId,
    record,
    place,
    customer,
    agentId,
    at,
    calledBackId: attempt?.callbackId ?? null,
  });
  if (attempt) {
    const enough = record.direction === 'internal' ? 1 : place.returnedTalkMs;
    const verdict = attemptVerdict(attemptFacts({ ...record, attemptId: attempt.id }), enough);
    await endAttempt(deps, tx, attempt.id, { verdict, callId, at: record.endedAt > at ? at : record.endedAt });
  }
  await tx.outbox.add(at, { type: 'call.logged', id: callId });
  return { callId, changed: true, callbackId, returned: [...corrected, ...paid], contactId };
}

/** Everybody behind the number, read once all their numbers are locked: a contact saved meanwhile is seen, or waits for us. */
async function lockCustomer(tx: Tx, number: string | null): Promise<readonly number[]> {
  if (number === null) return [];
  const numbers = [number];
  for (const id of await tx.calls.contactsBehind(number)) {
    numbers.push(...(await tx.calls.numbersOf(id)).map((phone) => phone.number));
  }
  await tx.callbacks.serialise(numbers);
  return tx.calls.contactsBehind(number);
}

/** The new row's id, or the known one's when the verdict has become another; null when there is nothing new. */
async function store(
  tx: Tx,
  pbxId: number,
  bootId: number,
  record: CallRecord,
  findings: CallFindings,
  owners: PhoneOwners,
  replace: boolean,
): Promise<number | null> {
  const added = await tx.calls.add(pbxId, bootId, record, findings);
  const known = added === undefined ? await tx.calls.known(pbxId, bootId, record.linkedid) : undefined;
  if (added === undefined && (!known || (known.outcome === record.outcome && !replace))) return null;
  if (known) await tx.calls.rejudge(known.id, record, findings);
  if (known && replace) await tx.calls.dropParts(known.id);
  const id = added ?? known?.id ?? null;
  if (id !== null) await tx.calls.addParts(id, record, owners);
  return id;
}

async function unchanged(
  tx: Tx,
  pbxId: number,
  bootId: number,
  record: CallRecord,
  contactId: number | null,
): Promise<RecordedCall> {
  const known = await tx.calls.known(pbxId, bootId, record.linkedid);
  if (!known) throw new Error('The call was neither stored nor known');
  const callbackId = (await tx.calls.coveredBy(known.id)) ?? null;
  return { callId: known.id, changed: false, callbackId, returned: [], contactId };
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
