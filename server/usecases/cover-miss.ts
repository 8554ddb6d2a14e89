import type { CallRecord } from '../domain/call/call-record.ts';
import type { assign } from '../domain/callback/assign.ts';
import type { NewCallback } from '../domain/callback/callback.ts';
import { whyNotCallable } from '../domain/callback/can-be-called.ts';
import { callbackKey } from '../domain/callback/key.ts';
import { dueAt, neverOpens } from '../domain/callback/policy.ts';
import { priorityOf } from '../domain/callback/priority.ts';
import type { CallPlace, TalkedCall } from '../store/calls.ts';
import { chooseOwner } from './choose-owner.ts';
import type { Deps, Tx } from './deps.ts';
import { payDebts } from './pay-debts.ts';
import { takeStep } from './take-step.ts';
import type { Customer } from './who-was-it.ts';

interface Miss {
  readonly callId: number;
  readonly record: Pick<CallRecord, 'caller' | 'callerRaw' | 'withheld' | 'queue' | 'endedAt' | 'requested'>;
  readonly place: CallPlace;
  readonly customer: Customer;
  readonly at: number;
}

/**
 * A missed call becomes a debt: it joins the caller's live item, or opens one. The caller's number is locked by now,
 * so two calls that end together make one item. A talk that came after the miss but was judged before it pays at once.
 */
export async function coverMiss(deps: Deps, tx: Tx, miss: Miss): Promise<number> {
  const { callId, record, place, customer, at } = miss;
  const covered = await tx.calls.coveredBy(callId);
  if (covered !== undefined) return covered;
  const missAt = record.endedAt;
  // Who asked to be called back is due, and in order, by when they began to wait: they keep their place.
  const via = record.requested ? ({ via: 'phone' } as const) : {};
  const due = dueAt(record.requested?.since ?? missAt, place.line);
  const vip = customer.contactId !== null && (await tx.calls.isVip(customer.contactId));
  const key = keyOf(place, customer.number);
  const live = key === null ? undefined : await tx.callbacks.holdLiveOf(key);
  if (live) {
    const priority = priorityOf({ vip, misses: live.misses + 1 });
    await tx.callbacks.cover(live.id, callId, at);
    await takeStep(tx, live, { type: 'joined', at, callId, missAt, dueAt: due, priority, ...via });
    return live.id;
  }
  const owner = await chooseOwner(tx, customer);
  const born = firstMiss(deps, miss, vip, owner);
  const since = record.requested?.since;
  const asked = since !== undefined && born.key !== null && born.needsReason === null;
  const opened = asked
    ? await tx.callbacks.open({ ...born, origin: 'requested', misses: 0, dueAt: due, firstMissAt: since }, null, {
        via: 'phone',
      })
    : await tx.callbacks.open(born, null);
  await tx.callbacks.cover(opened.id, callId, at);
  const { priority } = born;
  const item = asked
    ? await takeStep(tx, opened, { type: 'joined', at, callId, missAt, dueAt: due, priority, ...via })
    : opened;
  if (neverOpens(missAt, place.line))
    await takeStep(tx, item, { type: 'rescheduled', at, dueAt: due, rule: 'never_opens' });
  await tx.outbox.add(at, { type: 'callback.changed', id: item.id });
  if (customer.number !== null)
    await payByLaterTalk(tx, place, [customer.number, ...customer.contactNumbers], missAt, at);
  return item.id;
}

/** The item that a miss opens when no live one joins it. */
export function firstMiss(
  deps: Deps,
  { record, place, customer, at }: Omit<Miss, 'callId'>,
  vip: boolean,
  owner: ReturnType<typeof assign>,
): NewCallback {
  const caller = { number: customer.number, raw: record.callerRaw, withheld: record.withheld };
  return {
    siteId: place.siteId,
    origin: 'missed_call',
    key: keyOf(place, customer.number),
    number: customer.number,
    lineId: place.line?.id ?? null,
    contactId: customer.contactId,
    queue: record.queue,
    needsReason: whyNotCallable(caller, (number) => deps.kindOf(number, place.country)),
    dueAt: dueAt(record.endedAt, place.line),
    workableAt: record.endedAt,
    firstMissAt: record.endedAt,
    misses: 1,
    priority: priorityOf({ vip, misses: 1 }),
    ...owner,
    note: null,
    createdAt: at,
  };
}

/** The key of a caller on a line; calls to a DID that belongs to no line count as the main group. */
export function keyOf(place: CallPlace, number: string | null): string | null {
  return number === null ? null : callbackKey(place.siteId, place.line?.group ?? 'main', number);
}

async function payByLaterTalk(
  tx: Tx,
  place: CallPlace,
  numbers: readonly string[],
  missAt: number,
  at: number,
): Promise<void> {
  for (const call of await tx.calls.talkedAfter(numbers, missAt)) {
    const proof = talkProof(call, place);
    if (proof) await payDebts(tx, proof, place.returnedTalkMs, at);
  }
}

function talkProof(call: TalkedCall, place: CallPlace) {
  const { direction, customer } = call;
  if (direction === 'internal' || customer === null) return null;
  return {
    callId: call.id,
    direction,
    number: customer,
    key: direction === 'inbound' ? callbackKey(place.siteId, call.lineGroup ?? 'main', customer) : null,
    contactId: call.contactId,
    contactNumbers: [],
    startedAt: call.talkStartedAt,
    endedAt: call.talkEndedAt,
    talkedMs: call.talkedMs,
    agentId: call.agentId,
    calledBackId: null,
    saidReached: false,
  };
}
