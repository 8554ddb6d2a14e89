import type { CallRecord } from '../domain/call/call-record.ts';
import { customerOf, isMissed } from '../domain/callback/call-facts.ts';
import type { DbTx } from '../platform/db.ts';
import type { AttemptStore } from './attempts.ts';
import { batchGround, type CallGround } from './call-batch-ground.ts';
import { batchItems } from './call-batch-items.ts';
import { type Loaded, loadBatch, type PersonBehind, type TalkedOnce } from './call-batch-load.ts';
import { nothingPending, rejudgeCall, writePending } from './call-batch-write.ts';
import { talkerOf } from './call-columns.ts';
import type { CallbackStore } from './callbacks.ts';
import type { CallFindings, CallStore, StoredCall } from './calls.ts';
import { plain } from './calls-parts.ts';
import type { CandidateStore } from './candidates.ts';
import type { OutboxStore } from './outbox.ts';

/** A finished call and the life of the PBX it belongs to. */
export interface FinishedCall {
  readonly bootId: number;
  readonly record: CallRecord;
}

/** The stores as a batch has them; the rules cannot tell them from those of a transaction. */
export interface BatchStores {
  readonly calls: CallStore;
  readonly callbacks: CallbackStore;
  readonly attempts: AttemptStore;
  readonly candidates: CandidateStore;
  readonly outbox: OutboxStore;
}

/**
 * Finished calls on their way into the log. All that they touch is locked and read at once, the rules are asked over
 * what was read, and what they decide is written at once: a batch of one goes the same way as a batch of a hundred.
 */
export interface CallBatch {
  readonly ground: CallGround;
  readonly stores: BatchStores;
  /** The log's own row of a call, also when it was added by this batch. */
  known(call: FinishedCall): StoredCall | undefined;
  /** Adds a new call; answers its row. */
  add(call: FinishedCall, found: CallFindings): number;
  /** Legs, offers, talks and files; what is stored already stays. */
  addParts(callId: number, record: CallRecord): void;
  /** A better verdict on a known call. */
  rejudge(id: number, call: FinishedCall, found: CallFindings): Promise<void>;
  /** Forgets what was seen of a known call's inside, to be told anew. */
  dropParts(id: number): Promise<void>;
  /** Puts the call's recordings on the contact's profile, unless they were taken off it. */
  linkRecordings(callId: number, contactId: number, at: number): Promise<void>;
  /** Writes all that was decided; nothing of it is in the database before. */
  flush(): Promise<void>;
}

