import type { Calendar } from '../calendar/calendar.ts';
import { type CallbackPolicy, nextStep } from './policy.ts';

export type AttemptOutcome =
  | 'reached'
  | 'agent_no_answer'
  | 'agent_unreachable'
  | 'customer_busy'
  | 'customer_no_answer'
  | 'customer_unavailable'
  | 'cancelled';

/** What is known of a call we placed, once it is over or cannot come any more. */
export interface AttemptFacts {
  /** What became of our own agent's phone. */
  readonly agent: 'answered' | 'no_answer' | 'declined' | 'unreachable' | 'never_rung';
  readonly customer: 'answered' | 'busy' | 'no_answer' | 'unavailable' | 'not_a_number' | 'never_dialled' | null;
  readonly talkedMs: number;
  /** The agent's word that a short talk was a real one. */
  readonly saidReached: boolean;
  /** The customer's phone rang before any of ours: what became of it comes first. */
  readonly customerFirst?: boolean;
}

/** The customer answered and none of us came: not their failure, so it is no try of theirs, and it stays owed. */
export const abandonedByUs = 'abandoned_by_us';

export interface AttemptVerdict {
  readonly outcome: AttemptOutcome;
  readonly detail: string | null;
  /** A try that failed on the customer's side counts towards the limit; a failure of our own phone never does. */
  readonly counted: boolean;
}

/** The named outcome of an attempt. Our own side is looked at first: what the agent's phone did explains the rest. */
export function attemptVerdict(
  { agent, customer, talkedMs, saidReached, customerFirst = false }: AttemptFacts,
  returnedTalkMs: number,
): AttemptVerdict {
  // Before the customer has answered none of our phones rings, and none can have failed.
  if (customerFirst && agent !== 'answered')
    return customer === 'answered' ? uncounted('agent_no_answer', abandonedByUs) : byCustomer(customer);
  if (agent === 'unreachable') return uncounted('agent_unreachable', null);
  if (agent === 'no_answer' || agent === 'declined') {
    return uncounted('agent_no_answer', agent === 'declined' ? 'declined' : null);
  }
  if (agent === 'never_rung') return uncounted('cancelled', 'never_placed');
  if (customer !== 'answered') return byCustomer(customer);
  if (talkedMs >= returnedTalkMs || (talkedMs > 0 && saidReached)) return uncounted('reached', null);
  // A voicemail or a wrong word takes a few seconds too: not reached, until the agent says otherwise.
  return counted('customer_unavailable', talkedMs > 0 ? 'short_talk' : 'no_talk');
}

function byCustomer(customer: Exclude<AttemptFacts['customer'], 'answered'>): AttemptVerdict {
  switch (customer) {
    case 'busy':
      return counted('customer_busy', null);
    case 'no_answer':
      return counted('customer_no_answer', null);
    case 'unavailable':
      return counted('customer_unavailable', null);
    case 'not_a_number':
      return counted('customer_unavailable', 'number_does_not_exist');
    case 'never_dialled':
    case null:
      return uncounted('cancelled', 'customer_never_dialled');
  }
}

export type AfterAttempt =
  | { readonly dueAt: number; readonly reason: null; readonly priority?: number }
  | { readonly dueAt: null; readonly reason: string };

/** Whom we rang and then left waiting comes before everybody else of their time. */
const abandonedPriority = 150;

/** What an item does after an attempt that did not settle it: tried again later, at once, or shown to a person. */
export function afterAttempt(
  policy: CallbackPolicy,
  item: { readonly attemptsCounted: number; readonly dueAt: number },
  verdict: AttemptVerdict,
  at: number,
  hours: Calendar | null = null,
): AfterAttempt {
  if (verdict.detail === 'number_does_not_exist') return { dueAt: null, reason: 'number_does_not_exist' };
  if (verdict.detail === abandonedByUs)
    return { dueAt: Math.min(item.dueAt, at), reason: null, priority: abandonedPriority };
  if (!verdict.counted) return { dueAt: item.dueAt, reason: null };
  const next = nextStep(policy, item.attemptsCounted + 1, at, hours);
  return next.do === 'retry' ? { dueAt: next.dueAt, reason: null } : { dueAt: null, reason: next.reason };
}

function counted(outcome: AttemptOutcome, detail: string | null): AttemptVerdict {
  return { outcome, detail, counted: true };
}

function uncounted(outcome: AttemptOutcome, detail: string | null): AttemptVerdict {
  return { outcome, detail, counted: false };
}
