import type { Actor, Office } from './office.ts';

/** The recordings of a live call that this person is in. */
export interface RecordingsInCall {
  pauseRecording(userId: number, cardId: string, forMs: number): Promise<number>;
  resumeRecording(userId: number, cardId: string): Promise<number>;
}

/** Silences the recording while a card number is read out, or lets it go on. Who did it and when stands in the audit log. */
export async function pauseRecording(
  office: Office,
  port: RecordingsInCall,
  actor: Actor,
  wish: { readonly cardId: string; readonly paused: boolean; readonly forS: number },
): Promise<void> {
  const { cardId, paused, forS } = wish;
  if (paused) await port.pauseRecording(actor.id, cardId, forS * 1000);
  else await port.resumeRecording(actor.id, cardId);
  await office.transact((tx) =>
    tx.audit.add({
      at: office.now(),
      actorId: actor.id,
      action: paused ? 'recording.paused' : 'recording.resumed',
      subject: `live-call:${cardId}`,
      detail: paused ? { forS } : {},
      ip: actor.ip,
    }),
  );
}
