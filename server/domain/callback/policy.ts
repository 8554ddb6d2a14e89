import type { Calendar } from '../calendar/calendar.ts';
import { addOpeningMinutes, nextOpening, openingWithin } from '../calendar/opening.ts';

/** When a debt is due, how often we try, how long anything may hold it. */
export interface CallbackPolicy {
  readonly retryAfterMs: readonly number[];
  readonly maxAttempts: number;
  readonly leaseMs: number;
  /** From the writing of an attempt to the last moment the PBX may dial for it. */
  readonly attemptWithinMs: number;
  /** After `not_after`, how long a channel may still appear before the attempt counts as never made. */
  readonly attemptGraceMs: number;
  /** A channel seen this long ago that the PBX does not have any more has ended while nobody looked. */
  readonly lostAfterMs: number;
  /** So long the link must be whole before anything is given up: what an outage hid may still come from the records. */
  readonly wholeForMs: number;
}

const minute = 60_000;
const hour = 60 * minute;

export const standardPolicy: CallbackPolicy = {
  retryAfterMs: [15 * minute, hour, 4 * hour, 24 * hour],
  maxAttempts: 5,
  leaseMs: 30_000,
  attemptWithinMs: minute,
  attemptGraceMs: 10_000,
  lostAfterMs: minute,
  wholeForMs: 15_000,
};

/** What a line promises. Without hours its minutes run around the clock. */
export interface LinePromise {
  readonly dueMinutes: number;
  readonly hours?: Calendar | null;
  /** How often a line tries; nothing is the standard plan. */
  readonly retry?: RetryPlan | null;
}

/** When a line tries again, and how often before a person decides; null keeps that part of the standard plan. */
export interface RetryPlan {
  readonly minutes: readonly number[] | null;
  readonly maxTries: number | null;
}

/** The policy as a line with a plan of its own keeps it. */
export function policyOn(policy: CallbackPolicy, line: LinePromise | null): CallbackPolicy {
  const { minutes = null, maxTries = null } = line?.retry ?? {};
  return {
    ...policy,
    retryAfterMs: minutes?.map((each) => each * minute) ?? policy.retryAfterMs,
    maxAttempts: maxTries ?? policy.maxAttempts,
  };
}

/** When a miss is due, in the line's opening minutes. A line that never opens again owes at once. */
export function dueAt(missedAt: number, line: LinePromise | null): number {
  const minutes = line?.dueMinutes ?? 30;
  if (!line?.hours) return missedAt + minutes * minute;
  return addOpeningMinutes(line.hours, missedAt, minutes) ?? missedAt;
}

/** Whether a line has hours in which the promise can never be kept: a person should mend its calendar. */
export function neverOpens(at: number, line: LinePromise | null): boolean {
  return line?.hours ? addOpeningMinutes(line.hours, at, line.dueMinutes) === null : false;
}

/** The instant itself, or the next opening when nobody is there then. */
export function whenOpen(at: number, hours: Calendar | null): number {
  return hours === null ? at : (nextOpening(hours, at) ?? at);
}

export type NextStep =
  | { readonly do: 'retry'; readonly dueAt: number }
  | { readonly do: 'escalate'; readonly reason: 'attempts_used_up' };

const day = 24 * hour;

/** When a wait ends: when people are there; one of a day or more at the opening of its last day, not at its hour. */
function waited(at: number, wait: number, hours: Calendar | null): number {
  const opens = hours === null || wait < day ? null : openingWithin(hours, at + wait - day, at + wait);
  return opens ?? whenOpen(at + wait, hours);
}

/**
 * When to ring back next, after `counted` tries: the wait runs by the clock, but ends when people are there.
 * Never gives up by itself: when attempts run out, a person decides.
 */
export function nextStep(policy: CallbackPolicy, counted: number, at: number, hours: Calendar | null = null): NextStep {
  if (counted >= policy.maxAttempts) return { do: 'escalate', reason: 'attempts_used_up' };
  const wait = policy.retryAfterMs[Math.max(0, counted - 1)] ?? policy.retryAfterMs.at(-1) ?? 0;
  return { do: 'retry', dueAt: waited(at, wait, hours) };
}
