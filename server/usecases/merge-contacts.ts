import type { MergeField } from '../../schema/contracts/contact-merges.ts';
import type { Callback } from '../domain/callback/callback.ts';
import { pairUp, unite } from '../domain/callback/unite.ts';
import { differing, filled, mayMerge, mergedValues } from '../domain/contact/merge.ts';
import type { MergeRow } from '../store/contact-merges.ts';
import { relinkOwn } from './contact-phones.ts';
import type { Actor, Office, OfficeTx } from './office.ts';
import { Refusal } from './refusal.ts';
import { takeStep } from './take-step.ts';

interface Wanted {
  readonly otherId: number;
  /** The versions that were looked at. */
  readonly version: number;
  readonly otherVersion: number;
  /** Fields whose value comes from the other contact. */
  readonly take: readonly MergeField[];
}

/**
 * Two contacts become the one that is kept, in one transaction: numbers, calls, recordings, notes, debts, choices. Live
 * items that one call would settle unite, covering together what each covered; no debt ends by it. Not undone.
 */
export async function mergeContacts(office: Office, actor: Actor, keptId: number, wanted: Wanted): Promise<void> {
  const { otherId, take } = wanted;
  if (otherId === keptId) throw new Refusal('bad-request', 'otherId');
  const phones = await office.transact(async (tx) => {
    const at = office.now();
    await lockNumbers(tx, keptId, otherId);
    const items = await holdItems(tx, keptId, otherId);
    const { kept, other } = await twoContacts(tx, keptId, otherId, true);
    if (!mayMerge(actor, kept, other)) throw new Refusal('owner-only');
    if (kept.version !== wanted.version || other.version !== wanted.otherVersion) throw new Refusal('edit-conflict');
    const [before, theirs] = [await tx.contacts.phones(keptId), await tx.contacts.phones(otherId)];
    const united = await uniteItems(tx, items.kept, items.other, actor.id, at);
    const moved = await moveAll(tx, keptId, otherId, actor.id, at);
    await tx.contactMerges.settle({ ...mergedValues(kept, other, take), roles: rolesOf(kept, other) }, otherId, at);
    const taken = take.filter((field) => differing(kept, other).includes(field));
    const now = { kept: { ...kept, phones: before }, other: { ...other, phones: theirs } };
    const all = { ...moved, callbacks: moved.callbacks - united, united };
    await tx.contactMerges.record({ fromId: otherId, intoId: keptId, by: actor.id, at, taken }, now, all);
    const entry = { at, actorId: actor.id, subject: `contact:${keptId}`, ip: actor.ip };
    // Names and numbers stand in the record of the merge, where they can be blanked; the log is never rewritten.
    const detail = { from: otherId, taken, filled: filled(kept, other), ...all };
    await tx.audit.add({ ...entry, action: 'contact.merged', detail });
    const numbers = (await tx.contacts.phones(keptId)).map(({ e164 }) => e164);
    await relinkOwn(tx, keptId, numbers, at);
    await tx.outbox.add(
      at,
      { type: 'changed', what: 'contact', id: otherId },
      { type: 'changed', what: 'contact', id: keptId },
    );
    return numbers;
  });
  office.matchIndex.set(otherId, []);
  office.matchIndex.set(keptId, phones);
}

/** Both contacts, the kept one first; refuses when one is not there, or is merged itself. */
export async function twoContacts(tx: OfficeTx, keptId: number, otherId: number, lock: boolean) {
  const rows = await tx.contactMerges.rows([keptId, otherId], lock);
  const kept = rows.find(({ id }) => id === keptId);
  const other = rows.find(({ id }) => id === otherId);
  if (!kept || !other) throw new Refusal('not-found', kept ? 'otherId' : undefined);
  return { kept, other };
}

/** A call of theirs that is being written right now is in the log when we look, or waits for us. */
async function lockNumbers(tx: OfficeTx, keptId: number, otherId: number): Promise<void> {
  const { contactMerges, callbacks } = tx;
  await callbacks.serialise([
    ...(await contactMerges.numbersAbout(keptId)),
    ...(await contactMerges.numbersAbout(otherId)),
  ]);
}

async function holdItems(tx: OfficeTx, keptId: number, otherId: number) {
  // In the order of their ids whichever is kept, so that two merges never wait for each other.
  const [low, high] = keptId < otherId ? [keptId, otherId] : [otherId, keptId];
  const first = await tx.callbacks.holdLiveFor([], low, null);
  const second = await tx.callbacks.holdLiveFor([], high, null);
  return low === keptId ? { kept: first, other: second } : { kept: second, other: first };
}

/** One after the other: an item that takes up two is each time as the last step left it. */
async function uniteItems(
  tx: OfficeTx,
  kept: readonly Callback[],
  other: readonly Callback[],
  by: number,
  at: number,
): Promise<number> {
  const pairs = pairUp(kept, other);
  const now = new Map([...kept, ...other].map((item) => [item.id, item]));
  const latest = (item: Callback) => now.get(item.id) ?? item;
  for (const pair of pairs) {
    const [absorbed, into] = [latest(pair.absorbed), latest(pair.into)];
    const { ofAbsorbed, ofInto } = unite({ absorbed, into }, by, at);
    now.set(absorbed.id, await takeStep(tx, absorbed, ofAbsorbed));
    await tx.contactMerges.moveCoverage(absorbed.id, into.id);
    let taker = into;
    for (const step of ofInto) taker = await takeStep(tx, taker, step);
    now.set(taker.id, taker);
  }
  return pairs.length;
}

async function moveAll(tx: OfficeTx, keptId: number, otherId: number, by: number, at: number) {
  const merges = tx.contactMerges;
  const phones = await merges.movePhones(otherId, keptId);
  const calls = await merges.moveCalls(otherId, keptId);
  const recordings = await merges.moveRecordings(otherId, keptId, by, at);
  const notes = await merges.moveNotes(otherId, keptId);
  const callbacks = await merges.moveCallbacks(otherId, keptId);
  await merges.moveAttempts(otherId, keptId);
  const choices = await merges.moveChoices(otherId, keptId);
  // The youngest are what screens show; older rows are read anew when somebody looks.
  const latest = (ids: readonly number[]) => [...ids].sort((a, b) => a - b).slice(-200);
  await tx.outbox.add(
    at,
    ...latest(calls).map((id) => ({ type: 'call.logged', id }) as const),
    ...latest(recordings).map((id) => ({ type: 'changed', what: 'recording', id }) as const),
    ...latest(callbacks).map((id) => ({ type: 'callback.changed', id }) as const),
  );
  const counts = { phones, calls: calls.length, recordings: recordings.length, notes: notes.length };
  return { ...counts, callbacks: callbacks.length, choices: choices.length };
}

function rolesOf(kept: MergeRow, other: MergeRow): string[] {
  return [...new Set([...kept.roles, ...other.roles])];
}
