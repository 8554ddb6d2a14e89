import type { Callback } from '../domain/callback/callback.ts';
import { settledAs, settles, type TalkProof } from '../domain/callback/proof.ts';
import type { Tx } from './deps.ts';
import { takeStep } from './take-step.ts';

/** Settles every live item that this talk pays, whoever holds it. Answers the settled items. */
export async function payDebts(
  tx: Tx,
  talk: TalkProof,
  returnedTalkMs: number,
  at: number,
): Promise<readonly Callback[]> {
  const numbers = [talk.number, ...talk.contactNumbers];
  const live = await tx.callbacks.holdLiveFor(numbers, talk.contactId, talk.calledBackId);
  const paid: Callback[] = [];
  for (const item of live) {
    if (!settles(talk, item, returnedTalkMs)) continue;
    paid.push(
      await takeStep(tx, item, {
        type: 'returned',
        at,
        by: talk.agentId,
        callId: talk.callId,
        talkEndedAt: talk.endedAt,
        settledAs: settledAs(talk, item),
      }),
    );
  }
  return paid;
}
