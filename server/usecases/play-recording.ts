import { type OpenRecording, openRecording, type RecordingsRoot } from '../platform/recordings-root.ts';
import type { Actor, Office } from './office.ts';
import { Refusal } from './refusal.ts';

/** A player that seeks asks many times; one listening is written once. */
const sameListeningMs = 10 * 60_000;

/**
 * Opens a recording for somebody who wants to hear it. It is written down before the first byte leaves. `fromStart`:
 * the request asks for the beginning, so a new listening starts.
 */
export async function playRecording(
  office: Office,
  root: RecordingsRoot,
  actor: Actor,
  id: number,
  fromStart: boolean,
): Promise<OpenRecording> {
  const file = await office.transact((tx) => tx.recordings.file(id));
  if (!file) throw new Refusal('not-found');
  const opened = file.state === 'refused' ? null : await openRecording(root, file.path);
  if (!opened?.ok) throw new Refusal('recording-missing');
  try {
    await office.transact(async (tx) => {
      const at = office.now();
      const entry = { at, actorId: actor.id, action: 'recording.played', subject: `recording:${id}`, ip: actor.ip };
      if (fromStart || !(await tx.audit.writtenSince(entry, at - sameListeningMs))) await tx.audit.add(entry);
    });
  } catch (error) {
    await opened.file.handle.close();
    throw error;
  }
  return opened.file;
}
