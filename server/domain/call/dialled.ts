import type { CallRecord } from './call-record.ts';
import type { CallState, Chan } from './call-state.ts';
import type { Parties } from './parties.ts';

type Dialled = NonNullable<CallRecord['dialled']>;

const noSuchNumber = new Set([1, 22, 28]);
const best: readonly Dialled[] = ['answered', 'busy', 'no_answer', 'not_a_number', 'unavailable', 'never_dialled'];

/** What the dialled outside leg of an outgoing call came to; with several legs, the one that got furthest. */
export function dialledOf(call: CallState, parties: Parties): CallRecord['dialled'] {
  if (parties.direction !== 'outbound') return null;
  const legs = parties.customers.map((chan) => legCameTo(chan));
  if (legs.length === 0) legs.push(withoutLeg(call));
  return best.find((result) => legs.includes(result)) ?? 'never_dialled';
}

/** What one outside leg came to. The cause decides; DialEnd says CANCEL for a ring that was given up (Asterisk 22). */
export function legCameTo(chan: Chan): Dialled {
  if (chan.upAt !== null) return 'answered';
  if (chan.cause === 17 || chan.cause === 21 || chan.dialStatus === 'BUSY') return 'busy';
  if (chan.cause !== null && noSuchNumber.has(chan.cause)) return 'not_a_number';
  if (chan.cause === 18 || chan.cause === 19 || chan.dialStatus === 'NOANSWER') return 'no_answer';
  return chan.rangAt !== null ? 'no_answer' : 'unavailable';
}

/** No outside leg was made at all: the trunk was not there, or the dialplan never came to dial. */
function withoutLeg(call: CallState): Dialled {
  const first = call.chans.find((chan) => chan.root);
  const status = (first?.vars.DIALSTATUS ?? '').toUpperCase();
  if (status === 'CHANUNAVAIL' || status === 'CONGESTION') return 'unavailable';
  return 'never_dialled';
}
