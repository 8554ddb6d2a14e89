import type { Offer, OfferResult } from './call-record.ts';
import type { CallState, Chan } from './call-state.ts';
import { doubtfulLegs, type Parties, servedBy } from './parties.ts';

const answeredElsewhere = 26;
const busyCause = 17;
const declinedCause = 21;
/** Unregistered, unreachable, no route, congestion, and the like: the phone was never there. */
const unreachableCauses = new Set([1, 2, 3, 20, 22, 27, 28, 34, 38, 41, 42, 44, 47, 50, 58, 66, 88, 102]);

/** Whether the customer has left: hung up, asked to, or is gone from the call. */
export function customerGone(parties: Parties): boolean {
  return parties.customers.every((chan) => chan.endedAt !== null || chan.hangupRequestedAt !== null);
}

/** Whether it was the customer who ended it. 127: a CANCEL of a ringing call, which has no request on all versions. */
export function customerHungUp(parties: Parties): boolean {
  return parties.customers.every((chan) => chan.hangupRequestedAt !== null || chan.cause === 127);
}

/** The phone that has the call now, if one does. */
export function winnerOf(call: CallState, loser: Chan): Chan | null {
  for (const chan of call.chans) {
    if (chan === loser || chan.kind === 'local' || chan.upAt === null || chan.endedAt !== null) continue;
    // An outside phone that is Up may still be asked to confirm; with the customer it has won.
    if (chan.outside && !call.segments.some(({ a, b }) => a === chan || b === chan)) continue;
    if (chan.pickedUp || chan.dialled) return chan;
  }
  return null;
}

/**
 * What became of a phone that was rung, told when its channel is gone. The hangup cause is looked at before DialEnd, as
 * queues say NOANSWER for busy and declined alike (Asterisk 22); only the cause tells them apart.
 */
export function offerResult(chan: Chan, call: CallState, parties: Parties): OfferResult {
  if (call.segments.some((segment) => servedBy(segment, parties) === chan)) return 'answered';
  const status = effectiveStatus(chan, 8);
  const winner = winnerOf(call, chan);
  if (chan.cause === answeredElsewhere) return 'lost';
  if (chan.upAt !== null) {
    if (doubtfulLegs(call, parties).includes(chan)) return 'answered';
    if (winner !== null) return 'lost';
    if (chan.outside || chan.dialledBy?.kind === 'local') return unconfirmed(chan, parties);
    return customerGone(parties) ? 'caller_gone' : 'answered';
  }
  if (chan.cause === declinedCause) return 'declined';
  // A phone that refused before it rang was engaged or silenced; one that rang was refused by a hand.
  if (chan.cause === busyCause || status === 'BUSY') return chan.rangAt === null ? 'busy' : 'declined';
  if (status === 'CHANUNAVAIL' || status === 'CONGESTION') return 'unreachable';
  if (chan.cause !== null && unreachableCauses.has(chan.cause)) return 'unreachable';
  if (status === 'NOANSWER') return 'no_answer';
  if (winner !== null) return 'lost';
  return status === 'CANCEL' || customerHungUp(parties) ? 'caller_gone' : 'no_answer';
}

/** A phone outside, or behind Local, that was Up and never with the customer: it was asked to confirm and did not. */
function unconfirmed(chan: Chan, parties: Parties): OfferResult {
  if (customerHungUp(parties)) return 'caller_gone';
  const outer = chan.dialledBy?.kind === 'local' ? chan.dialledBy.pair : null;
  return outer?.dialStatus === 'NOANSWER' ? 'no_answer' : 'declined';
}

/** A phone behind Local is cancelled with its Local half: why, only the outer dial says. */
function effectiveStatus(chan: Chan, depth: number): string | null {
  if (depth === 0 || (chan.dialStatus !== null && chan.dialStatus !== 'CANCEL')) return chan.dialStatus;
  const outer = chan.dialledBy?.kind === 'local' ? chan.dialledBy.pair : null;
  const status = outer === null || outer === undefined ? null : effectiveStatus(outer, depth - 1);
  return status === null || status === 'ANSWER' || status === 'CONTINUE' ? chan.dialStatus : status;
}

/** Whether this leg was an offer to take the call: a phone of ours, or an outside phone rung for an inbound caller. */
export function isOffer(chan: Chan, parties: Parties): boolean {
  if (parties.direction === 'outbound' || parties.customers.includes(chan)) return false;
  if (chan.kind === 'local' || chan.kind === 'service') return false;
  return chan.outside ? chan.dialled && parties.direction === 'inbound' : chan.dialled || !chan.root;
}

/** The offers of an ended call, in the order they were made. */
export function offersOf(call: CallState, parties: Parties, endedAt: number): Offer[] {
  const offers: Offer[] = [];
  for (const chan of call.chans) {
    if (!isOffer(chan, parties)) continue;
    const result = chan.offer ?? offerResult(chan, call, parties);
    offers.push({
      uniqueid: chan.uniqueid,
      device: chan.base,
      extension: chan.extension,
      queue: chan.queue,
      startedAt: chan.startedAt,
      rangAt: chan.rangAt,
      endedAt: (result === 'answered' ? chan.upAt : chan.endedAt) ?? endedAt,
      result,
    });
  }
  return offers;
}
