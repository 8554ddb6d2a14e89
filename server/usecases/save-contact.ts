import type { ContactLevel } from '../store/contacts.ts';
import { readPhones, relinkOwn } from './contact-phones.ts';
import type { Actor, Office } from './office.ts';
import { Refusal } from './refusal.ts';

/** A contact as the card or the form gives it. */
export interface WantedContact {
  readonly name: string;
  readonly organisation?: string | undefined;
  readonly roles: readonly string[];
  readonly phones: readonly { readonly number: string; readonly label?: string | undefined }[];
  readonly level: ContactLevel;
  readonly vip: boolean;
  readonly ownerId?: number | null | undefined;
  readonly callEveryDays?: number | null | undefined;
  readonly birthday?: string | null | undefined;
  readonly note?: string | undefined;
}

/**
 * Saves a new contact. Earlier calls and recordings of its numbers, and the debts to them, become the contact's in the
 * same transaction.
 */
export async function saveContact(office: Office, actor: Actor, wanted: WantedContact): Promise<number> {
  const saved = await office.transact(async (tx) => {
    const at = office.now();
    const phones = await readPhones(tx, wanted.phones);
    const numbers = phones.map((phone) => phone.e164);
    await tx.callbacks.serialise(numbers);
    if (wanted.ownerId && !(await tx.users.byId(wanted.ownerId))) throw new Refusal('not-found', 'ownerId');
    const id = await tx.contacts.add(
      {
        name: wanted.name,
        organisationId: wanted.organisation ? await tx.contacts.organisation(wanted.organisation, at) : null,
        roles: wanted.roles.filter((role) => role !== ''),
        level: wanted.level,
        vip: wanted.vip,
        ownerId: wanted.ownerId ?? null,
        callEveryDays: wanted.callEveryDays ?? null,
        birthday: wanted.birthday ?? null,
      },
      at,
    );
    await tx.contacts.setPhones(id, phones, at);
    await relinkOwn(tx, id, numbers, at);
    if (wanted.note) {
      await tx.notes.add({ contactId: id, callId: null, authorId: actor.id, body: wanted.note, at });
    }
    await tx.audit.add({ at, actorId: actor.id, action: 'contact.added', subject: `contact:${id}`, ip: actor.ip });
    await tx.outbox.add(at, { type: 'changed', what: 'contact', id });
    return { id, numbers };
  });
  office.matchIndex.set(saved.id, saved.numbers);
  return saved.id;
}
