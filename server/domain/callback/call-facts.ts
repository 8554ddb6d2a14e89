import type { CallRecord, Leg } from '../call/call-record.ts';
import type { DialOrder } from './launch.ts';
import type { AttemptFacts } from './settle.ts';

/** Whether a finished call is a debt unless a rule excludes it. What could not be judged is owed: in doubt, call. */
export function isMissed({ direction, outcome }: CallRecord): boolean {
  return direction === 'inbound' && (outcome === 'missed' || outcome === 'unknown');
}

/** The customer's number: who called us, or whom we called. Null when withheld, no number, or nobody outside. */
export function customerOf(record: CallRecord): string | null {
  const number =
    record.direction === 'inbound' ? record.caller : record.direction === 'outbound' ? record.called : null;
  return number !== null && /^\+[0-9]{3,15}$/.test(number) ? number : null;
}

/** What the record of our own Originate says about both ends. */
export function attemptFacts(record: CallRecord, dialOrder: DialOrder = 'agent_first'): AttemptFacts {
  const talked = record.talkedMs > 0;
  if (dialOrder === 'customer_first') {
    // Our own half of the order is nobody's phone: an agent of ours is there when one of our phones was answered.
    const answered = talked || record.legs.some(({ role, upAt }) => role === 'agent' && upAt !== null);
    return {
      agent: answered ? 'answered' : 'no_answer',
      customer: answered ? 'answered' : record.dialled,
      talkedMs: record.talkedMs,
      saidReached: false,
      customerFirst: true,
    };
  }
  return {
    agent: talked ? 'answered' : agentSide(record),
    customer: talked ? 'answered' : record.dialled,
    talkedMs: record.talkedMs,
    saidReached: false,
  };
}

/** Hang-up causes (Q.850, seen on Asterisk 22): a refused call is 17 or 21, one that rang out 19, no such phone 3 or 20. */
const declined = new Set([17, 21]);
const unreachable = new Set([1, 2, 3, 20, 27, 28, 38, 66]);

function agentSide({ attemptId, legs }: CallRecord): AttemptFacts['agent'] {
  const leg: Leg | undefined =
    legs.find(({ uniqueid }) => uniqueid === attemptId) ?? legs.find(({ role }) => role === 'agent');
  if (!leg) return 'never_rung';
  if (leg.upAt !== null) return 'answered';
  if (leg.cause === null) return 'no_answer';
  if (declined.has(leg.cause)) return 'declined';
  return unreachable.has(leg.cause) ? 'unreachable' : 'no_answer';
}

/** The stretch of talk that proves a conversation: the last one. */
export function lastTalk(record: CallRecord) {
  return record.talks.reduce<CallRecord['talks'][number] | null>(
    (last, talk) => (last === null || talk.endedAt > last.endedAt ? talk : last),
    null,
  );
}
