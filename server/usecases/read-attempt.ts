import type { AttemptView } from '../../schema/contracts/dial.ts';
import type { Attempt } from '../store/attempts.ts';
import type { Actor, Office } from './office.ts';
import { Refusal } from './refusal.ts';

/** An attempt as its agent's screen shows it. Which phone rings now is known to the live view only. */
export function attemptView(attempt: Attempt, live: AttemptView['step'] | null): AttemptView {
  const {
    id,
    number,
    callbackId,
    contactId,
    deviceId,
    outcome,
    detail,
    counted,
    callId,
    createdAt,
    notAfter,
    endedAt,
  } = attempt;
  const step = outcome === null ? (live ?? 'agent') : 'over';
  return {
    id,
    number,
    callbackId,
    contactId,
    deviceId,
    step,
    outcome,
    detail,
    counted,
    callId,
    createdAt,
    notAfter,
    endedAt,
  };
}

/** My own attempt; another's is not found. */
export function myAttempt(office: Office, actor: Actor, id: string): Promise<Attempt> {
  return office.transact(async (tx) => {
    const attempt = await tx.attempts.find(id);
    if (attempt?.userId !== actor.id) throw new Refusal('not-found');
    return attempt;
  });
}

/** A person's calls that are not over, for a screen that has just connected. */
export function openAttempts(office: Office, userId: number): Promise<Attempt[]> {
  return office.transact((tx) => tx.attempts.openBy(userId));
}
