import { and, eq, inArray } from 'drizzle-orm';
import { recordingPauses } from '../../schema/tables/calls.ts';
import type { DbTx } from '../platform/db.ts';

/** Channels whose recordings hold silence, and until when. */
export function recordingPauseStore(tx: DbTx) {
  return {
    async begin(pbxId: number, channels: readonly string[], untilAt: number): Promise<void> {
      await tx
        .insert(recordingPauses)
        .values(channels.map((channel) => ({ pbxId, channel, untilAt })))
        .onConflictDoUpdate({ target: [recordingPauses.pbxId, recordingPauses.channel], set: { untilAt } });
    },
    async end(pbxId: number, channels: readonly string[]): Promise<void> {
      const these = and(eq(recordingPauses.pbxId, pbxId), inArray(recordingPauses.channel, [...channels]));
      await tx.delete(recordingPauses).where(these);
    },
    of(pbxId: number): Promise<{ readonly channel: string; readonly untilAt: number }[]> {
      return tx
        .select({ channel: recordingPauses.channel, untilAt: recordingPauses.untilAt })
        .from(recordingPauses)
        .where(eq(recordingPauses.pbxId, pbxId));
    },
  };
}
