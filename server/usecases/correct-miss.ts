import type { CallRecord } from '../domain/call/call-record.ts';
import { lastTalk } from '../domain/callback/call-facts.ts';
import { isLive } from '../domain/callback/callback.ts';
import type { Tx } from './deps.ts';
import { takeStep } from './take-step.ts';

/**
 * A call that was thought missed was served after all: its item no longer waits for it. When no later call of the item
 * was missed, the call itself is the proof that returns it. Answers the item when it is settled.
 */
export async function correctMiss(
  tx: Tx,
  { callId, record, agentId, at }: { callId: number; record: CallRecord; agentId: number | null; at: number },
): Promise<readonly number[]> {
  const talk = lastTalk(record);
  if (record.outcome !== 'talked' || !talk) return [];
  const id = await tx.calls.coveredBy(callId);
  const item = id === undefined ? undefined : await tx.callbacks.hold(id);
  if (!item || !isLive(item)) return [];
  // With no miss left, the debt began and ended with this very call.
  const latestMissAt = (await tx.callbacks.latestMissOf(item.id)) ?? record.startedAt;
  const corrected =
    latestMissAt < item.latestMissAt ? await takeStep(tx, item, { type: 'corrected', at, callId, latestMissAt }) : item;
  if (talk.endedAt <= corrected.latestMissAt) return [];
  const settledAs = record.direction === 'inbound' ? 'called_again' : 'in_time';
  await takeStep(tx, corrected, { type: 'returned', at, by: agentId, callId, talkEndedAt: talk.endedAt, settledAs });
  return [item.id];
}
