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
    dialOrder,
  } = attempt;
  const step = outcome === null ? (live ?? (dialOrder === 'customer_first' ? 'customer' : 'agent')) : 'over';
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
    dialOrder,
  };
}

/** What an agent sees whose phone stayed silent while a colleague was given the customer. */
export function passedOnView(view: AttemptView, at: number): AttemptView {
  return { ...view, step: 'over', outcome: 'agent_no_answer', detail: 'passed_on', endedAt: at };
}

/** My own attempt, or one that I am kept for; another's is not found. */
export function myAttempt(office: Office, actor: Actor, id: string): Promise<Attempt> {
  return office.transact(async (tx) => {
    const attempt = await tx.attempts.find(id);
    const isMine = attempt?.userId === actor.id || (await tx.keptAgents.of(id))?.userId === actor.id;
    if (!attempt || !isMine) throw new Refusal('not-found');
    return attempt;
  });
}

/** A person's calls that are not over, for a screen that has just connected. */
export function openAttempts(office: Office, userId: number): Promise<Attempt[]> {
  return office.transact((tx) => tx.attempts.openBy(userId));
}
