import type { CallRecord } from './call-record.ts';

/** The seven ways a call we placed can end. */
export const attemptOutcomes = [
  'reached',
  'agent_no_answer',
  'agent_unreachable',
  'customer_busy',
  'customer_no_answer',
  'customer_unavailable',
  'cancelled',
] as const;
export type AttemptOutcome = (typeof attemptOutcomes)[number];

/** The outcome of an attempt by its judged call; `detail` tells the finer cause, such as a number that does not exist. */
export function attemptOutcome(record: CallRecord): {
  readonly outcome: AttemptOutcome;
  readonly detail: string | null;
} {
  if (record.talks.length > 0) return { outcome: 'reached', detail: null };
  const refusal = record.warnings.find((warning) => warning.startsWith('attempt_refused'));
  if (refusal !== undefined) return { outcome: 'cancelled', detail: refusal.slice('attempt_'.length) };
  switch (record.dialled) {
    case 'busy':
      return { outcome: 'customer_busy', detail: null };
    case 'no_answer':
      return { outcome: 'customer_no_answer', detail: null };
    case 'unavailable':
      return { outcome: 'customer_unavailable', detail: null };
    case 'not_a_number':
      return { outcome: 'customer_unavailable', detail: 'number_does_not_exist' };
    case 'answered':
      return { outcome: 'cancelled', detail: 'answered_but_not_connected' };
    default:
      return agentOutcome(record);
  }
}

function agentOutcome(record: CallRecord): { outcome: AttemptOutcome; detail: string | null } {
  const phones = record.legs.filter((leg) => leg.role === 'agent');
  if (phones.some((leg) => leg.upAt !== null)) return { outcome: 'cancelled', detail: 'agent_hung_up' };
  const causes = phones.map((leg) => leg.cause);
  if (causes.includes(17) || causes.includes(21)) return { outcome: 'agent_unreachable', detail: 'rejected' };
  if (phones.length === 0 || causes.some((cause) => cause !== null && [3, 20, 27, 34, 38].includes(cause))) {
    return { outcome: 'agent_unreachable', detail: null };
  }
  return { outcome: 'agent_no_answer', detail: null };
}
