import type { CallRecord } from '../domain/call/call-record.ts';
import { attemptFacts, customerOf, isMissed, lastTalk } from '../domain/callback/call-facts.ts';
import { excludingRule } from '../domain/callback/exclusion.ts';
import { attemptVerdict } from '../domain/callback/settle.ts';
import type { CallFindings, CallPlace } from '../store/calls.ts';
import type { PhoneOwners } from '../store/calls-parts.ts';
import { coverMiss, keyOf } from './cover-miss.ts';
import type { Deps, Tx } from './deps.ts';
import { payDebts } from './pay-debts.ts';
import { endAttempt } from './settle-attempt.ts';

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

/** Who the customer is, as far as one contact is meant. */
export interface Customer {
  readonly number: string | null;
  readonly contactId: number | null;
  /** The contact's other numbers that nobody else has. */
  readonly contactNumbers: readonly string[];
}

/**
 * Writes a judged call and all that follows from it, in one transaction: the debt when it was missed, the debts it
 * pays when it was talked, the end of our attempt. The same record again changes nothing.
 */
export function recordCall(deps: Deps, pbxId: number, bootId: number, record: CallRecord): Promise<RecordedCall> {
  return deps.transact(async (tx) => {
    const at = deps.now();
    const place = await tx.calls.place(pbxId, record.line);
    const attempt = record.attemptId === null ? undefined : await tx.attempts.find(record.attemptId);
    const number = customerOf(record);
    const behind = number === null ? [] : await tx.calls.contactsBehind(number);
    const numbers = number === null ? [] : [number];
    for (const id of behind) numbers.push(...(await tx.calls.numbersOf(id)).map((phone) => phone.number));
    await tx.callbacks.serialise(numbers);
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
    const callId = await store(tx, pbxId, bootId, record, findings, owners);
    if (callId === null) return unchanged(tx, pbxId, bootId, record, contactId);
    if (contactId !== null && record.recordings.length > 0) await tx.calls.linkRecordings(callId, contactId, at);

    const callbackId =
      isMissed(record) && excludedBy === null
        ? await coverMiss(deps, tx, { callId, record, place, customer, at })
        : null;
    const returned = await pay(tx, {
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
      const verdict = attemptVerdict(attemptFacts(record), enough);
      await endAttempt(deps, tx, attempt.id, { verdict, callId, at: record.endedAt > at ? at : record.endedAt });
    }
    await tx.outbox.add(at, { type: 'call.logged', id: callId });
    return { callId, changed: true, callbackId, returned, contactId };
  });
}

/** The new row's id, or the known one's when the verdict has become another; null when there is nothing new. */
async function store(
  tx: Tx,
  pbxId: number,
  bootId: number,
  record: CallRecord,
  findings: CallFindings,
  owners: PhoneOwners,
): Promise<number | null> {
  const added = await tx.calls.add(pbxId, bootId, record, findings);
  const known = added === undefined ? await tx.calls.known(pbxId, bootId, record.linkedid) : undefined;
  if (added === undefined && (!known || known.outcome === record.outcome)) return null;
  if (known) await tx.calls.rejudge(known.id, record, findings);
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

function talker(record: CallRecord, owners: PhoneOwners): number | null {
  const talk = lastTalk(record);
  return talk ? (owners.byDevice(talk.device) ?? owners.byExtension(talk.party)) : null;
}

/** One contact is meant when the agent dialled from their page, only one has the number, or the agent chose one before. */
async function contactMeant(
  tx: Tx,
  number: string | null,
  behind: readonly number[],
  dialled: number | null,
  agentId: number | null,
): Promise<number | null> {
  if (dialled !== null) return dialled;
  if (number === null || behind.length === 0) return null;
  if (behind.length === 1) return behind[0] ?? null;
  const chosen = agentId === null ? undefined : await tx.calls.chosen(number, agentId);
  return chosen !== undefined && behind.includes(chosen) ? chosen : null;
}

async function ownNumbers(tx: Tx, contactId: number | null, number: string | null): Promise<readonly string[]> {
  if (contactId === null) return [];
  const phones = await tx.calls.numbersOf(contactId);
  return phones.filter((phone) => !phone.shared && phone.number !== number).map((phone) => phone.number);
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
