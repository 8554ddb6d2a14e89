import type { RecordingView } from '../../schema/contracts/calls.ts';
import type { Actor, Office } from './office.ts';
import { Refusal } from './refusal.ts';

/** Takes a recording off a profile, with who, when and why. The file and its history stay. */
export function detachRecording(
  office: Office,
  actor: Actor,
  id: number,
  { linkId, why }: { readonly linkId: number; readonly why: string },
): Promise<RecordingView> {
  return office.transact(async (tx) => {
    const at = office.now();
    if (!(await tx.recordings.detach(id, linkId, actor.id, why, at))) throw new Refusal('not-found');
    const entry = { at, actorId: actor.id, subject: `recording:${id}`, ip: actor.ip };
    await tx.audit.add({ ...entry, action: 'recording.detached', detail: { linkId, why }, personal: true });
    await tx.outbox.add(at, { type: 'changed', what: 'recording', id });
    const view = await tx.recordings.view(id);
    if (!view) throw new Refusal('not-found');
    return view;
  });
}
