import type { AttemptFailure, AttemptStep } from './call-fact.ts';
import type { CallState, Chan } from './call-state.ts';
import { say, type World } from './world.ts';

/**
 * agent_ringing ──> agent_answered ──> customer_ringing ──> customer_answered; from any of them to failed, once.
 * Customer first: customer_dialled ──> customer_ringing ──> (waiting) ──> customer_answered, when an agent has them.
 */
const order: readonly AttemptStep[] = [
  'agent_ringing',
  'agent_answered',
  'customer_dialled',
  'customer_ringing',
  'customer_answered',
];

/** Whether the attempt's own channel is no phone but the half of a Local pair that dials the customer. */
export function isCustomerFirst({ attemptId, chans }: CallState): boolean {
  return attemptId !== null && chans.some((chan) => chan.uniqueid === attemptId && chan.kind === 'local');
}

/** The customer who was called first is on the line and nobody of ours is: said when they come, and when a phone stayed silent. */
export function customerWaits(world: World, chan: Chan, wantsAgent: boolean, at: number): void {
  const { attemptId } = chan.call;
  if (attemptId === null || !chan.outside || chan.upAt === null || chan.endedAt !== null) return;
  say(world, { type: 'attempt.waiting', at, attemptId, channel: chan.name, wantsAgent });
}

/** Says that an attempt has come a step further; steps already passed are not said again. */
export function stepAttempt(world: World, call: CallState, step: AttemptStep, at: number): void {
  const rank = order.indexOf(step) + 1;
  if (call.attemptId === null || rank <= call.attemptStep || call.attemptFailed) return;
  call.attemptStep = rank;
  world.expected.delete(call.attemptId);
  say(world, {
    type: 'attempt.progress',
    at,
    attemptId: call.attemptId,
    linkedid: call.linkedid,
    step,
    who: null,
    why: null,
  });
}

/** Says that an attempt failed, and at whom. After a talk nothing fails any more. */
export function failAttempt(
  world: World,
  call: CallState,
  who: 'agent' | 'customer' | 'dialplan',
  why: AttemptFailure,
  at: number,
): void {
  if (call.attemptId === null || call.attemptFailed || call.attemptStep === order.length) return;
  if (who === 'agent' && call.attemptStep >= 2) return;
  call.attemptFailed = true;
  world.expected.delete(call.attemptId);
  say(world, {
    type: 'attempt.progress',
    at,
    attemptId: call.attemptId,
    linkedid: call.linkedid,
    step: 'failed',
    who,
    why,
  });
}

/** An Originate the PBX refused without ever making a channel: only this event tells (Asterisk 22). */
export function originateFailed(world: World, attemptId: string, at: number): void {
  if (!world.expected.delete(attemptId) || world.chans.has(attemptId) || world.tombstones.has(attemptId)) return;
  say(world, {
    type: 'attempt.progress',
    at,
    attemptId,
    linkedid: null,
    step: 'failed',
    who: 'agent',
    why: 'unreachable',
  });
}

/** What the dialplan says of an attempt, as UserEvent or as RB_RESULT: its refusals are warnings on the call. */
export function dialplanSaid(world: World, call: CallState, result: string, at: number): void {
  if (call.attemptResult === result) return;
  call.attemptResult = result;
  if (!result.startsWith('refused')) return;
  call.warnings.add(`attempt_${result}`);
  failAttempt(world, call, 'dialplan', result === 'refused_late' ? 'late' : 'refused', at);
}