export async function openCallBatch(
  tx: DbTx,
  real: BatchStores,
  pbxId: number,
  calls: readonly FinishedCall[],
): Promise<CallBatch> {
  const loaded = await loadBatch(tx, askedBy(pbxId, calls));
  const ground = batchGround(loaded);
  const people = byNumber(loaded.people);
  const contacts = new Map(loaded.people.map((person) => [person.contactId, person]));
  const customers = new Set(calls.flatMap(({ record }) => customerOf(record) ?? []));
  const missed = new Set(calls.flatMap(({ record }) => (isMissed(record) ? (customerOf(record) ?? []) : [])));
  /** Numbers whose talks after the first miss are all in `talked`. */
  const owing = new Set([...missed].flatMap((number) => [number, ...(people.get(number) ?? []).flatMap(numbersOf)]));
  const known = new Map(loaded.known.map((call) => [nameOf(call), { id: call.id, outcome: call.outcome }]));
  const covered = new Map(loaded.known.map((call) => [call.id, call.callbackId]));
  const callIds = [...loaded.callIds].reverse();
  const talked: TalkedOnce[] = [...loaded.talked];
  /** Calls that the database does not have yet. */
  const fresh = new Map<number, { readonly found: CallFindings; readonly bootId: number }>();
  let rejudged = false;
  let pending = nothingPending();
  let dirty = false;
  const ends: Parameters<AttemptStore['end']>[] = [];
  const ended = new Map<string, Parameters<AttemptStore['end']>[1]>();

  async function flush(): Promise<void> {
    const stepped = items.takeSteps();
    if (dirty || stepped.length > 0) await writePending(tx, pending, stepped);
    for (const end of ends.splice(0)) await real.attempts.end(...end);
    pending = nothingPending();
    dirty = false;
    fresh.clear();
  }
  const writing = () => {
    dirty = true;
    return pending;
  };
  const items = batchItems(
    real.callbacks,
    {
      items: loaded.items,
      numbers: new Set([...customers, ...loaded.people.flatMap(numbersOf)]),
      contacts: new Set(contacts.keys()),
      ids: loaded.itemIds,
    },
    writing,
    flush,
  );

  const callStore: CallStore = {
    ...real.calls,
    contactsBehind: async (number) =>
      customers.has(number)
        ? (people.get(number) ?? []).map(({ contactId }) => contactId)
        : real.calls.contactsBehind(number),
    numbersOf: async (id) => [...(contacts.get(id)?.phones ?? (await real.calls.numbersOf(id)))],
    isVip: async (id) => contacts.get(id)?.vip ?? real.calls.isVip(id),
    chosen: async (number, userId) =>
      loaded.choices.find((choice) => choice.number === number && choice.userId === userId)?.contactId,
    async coveredBy(callId) {
      const here = items.coverOf(callId) ?? covered.get(callId);
      return here ?? undefined;
    },
    async talkedAfter(numbers, at) {
      if (rejudged || !numbers.every((number) => owing.has(number))) {
        await flush();
        return real.calls.talkedAfter(numbers, at);
      }
      const after = talked.filter(
        ({ customer, callEndedAt, talkEndedAt }) =>
          customer !== null && callEndedAt > at && talkEndedAt > at && numbers.includes(customer),
      );
      return [...new Map(after.sort(byEnd).map((talk) => [talk.id, talk])).values()];
    },
  };

  const attemptStore: AttemptStore = {
    ...real.attempts,
    find: async (id) => withEnd(await real.attempts.find(id)),
    hold: async (id) => withEnd(await real.attempts.hold(id)),
    async end(id, end) {
      // It names the call, which is not in the log before the batch is written.
      ends.push([id, end]);
      ended.set(id, end);
      dirty = true;
    },
  };
  function withEnd<Row extends { readonly id: string }>(row: Row | undefined): Row | undefined {
    return row && { ...row, ...ended.get(row.id) };
  }

  const behindBoth = (number: string, contactId: number) =>
    (people.get(number) ?? []).some((person) => person.contactId === contactId);
  const candidateStore: CandidateStore = {
    async of(abouts) {
      const talkedHere = abouts.some(({ number, contactId }) =>
        [...fresh.values()].some(
          ({ found }) =>
            found.agentId !== null &&
            ((number !== null && found.customer === number) || (contactId !== null && found.contactId === contactId)),
        ),
      );
      const told = abouts.every(
        ({ id, number, contactId }) =>
          id === undefined &&
          (number === null || missed.has(number)) &&
          (contactId === null || (number !== null && behindBoth(number, contactId))),
      );
      if (talkedHere || rejudged || !told) {
        await flush();
        return real.candidates.of(abouts);
      }
      return abouts.map(({ number, contactId }) => {
        const behind = number === null ? [] : (people.get(number) ?? []);
        const person = behind.find((one) => one.contactId === contactId);
        const own = loaded.lastTalks.find((talk) => talk.number === number);
        const theirs = person?.lastTalk ?? null;
        const last = own && (theirs === null || own.endedAt >= theirs.endedAt) ? own : theirs;
        return {
          // What is only being born has gone up no ladder yet.
          escalatedTo: null,
          contactOwner: person?.owner ?? null,
          favourite: person?.favourite ?? null,
          lastTalker: last?.agentId ?? null,
        };
      });
    },
  };

  const outboxStore: OutboxStore = {
    ...real.outbox,
    async add(at, ...facts) {
      for (const fact of facts) writing().facts.push({ at, fact });
    },
  };

  return {
    ground,
    stores: {
      calls: callStore,
      callbacks: items.store,
      attempts: attemptStore,
      candidates: candidateStore,
      outbox: outboxStore,
    },
    known: ({ bootId, record }) => known.get(nameOf({ bootId, linkedid: plain(record.linkedid) })),
    add({ bootId, record }, found) {
      const id = callIds.pop();
      if (id === undefined) throw new Error('No row number is left for a new call');
      writing().calls.push({ id, pbxId, bootId, record, found });
      known.set(nameOf({ bootId, linkedid: plain(record.linkedid) }), { id, outcome: record.outcome });
      fresh.set(id, { found, bootId });
      if (record.outcome === 'talked') talked.push(...talksOf(id, record, found, ground));
      return id;
    },
    addParts(callId, record) {
      writing().parts.push({ callId, record, owners: ground.owners });
    },
    async rejudge(id, { bootId, record }, found) {
      await flush();
      await rejudgeCall(tx, { id, pbxId, bootId, record, found });
      known.set(nameOf({ bootId, linkedid: plain(record.linkedid) }), { id, outcome: record.outcome });
      rejudged = true;
    },
    dropParts: (id) => real.calls.dropParts(id),
    async linkRecordings(callId, contactId, at) {
      if (fresh.has(callId)) {
        writing().links.push({ callId, contactId, at });
        return;
      }
      await flush();
      await real.calls.linkRecordings(callId, contactId, at);
    },
    flush,
  };
}

function askedBy(pbxId: number, calls: readonly FinishedCall[]) {
  const owed = calls.map(({ record }) => record).filter(isMissed);
  const unique = (values: readonly (string | null)[]) => [...new Set(values)].filter((value) => value !== null);
  return {
    pbxId,
    numbers: unique(calls.map(({ record }) => customerOf(record))),
    missed: unique(owed.map(customerOf)),
    earliestMiss: owed.length === 0 ? 0 : Math.min(...owed.map(({ endedAt }) => endedAt)),
    lines: unique(calls.map(({ record }) => record.line)),
    boots: calls.map(({ bootId }) => bootId),
    linkedids: calls.map(({ record }) => plain(record.linkedid)),
    misses: owed.length,
  };
}

function talksOf(id: number, record: CallRecord, found: CallFindings, { owners, groupOf }: CallGround): TalkedOnce[] {
  return record.talks.map((talk) => ({
    id,
    direction: record.direction,
    customer: found.customer,
    lineGroup: found.lineId === null ? null : groupOf(found.lineId),
    contactId: found.contactId,
    agentId: talkerOf(talk, owners) ?? found.agentId,
    talkedMs: record.talkedMs,
    talkStartedAt: talk.startedAt,
    talkEndedAt: talk.endedAt,
    callEndedAt: record.endedAt,
  }));
}

function byEnd(a: TalkedOnce, b: TalkedOnce): number {
  return a.talkEndedAt - b.talkEndedAt;
}

function nameOf({ bootId, linkedid }: Pick<Loaded['known'][number], 'bootId' | 'linkedid'>): string {
  return `${bootId} ${linkedid}`;
}

function byNumber(people: readonly PersonBehind[]): ReadonlyMap<string, readonly PersonBehind[]> {
  const found = new Map<string, PersonBehind[]>();
  for (const person of people) found.set(person.e164, [...(found.get(person.e164) ?? []), person]);
  return found;
}

function numbersOf({ phones }: PersonBehind): readonly string[] {
  return phones.map(({ number }) => number);
}
