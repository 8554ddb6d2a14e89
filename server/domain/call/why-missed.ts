import type { MissedReason, Offer } from './call-record.ts';
import type { CallState } from './call-state.ts';
import type { Ending } from './judge.ts';
import { customerGone } from './offer.ts';
import type { Parties } from './parties.ts';

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
  if (missed.talked) return 'lost_in_transfer';
  // Up when we first saw it: it may have talked before, so no reason can be sworn to.
  if (customer === undefined || customer.foundUp || (missed.ending === 'lost' && !call.pbxLost)) return 'ended_unknown';
  const vars = customer.vars;
  if (vars.VMSTATUS === 'SUCCESS') return 'voicemail_left';
  if (isSet(vars.RB_CLOSED)) return 'out_of_hours';
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
    offers.some((offer) => offer.result === 'caller_gone' || offer.result === 'answered') || call.goneInQueue;
  const vars = parties.customers[0]?.vars ?? {};
  if (offers.length > 0 && !left) return 'no_answer';
  if (vars.QUEUESTATUS === 'TIMEOUT' && !left) return 'no_answer';
  const abandonedQueue = call.queue !== null && (call.goneInQueue || call.inQueue || call.queueAbandoned);
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

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value.toLowerCase() !== 'no';
}
