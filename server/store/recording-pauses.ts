import { and, eq, inArray } from 'drizzle-orm';
import { recordingPauses } from '../../schema/tables/calls.ts';
import type { DbTx } from '../platform/db.ts';

/** Channels whose recordings hold silence, since when and until when. */
export function recordingPauseStore(tx: DbTx) {
  return {
    async begin(pbxId: number, channels: readonly string[], begunAt: number, untilAt: number): Promise<void> {
      await tx
        .insert(recordingPauses)
        .values(channels.map((channel) => ({ pbxId, channel, begunAt, untilAt })))
        .onConflictDoUpdate({ target: [recordingPauses.pbxId, recordingPauses.channel], set: { untilAt } });
    },
    async end(pbxId: number, channels: readonly string[]): Promise<void> {
      const these = and(eq(recordingPauses.pbxId, pbxId), inArray(recordingPauses.channel, [...channels]));
      await tx.delete(recordingPauses).where(these);
    },
    of(pbxId: number): Promise<{ readonly channel: string; readonly begunAt: number; readonly untilAt: number }[]> {
      return tx
        .select({
          channel: recordingPauses.channel,
          begunAt: recordingPauses.begunAt,
          untilAt: recordingPauses.untilAt,
        })
        .from(recordingPauses)
        .where(eq(recordingPauses.pbxId, pbxId));
    },
  };
}
