import type { CallRecord } from '../domain/call/call-record.ts';
import { customerOf, isMissed } from '../domain/callback/call-facts.ts';
import { excludingRule } from '../domain/callback/exclusion.ts';
import { neverOpens } from '../domain/callback/policy.ts';
import type { CallPlace } from '../store/calls.ts';
import type { BulkCall, CallGround, PersonBehind } from '../store/calls-bulk.ts';
import type { OutboxFact } from '../store/outbox.ts';
import { chooseOwners } from './choose-owner.ts';
import { firstMiss } from './cover-miss.ts';
import type { Deps, Tx } from './deps.ts';
import { type RecordedCall, recordWithin } from './record-call.ts';
import { type Customer, talker } from './who-was-it.ts';

/** A finished call and the life of the PBX it belongs to. */
export interface FinishedCall {
  readonly bootId: number;
  readonly record: CallRecord;
}

/** A call that touches nothing but its own rows. */
interface Plain extends BulkCall {
  readonly place: CallPlace;
  readonly customer: Customer;
  readonly vip: boolean;
}

/**
 * Writes several finished calls in one transaction: all of them, or none. What each leaves behind is exactly what
 * `recordCall` leaves. Calls that touch nothing but their own rows (no debt of their customer is open, nobody else in
 * the batch calls with the number) are written together; all others follow one by one, in their order.
 */
export function recordCalls(
  deps: Deps,
  pbxId: number,
  calls: readonly FinishedCall[],
): Promise<readonly RecordedCall[]> {
  return deps.transact(async (tx) => {
    const at = deps.now();
    const done = new Map<number, RecordedCall>();
    const plain = calls.length > 1 ? await plainOnes(tx, pbxId, calls, at) : null;
    if (plain !== null) await writeTogether(deps, tx, pbxId, plain, at, done);
    const grounded = plain === null ? tx : withGround(tx, plain.ground);
    const results: RecordedCall[] = [];
    for (const [n, { bootId, record }] of calls.entries()) {
      results.push(done.get(n) ?? (await recordWithin(deps, grounded, pbxId, bootId, record)));
    }
    return results;
  });
}

/** Lines, phones and rules are not read again for every call. */
function withGround(tx: Tx, { place, owners, rules }: CallGround): Tx {
  const read = {
    place: async (_pbxId: number, lineKey: string | null) => place(lineKey),
    owners: async () => owners,
    exclusionRules: async () => [...rules],
  };
  return { ...tx, calls: { ...tx.calls, ...read } };
}

interface PlainOnes {
  readonly ground: CallGround;
  readonly calls: ReadonlyMap<number, Plain>;
}

