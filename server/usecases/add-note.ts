import type { NoteView } from '../../schema/contracts/calls.ts';
import type { Actor, Office } from './office.ts';
import { Refusal } from './refusal.ts';

/** Writes a note on a contact, about a call when one is named. Notes are never changed. */
export function addNote(
  office: Office,
  actor: Actor,
  about: number,
  { body, callId }: { readonly body: string; readonly callId?: number | undefined },
): Promise<NoteView> {
  return office.transact(async (tx) => {
    const at = office.now();
    const contactId = await tx.contacts.standing(about);
    if (contactId === undefined) throw new Refusal('not-found');
    if (callId !== undefined && !(await tx.callDetails.subject(callId))) throw new Refusal('not-found', 'callId');
    const id = await tx.notes.add({ contactId, callId: callId ?? null, authorId: actor.id, body, at });
    // The last note stands on the contact's card too.
    const facts = [
      { type: 'changed', what: 'note', id },
      { type: 'changed', what: 'contact', id: contactId },
    ] as const;
    await tx.outbox.add(at, ...facts);
    const note = await tx.notes.byId(id);
    if (!note) throw new Error('The note was not stored');
    return note;
  });
}
