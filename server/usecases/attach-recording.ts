import type { RecordingView } from '../../schema/contracts/calls.ts';
import type { Actor, Office } from './office.ts';
import { Refusal } from './refusal.ts';

interface Attachment {
  readonly contactId: number;
  readonly why: string;
  /** A link that ends in the same transaction: the recording moves. */
  readonly insteadOf?: number | undefined;
}

/** Puts a recording on a contact's profile. It may stand on several; nothing is overwritten. */
export function attachRecording(
  office: Office,
  actor: Actor,
  id: number,
  { contactId: wanted, why, insteadOf }: Attachment,
): Promise<RecordingView> {
  return office.transact(async (tx) => {
    const at = office.now();
    if (!(await tx.recordings.file(id))) throw new Refusal('not-found');
    const contactId = await tx.contacts.standing(wanted);
    if (contactId === undefined) throw new Refusal('not-found', 'contactId');
    if (insteadOf !== undefined && !(await tx.recordings.detach(id, insteadOf, actor.id, why, at))) {
      throw new Refusal('not-found', 'insteadOf');
    }
    if (!(await tx.recordings.attach(id, contactId, actor.id, why, at)))
      throw new Refusal('already-linked', 'contactId');
    const action = insteadOf === undefined ? 'recording.attached' : 'recording.moved';
    const entry = { at, actorId: actor.id, subject: `recording:${id}`, ip: actor.ip };
    await tx.audit.add({ ...entry, action, detail: { contactId, why, insteadOf: insteadOf ?? null }, personal: true });
    await tx.outbox.add(at, { type: 'changed', what: 'recording', id });
    const view = await tx.recordings.view(id);
    if (!view) throw new Refusal('not-found');
    return view;
  });
}
