import type { MissedReason, Offer } from './call-record.ts';
import type { CallState, Chan } from './call-state.ts';
import type { Ending } from './judge.ts';
import { customerGone, customerHungUp } from './offer.ts';
import { doubtfulLegs, type Parties } from './parties.ts';

const refusedByQueue = new Set(['FULL', 'JOINEMPTY', 'JOINUNAVAIL', 'LEAVEEMPTY', 'LEAVEUNAVAIL']);
const unreachableCauses = new Set([3, 20, 27]);
/** The PBX itself could not go on: no circuit, out of order, out of resources. */
const failureCauses = new Set([34, 38, 41, 42, 44, 47, 58, 63, 66, 79, 88, 102]);

interface Missed {
  readonly parties: Parties;
  readonly offers: readonly Offer[];
  readonly talked: boolean;
  readonly ending: Ending;
}

/** Why nobody was reached: the first that fits, in the order of `missedReasons`. */
export function missedReason(call: CallState, missed: Missed): MissedReason {
  const { parties, offers } = missed;
  const customer = parties.customers[0];
  if (customer === undefined || call.unseen || doubtfulLegs(call, parties).length > 0) return 'ended_unknown';
  if (missed.talked) return 'lost_in_transfer';
  if (missed.ending === 'lost' && !call.pbxLost) return 'ended_unknown';
  // The recording stopped with a leg still there: the customer's own end, or that leg's, might have told why.
  const endSeen = customer.endedAt !== null && customerHungUp(parties);
  if (missed.ending === 'stream_ended' && !endSeen) return 'ended_unknown';
  // Up when we first saw it: it may have talked before. Met in the middle without a list of what is: it may have waited
  // anywhere. In both no reason can be sworn to.
  if (customer.foundUp || !(customer.fromStart || customer.fromSnapshot || onlyBirthMissed(customer, call)))
    return 'ended_unknown';
  const vars = varsOf(call, parties);
  if (vars.VMSTATUS === 'SUCCESS') return 'voicemail_left';
  if (isSet(vars.RB_CLOSED)) return 'out_of_hours';
  // Whatever the phones and the queue did: the caller chose not to wait.
  if (askedAt(call, customer) !== null) return 'abandoned_waiting';
  if (refusedByQueue.has(vars.QUEUESTATUS ?? '')) return 'queue_refused';
  return byOffers(offers) ?? byEnd(call, missed, customer.cause) ?? 'ended_unknown';
}

function byOffers(offers: readonly Offer[]): MissedReason | null {
  if (offers.length === 0) return null;
  const only = (...results: Offer['result'][]) => offers.every((offer) => results.includes(offer.result));
  if (only('declined')) return 'all_rejected';
  if (only('unreachable')) return 'phones_unreachable';
  if (only('busy', 'declined', 'unreachable')) return 'busy';
  return null;
}

function byEnd(call: CallState, { parties, offers }: Missed, cause: number | null): MissedReason | null {
  const left =
    (offers.some((offer) => offer.result === 'caller_gone' || offer.result === 'answered') &&
      !gaveUp(offers, parties)) ||
    call.goneInQueue;
  const vars = varsOf(call, parties);
  if (offers.length > 0 && !left) return 'no_answer';
  if (vars.QUEUESTATUS === 'TIMEOUT' && !left) return 'no_answer';
  // The variable may still tell of an earlier queue.
  const timedOut = vars.QUEUESTATUS === 'TIMEOUT' && call.statusAtJoin !== 'TIMEOUT';
  const abandoned = call.queueAbandoned && !timedOut;
  const abandonedQueue = call.queue !== null && (call.goneInQueue || call.inQueue || abandoned);
  if (abandonedQueue) return 'abandoned_waiting';
  if (offers.length > 0) return 'abandoned_ringing';
  const status = vars.DIALSTATUS ?? '';
  const hungUp = parties.customers.length > 0 && parties.customers.some((chan) => chan.hangupRequestedAt !== null);
  if (call.pbxLost && !hungUp) return 'pbx_failure';
  if (!hungUp && (status === 'CHANUNAVAIL' || (cause !== null && unreachableCauses.has(cause))))
    return 'phones_unreachable';
  if (!hungUp && status === 'BUSY') return 'busy';
  if (!hungUp && (status === 'CONGESTION' || (cause !== null && failureCauses.has(cause)))) return 'pbx_failure';
  return customerGone(parties) ? 'abandoned_before_offer' : null;
}

/** When this customer pressed a key to be called back; null when they did not. The variable says it without a moment. */
export function askedAt(call: CallState, customer: Chan): number | null {
  if (call.requested?.by === customer) return call.requested.at;
  return isSet(customer.vars.RB_REQUEST) ? (customer.endedAt ?? customer.startedAt) : null;
}

/** What the dialplan said on the customer's channel, and on the far end of a leg that left and came back. */
function varsOf(call: CallState, { customers }: Parties): Readonly<Record<string, string>> {
  const far = call.chans.findLast((chan) => chan.cameBack);
  const near = customers[0]?.vars ?? {};
  if (far === undefined) return near;
  return { ...near, ...Object.fromEntries(Object.entries(far.vars).filter(([, value]) => value !== '')) };
}

/** The PBX stopped ringing by itself: the customer did not hang up, and a phone was told so in the very same moment. */
function gaveUp(offers: readonly Offer[], parties: Parties): boolean {
  if (customerHungUp(parties)) return false;
  const gone = offers.filter(({ result }) => result === 'caller_gone');
  return gone.every(({ endedAt }) =>
    offers.some((other) => other.result === 'no_answer' && Math.abs(other.endedAt - endedAt) <= 200),
  );
}

/** Its Newchannel alone is missing: the id says when it was made (seconds), and all it came to ring was seen whole. */
function onlyBirthMissed(customer: Chan, call: CallState): boolean {
  const born = Number(/(\d+)\.\d+$/.exec(customer.uniqueid)?.[1] ?? Number.NaN) * 1000;
  const others = call.chans.filter((chan) => chan !== customer);
  return customer.startedAt - born < 1500 && others.length > 0 && others.every((chan) => chan.fromStart);
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value.toLowerCase() !== 'no';
}
