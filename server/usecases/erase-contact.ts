import type { ErasurePreview } from '../../schema/contracts/privacy.ts';
import { spellingsOf } from '../domain/number/spellings.ts';
import type { RecordingsRoot } from '../platform/recordings-root.ts';
import type { PersonToErase } from '../store/erasure.ts';
import type { PersonScope } from '../store/person-scope.ts';
import type { Actor, Office, OfficeTx } from './office.ts';
import { Refusal } from './refusal.ts';
import { removeErased } from './remove-erased.ts';

/** What an erasure would touch, before anybody says yes. */
export function previewErasure(office: Office, id: number): Promise<ErasurePreview> {
  return office.transact(async (tx) => {
    const person = await tx.erasure.person(id, false);
    if (!person) throw new Refusal('not-found');
    return tx.erasure.extent(await scopeOf(tx, person));
  });
}

/**
 * Erases a person: names, numbers, notes and recordings go everywhere, in one transaction; calls and items stay, so that
 * all sums and proofs hold. Nobody is erased while a call is owed to them. The record says who did it and to which id.
 */
export async function eraseContact(
  office: Office,
  actor: Actor,
  id: number,
  name: string,
  root: RecordingsRoot,
): Promise<{ readonly filesLeft: number }> {
  const ids = await office.transact(async (tx) => {
    const at = office.now();
    const seen = await tx.erasure.person(id, false);
    if (!seen) throw new Refusal('not-found');
    // A call of theirs that is being written right now is in the log when we look, or waits for us.
    await tx.callbacks.serialise(await tx.erasure.numbers(seen.ids));
    const person = await tx.erasure.person(id, true);
    if (!person) throw new Refusal('not-found');
    if (name.trim() !== person.name.trim()) throw new Refusal('name-differs', 'name');
    const scope = await scopeOf(tx, person);
    const { live, ...extent } = await tx.erasure.extent(scope);
    if (live > 0) throw new Refusal('still-owed');
    const spellings = scope.own.flatMap((number) => spellingsOf(number)).sort((a, b) => b.length - a.length);
    await tx.erasure.blankAround(scope, spellings, person.names);
    await tx.erasure.blankCalls(scope, spellings, actor.id, at);
    const entries = await tx.erasure.blankAudit(id, scope, spellings);
    await tx.erasure.blankContact(person.ids, actor.id, at);
    const entry = { at, actorId: actor.id, subject: `contact:${id}`, ip: actor.ip };
    await tx.audit.add({ ...entry, action: 'contact.erased', detail: { ...extent, entries } });
    await tellScreens(tx, scope, at);
    return person.ids;
  });
  for (const each of ids) office.matchIndex.set(each, []);
  return { filesLeft: await removeErased(office, root) };
}

async function scopeOf(tx: OfficeTx, { ids }: PersonToErase): Promise<PersonScope> {
  return tx.erasure.scope(ids, await tx.erasure.numbers(ids));
}

async function tellScreens(tx: OfficeTx, { ids, calls, callbacks, recordings }: PersonScope, at: number) {
  // The youngest are what screens show; older rows are read anew when somebody looks.
  const latest = (all: readonly number[]) => all.slice(-200);
  await tx.outbox.add(
    at,
    ...latest(calls).map((id) => ({ type: 'call.logged', id }) as const),
    ...latest(callbacks).map((id) => ({ type: 'callback.changed', id }) as const),
    ...latest(recordings).map((id) => ({ type: 'changed', what: 'recording', id }) as const),
    ...ids.map((id) => ({ type: 'changed', what: 'contact', id }) as const),
  );
}
