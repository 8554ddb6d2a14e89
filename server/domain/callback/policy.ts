/** When a debt is due, how often we try, how long anything may hold it. */
export interface CallbackPolicy {
  readonly retryAfterMs: readonly number[];
  readonly maxAttempts: number;
  readonly leaseMs: number;
  /** From the writing of an attempt to the last moment the PBX may dial for it. */
  readonly attemptWithinMs: number;
  /** After `not_after`, how long a channel may still appear before the attempt counts as never made. */
  readonly attemptGraceMs: number;
}

const minute = 60_000;
const hour = 60 * minute;

export const standardPolicy: CallbackPolicy = {
  retryAfterMs: [15 * minute, hour, 4 * hour, 24 * hour],
  maxAttempts: 5,
  leaseMs: 30_000,
  attemptWithinMs: minute,
  attemptGraceMs: 10_000,
};

/** Minutes run around the clock; opening hours of lines do not exist yet. */
export function dueAt(missedAt: number, line: { readonly dueMinutes: number } | null): number {
  return missedAt + (line?.dueMinutes ?? 30) * minute;
}

export type NextStep =
  | { readonly do: 'retry'; readonly dueAt: number }
  | { readonly do: 'escalate'; readonly reason: 'attempts_used_up' };

/** When to ring back next, after `counted` tries. Never gives up by itself: when attempts run out, a person decides. */
export function nextStep(policy: CallbackPolicy, counted: number, at: number): NextStep {
  if (counted >= policy.maxAttempts) return { do: 'escalate', reason: 'attempts_used_up' };
  const wait = policy.retryAfterMs[Math.max(0, counted - 1)] ?? policy.retryAfterMs.at(-1) ?? 0;
  return { do: 'retry', dueAt: at + wait };
}