/** Finds the calls that touch nothing but their own rows, with the numbers of all of them locked until the commit. */
async function plainOnes(tx: Tx, pbxId: number, calls: readonly FinishedCall[], at: number): Promise<PlainOnes> {
  const ground = await tx.bulkCalls.ground(pbxId);
  const numbers = [...new Set(calls.flatMap(({ record }) => customerOf(record) ?? []))];
  const before = byNumber(await tx.bulkCalls.behind(numbers));
  const locked = new Set([...numbers, ...[...before.values()].flat().flatMap(numbersOf)]);
  await tx.bulkCalls.serialise([...locked]);
  // Read again behind the locks: a contact saved meanwhile is seen, or waits for us.
  const people = byNumber(await tx.bulkCalls.behind(numbers));
  const contactIds = [...people.values()].flat().map(({ contactId }) => contactId);
  const earliest = Math.min(...calls.map(({ record }) => record.endedAt));
  const touched = await tx.bulkCalls.touched([...locked], contactIds, earliest);
  const uses = new Map<string, number>();
  const involved = (record: CallRecord): string[] => {
    const number = customerOf(record);
    return number === null ? [] : [...new Set([number, ...(people.get(number) ?? []).flatMap(numbersOf)])];
  };
  const ids = new Map<string, number>();
  for (const { bootId, record } of calls) {
    for (const number of involved(record)) uses.set(number, (uses.get(number) ?? 0) + 1);
    const id = `${bootId} ${record.linkedid}`;
    ids.set(id, (ids.get(id) ?? 0) + 1);
  }
  const plain = new Map<number, Plain>();
  for (const [n, { bootId, record }] of calls.entries()) {
    if (mayBeOurs(record) || (ids.get(`${bootId} ${record.linkedid}`) ?? 0) > 1) continue;
    const number = customerOf(record);
    const [person, ...others] = number === null ? [] : (people.get(number) ?? []);
    if (others.length > 0 || (person && touched.contacts.has(person.contactId))) continue;
    const about = involved(record);
    if (about.some((one) => !locked.has(one) || touched.numbers.has(one) || (uses.get(one) ?? 0) > 1)) continue;
    const place = ground.place(record.line);
    if (neverOpens(record.endedAt, place.line)) continue;
    const contactId = person?.contactId ?? null;
    const contactNumbers = (person?.phones ?? []).flatMap((phone) =>
      phone.shared || phone.number === number ? [] : [phone.number],
    );
    const findings = {
      customer: number,
      lineId: place.line?.id ?? null,
      contactId,
      agentId: talker(record, ground.owners),
      excludedBy: isMissed(record) ? excludingRule(ground.rules, record) : null,
      recordedAt: at,
    };
    const customer = { number, contactId, contactNumbers };
    plain.set(n, { bootId, record, findings, place, customer, vip: person?.vip ?? false });
  }
  return { ground, calls: plain };
}

async function writeTogether(
  deps: Deps,
  tx: Tx,
  pbxId: number,
  { ground, calls }: PlainOnes,
  at: number,
  done: Map<number, RecordedCall>,
): Promise<void> {
  if (calls.size === 0) return;
  const list = [...calls];
  const added = await tx.bulkCalls.add(
    pbxId,
    list.map(([, call]) => call),
    ground.owners,
  );
  const owed = list.flatMap(([n, { record, findings, customer }], index) =>
    added.has(index) && isMissed(record) && findings.excludedBy === null ? [{ n, customer }] : [],
  );
  const chosen = await chooseOwners(
    tx,
    owed.map(({ customer }) => customer),
  );
  const owners = new Map(owed.map(({ n }, place) => [n, chosen[place] ?? inQueue]));
  const facts: OutboxFact[] = [];
  const misses: { place: number; callId: number; item: ReturnType<typeof firstMiss> }[] = [];
  for (const [index, [n, { record, findings, place, customer, vip }]] of list.entries()) {
    const callId = added.get(index);
    // The log holds it already: it goes the long way.
    if (callId === undefined) continue;
    done.set(n, { callId, changed: true, callbackId: null, returned: [], contactId: findings.contactId });
    facts.push({ type: 'call.logged', id: callId });
    if (isMissed(record) && findings.excludedBy === null) {
      misses.push({
        place: n,
        callId,
        item: firstMiss(deps, { record, place, customer, at }, vip, owners.get(n) ?? inQueue),
      });
    }
  }
  const items = await tx.bulkCalls.open(misses);
  for (const [index, { place }] of misses.entries()) {
    const [id, known] = [items[index], done.get(place)];
    if (id === undefined || !known) throw new Error('A callback was not stored');
    done.set(place, { ...known, callbackId: id });
    facts.push({ type: 'callback.changed', id });
  }
  await tx.bulkCalls.tell(at, facts);
}

const inQueue = { ownerId: null, ownerRule: 'queue' } as const;

/** Whether one of our attempts may stand behind it. */
function mayBeOurs({ attemptId, linkedids }: CallRecord): boolean {
  return attemptId !== null || linkedids.some((id) => id.startsWith('rb-'));
}

function byNumber(people: readonly PersonBehind[]): ReadonlyMap<string, readonly PersonBehind[]> {
  const found = new Map<string, PersonBehind[]>();
  for (const person of people) found.set(person.e164, [...(found.get(person.e164) ?? []), person]);
  return found;
}

function numbersOf({ phones }: PersonBehind): readonly string[] {
  return phones.map(({ number }) => number);
}
