import type { ContactFields } from '../store/contacts.ts';
import { readPhones, relinkOwn } from './contact-phones.ts';
import type { Actor, Office, OfficeTx } from './office.ts';
import { Refusal } from './refusal.ts';
import type { WantedContact } from './save-contact.ts';

type Changes = { readonly [Field in keyof WantedContact]?: WantedContact[Field] | undefined };

/** Changes what is given. Who edits an older version than the stored one is told so, and nothing is overwritten. */
export async function editContact(
  office: Office,
  actor: Actor,
  id: number,
  { version, ...changes }: Changes & { readonly version: number },
): Promise<void> {
  const numbers = await office.transact(async (tx) => {
    const at = office.now();
    if ((await tx.contacts.standing(id)) === undefined) throw new Refusal('not-found');
    const phones = changes.phones && (await readPhones(tx, changes.phones));
    if (phones) await tx.callbacks.serialise(phones.map((phone) => phone.e164));
    if (!(await tx.contacts.change(id, version, await fieldsOf(tx, changes, at), at)))
      throw new Refusal('edit-conflict');
    if (phones) {
      await tx.contacts.setPhones(id, phones, at);
      await relinkOwn(
        tx,
        id,
        phones.map((phone) => phone.e164),
        at,
      );
    }
    if (changes.note) await tx.notes.add({ contactId: id, callId: null, authorId: actor.id, body: changes.note, at });
    const fields = Object.keys(changes);
    const entry = { at, actorId: actor.id, subject: `contact:${id}`, ip: actor.ip };
    await tx.audit.add({ ...entry, action: 'contact.changed', detail: { fields } });
    await tx.outbox.add(at, { type: 'changed', what: 'contact', id });
    return (await tx.contacts.phones(id)).map((phone) => phone.e164);
  });
  office.matchIndex.set(id, numbers);
}

async function fieldsOf(tx: OfficeTx, changes: Changes, at: number): Promise<ContactFields> {
  const { name, organisation, roles, level, vip, ownerId, callEveryDays, birthday } = changes;
  if (ownerId && !(await tx.users.byId(ownerId))) throw new Refusal('not-found', 'ownerId');
  return {
    ...(name !== undefined && { name }),
    ...(roles !== undefined && { roles: roles.filter((role) => role !== '') }),
    ...(level !== undefined && { level }),
    ...(vip !== undefined && { vip }),
    ...(ownerId !== undefined && { ownerId }),
    ...(callEveryDays !== undefined && { callEveryDays }),
    ...(birthday !== undefined && { birthday }),
    ...(organisation !== undefined && {
      organisationId: organisation === '' ? null : await tx.contacts.organisation(organisation, at),
    }),
  };
}
