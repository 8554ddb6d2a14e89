import type { PersonalData } from '../store/personal-data.ts';
import type { Actor, Office } from './office.ts';
import { Refusal } from './refusal.ts';

/** Everything that is held about a person, for themselves. That it was drawn stands in the audit log. */
export function exportContact(
  office: Office,
  actor: Actor,
  asked: number,
): Promise<{ readonly contactId: number; readonly drawnAt: string; readonly data: PersonalData }> {
  return office.transact(async (tx) => {
    const at = office.now();
    const id = await tx.contacts.standing(asked);
    const data = id === undefined ? null : await tx.personalData.all(id);
    if (id === undefined || data === null) throw new Refusal('not-found');
    const entry = { at, actorId: actor.id, subject: `contact:${id}`, ip: actor.ip };
    await tx.audit.add({ ...entry, action: 'contact.exported' });
    return { contactId: id, drawnAt: new Date(at).toISOString(), data };
  });
}
