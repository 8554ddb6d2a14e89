import { asWished, attemptEnds, servedMeanwhile, wishedToStop } from '../domain/callback/attempt.ts';
import { policyOn } from '../domain/callback/policy.ts';
import type { TalkProof } from '../domain/callback/proof.ts';
import { type AttemptFacts, type AttemptVerdict, attemptVerdict } from '../domain/callback/settle.ts';
import type { Attempt } from '../store/attempts.ts';
import type { Deps, Tx } from './deps.ts';
import { payDebts } from './pay-debts.ts';
import { Refusal } from './refusal.ts';
import { takeStep } from './take-step.ts';

/** How an attempt ended. `callId` is null when no call came of it. */
export interface AttemptEnd {
  readonly verdict: AttemptVerdict;
  readonly callId: number | null;
  readonly at: number;
}

/** Ends an attempt of which no call came: the agent's phone could not be rung, or the order never got through. */
export function settleAttempt(
  deps: Deps,
  id: string,
  facts: AttemptFacts,
  detail: string | null = null,
): Promise<Attempt> {
  const verdict = attemptVerdict(facts, Number.POSITIVE_INFINITY);
  return deps.transact((tx) =>
    endAttempt(deps, tx, id, {
      verdict: { ...verdict, detail: detail ?? verdict.detail },
      callId: null,
      at: deps.now(),
    }),
  );
}

/**
 * The agent has changed their mind before the customer's phone rang. Noted, no more: until the PBX has ended the call,
 * the agent's phone may be answered and the customer be rung, and nobody else may call them.
 */
export function wishToCancel(deps: Deps, id: string): Promise<void> {
  return deps.transact((tx) => tx.attempts.note(id, wishedToStop));
}

/** The customer is served in another call: noted, while the attempt is open. Answers false when it is over already. */
export function takeBack(deps: Deps, id: string): Promise<boolean> {
  return deps.transact(async (tx) => {
    const attempt = await tx.attempts.hold(id);
    if (!attempt || attempt.outcome !== null) return false;
    await tx.attempts.note(id, servedMeanwhile);
    return true;
  });
}

/** Writes the outcome and moves the item on, unless the debt was paid meanwhile. An attempt that is over stays as it is. */
export async function endAttempt(
  deps: Deps,
  tx: Tx,
  id: string,
  { verdict, callId, at }: AttemptEnd,
): Promise<Attempt> {
  const seen = await tx.attempts.find(id);
  if (!seen) throw new Refusal('not-found');
  // The item first, then its attempt: the order in which everyone locks them.
  const item = seen.callbackId === null ? undefined : await tx.callbacks.hold(seen.callbackId);
  const attempt = await tx.attempts.hold(id);
  if (!attempt || attempt.outcome !== null) return attempt ?? seen;
  const known = asWished(verdict, attempt.detail);
  const { outcome, detail, counted } = known;
  await tx.attempts.end(id, { outcome, detail, counted, callId, endedAt: at });
  if (item) {
    const line = item.lineId === null ? null : await tx.calendars.promiseOf(item.lineId);
    const step = attemptEnds(item, id, known, policyOn(deps.policy, line), at, line?.hours ?? null);
    if (step) await takeStep(tx, item, step);
  }
  await tx.outbox.add(at, { type: 'attempt.changed', id });
  return { ...attempt, outcome, detail, counted, callId, endedAt: at };
}

/** The agent says that a short talk of their own attempt was a real one: the debt is paid by it. */
export function confirmReached(deps: Deps, attemptId: string, userId: number): Promise<Attempt> {
  return deps.transact(async (tx) => {
    const seen = await tx.attempts.find(attemptId);
    if (!seen) throw new Refusal('not-found');
    const talked =
      seen.userId === userId || (await tx.keptAgents.allOf(attemptId)).some((kept) => kept.userId === userId);
    if (!talked) throw new Refusal('owner-only');
    await tx.callbacks.serialise([seen.number]);
    const attempt = await tx.attempts.hold(attemptId);
    if (attempt?.outcome === 'reached') return attempt;
    if (!attempt || attempt.callId === null || attempt.detail !== 'short_talk') throw new Refusal('conflict');
    const call = await tx.calls.talkedCall(attempt.callId);
    if (!call) throw new Refusal('conflict');
    const at = deps.now();
    const { counted, callId, endedAt } = attempt;
    await tx.attempts.end(attemptId, {
      outcome: 'reached',
      detail: 'said_reached',
      counted,
      callId,
      endedAt: endedAt ?? at,
    });
    const proof: TalkProof = {
      callId: call.id,
      direction: 'outbound',
      number: attempt.number,
      key: null,
      contactId: call.contactId,
      contactNumbers: [],
      startedAt: call.talkStartedAt,
      endedAt: call.talkEndedAt,
      talkedMs: call.talkedMs,
      agentId: userId,
      calledBackId: attempt.callbackId,
      saidReached: true,
    };
    await payDebts(tx, proof, 0, at);
    await tx.outbox.add(at, { type: 'attempt.changed', id: attemptId });
    return { ...attempt, outcome: 'reached', detail: 'said_reached' };
  });
}
