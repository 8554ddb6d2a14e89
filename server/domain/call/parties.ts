import type { E164 } from '../../../schema/values/e164.ts';
import { isWithheld } from '../number/withheld.ts';
import type { Direction, LegRole } from './call-record.ts';
import type { CallState, Chan, Segment } from './call-state.ts';
import type { Ground } from './ground.ts';
import type { SiteLine } from './site-map.ts';

/**
 * Who is who in a call. An outbound call may have dialled several outside legs, and a transfer may join two callers:
 * each of them is the customer.
 */
export interface Parties {
  readonly direction: Direction;
  readonly customers: readonly Chan[];
}

/**
 * The oldest channel that began by itself decides: from outside is inbound; a phone of ours or our Originate that
 * reaches (or dials) the public network is outbound; else internal. A consultation's own first channel, older or
 * younger than the customer's, never hides the customer: an outside beginner always wins.
 */
export function partiesOf(call: CallState, ground: Ground): Parties {
  const callers =
    call.attemptId === null ? call.chans.filter((chan) => chan.root && chan.outside && !chan.dialled) : [];
  if (callers.length > 0) return { direction: 'inbound', customers: callers };
  const reached = call.chans.filter((chan) => chan.outside && (chan.dialled || !chan.root) && !mayBeOurs(chan, ground));
  if (reached.length > 0 || call.attemptId !== null) return { direction: 'outbound', customers: reached };
  const first = call.chans.find((chan) => chan.root && !chan.pickedUp) ?? call.chans[0];
  if (first === undefined) return { direction: 'internal', customers: [] };
  // A phone was made to ring before our eyes, and of whoever called nothing is known: all events of that channel were
  // set aside. In doubt, owe the call.
  if (!call.chans.some((chan) => chan.root) && call.chans.some((chan) => chan.fromStart))
    return { direction: 'inbound', customers: [] };
  return leadsOutside(first, call, ground) && !call.chans.some((chan) => chan.cameBack)
    ? { direction: 'outbound', customers: [] }
    : { direction: 'internal', customers: [first] };
}

/** Whom it rang was not seen, and the number it shows is one of our own: the far end may well be here. */
function mayBeOurs(chan: Chan, ground: Ground): boolean {
  return chan.leads === 'unknown' && chan.dialString === null && ground.lineOf(chan.num) !== null;
}

/** Dialled for the public network, or an Originate that never got past its first phone, though no outside leg was made. */
function leadsOutside(first: Chan, call: CallState, ground: Ground): boolean {
  if (first.dialled && first.dialledBy === null) {
    return call.chans.filter((chan) => chan.kind === 'phone').length < 2;
  }
  return first.kind === 'phone' && first.firstExten !== null && outsideNumber(first.firstExten, ground) !== null;
}

function outsideNumber(dialled: string, ground: Ground): E164 | null {
  const digits = dialled.replace(/\D/g, '').length;
  return digits < 7 || ground.isOurExtension(dialled) ? null : ground.e164(dialled, ground.site);
}

/** What a channel is in this call. */
export function roleOf(chan: Chan, parties: Parties): LegRole {
  if (parties.customers.includes(chan)) return parties.direction === 'internal' ? 'agent' : 'customer';
  if (chan.kind === 'local' || chan.kind === 'service') return 'service';
  if (chan.outside) return chan.root && !chan.dialled ? 'customer' : 'outside';
  return 'agent';
}

/**
 * Whether a talk with this channel means that a person of ours was reached: a phone, or an outside phone we rang. A leg to
 * one of our own numbers, or of which nobody knows whom it rang, is no person.
 */
export function canServe(chan: Chan, parties: Parties): boolean {
  if (parties.customers.includes(chan)) return false;
  if (chan.kind === 'phone' && !chan.outside) return true;
  // An agent who came into a room by an own call talks there with the caller, whose call stays another.
  if (parties.direction === 'internal') return chan.outside && chan.root && !chan.dialled;
  return parties.direction === 'inbound' && chan.outside && chan.dialled && chan.leads === 'away';
}

/** The outside legs the customer was connected to of which nobody can say who stood behind them. */
export function doubtfulLegs(call: CallState, { direction, customers }: Parties): readonly Chan[] {
  if (direction !== 'inbound') return [];
  return call.segments.flatMap(({ a, b }) => {
    const leg = customers.includes(a) ? b : customers.includes(b) ? a : null;
    return leg?.outside && !leg.root && leg.leads !== 'away' ? [leg] : [];
  });
}

/** The serving side of a conversation with the customer, or null when the two are not customer and server. */
export function servedBy(segment: Segment, parties: Parties): Chan | null {
  if (parties.customers.includes(segment.a) && canServe(segment.b, parties)) return segment.b;
  if (parties.customers.includes(segment.b) && canServe(segment.a, parties)) return segment.a;
  return null;
}

/** The name of a party in the log: its extension, else the number of the outside phone, else the channel's. */
export function partyName(chan: Chan, ground: Ground): string {
  if (chan.extension !== null && !chan.outside) return chan.extension;
  if (chan.root && !chan.dialled && isWithheld(chan.firstNum, chan.presentation)) return chan.base;
  const shown = ground.e164(chan.num, ground.site);
  const dialled = ground.e164(dialledDigits(chan.dialString), ground.site);
  // A leg dialled straight from the line the customer called shows that line's number as its own (Asterisk 22).
  return (ground.lineOf(shown) === null ? shown : null) ?? dialled ?? chan.base;
}

/** The number in a dial string: `+4477…@trunk`, `PJSIP/trunk/sip:+44…@host`, `g1/00447…`. */
export function dialledDigits(dialString: string | null): string | null {
  return dialString === null ? null : (/(?:^|[/:])(\+?[0-9]{3,20})(?:@|$|,)/.exec(dialString)?.[1] ?? null);
}

/** The customer's side of the call, what was dialled, and the line it belongs to. */
export interface Face {
  readonly caller: E164 | null;
  readonly callerRaw: string | null;
  readonly callerName: string | null;
  readonly withheld: boolean;
  readonly called: string | null;
  readonly calledRaw: string | null;
  readonly line: SiteLine | null;
}

/** Reads the face of a call from its first channel and its dialled legs. */
export function faceOf(call: CallState, parties: Parties, ground: Ground): Face {
  const customer = parties.customers[0] ?? null;
  if (parties.direction === 'inbound' && customer !== null) return inboundFace(customer, ground);
  const first = call.chans.find((chan) => chan.root && !chan.pickedUp) ?? call.chans[0] ?? null;
  const exten = meaningful(first?.firstExten ?? null) ?? meaningful(call.dialledExten);
  if (parties.direction === 'internal') {
    const calledRaw = exten;
    return { ...ownSide(first), caller: null, called: calledRaw, calledRaw, line: null };
  }
  const calledRaw = dialledNumber(customer, ground) ?? (first?.dialled ? meaningful(call.dialledExten) : exten);
  const called = calledRaw === null ? null : (ground.e164(calledRaw, ground.site) ?? calledRaw);
  return { ...ownSide(first), caller: null, called, calledRaw, line: null };
}

function inboundFace(customer: Chan, ground: Ground): Face {
  const calledRaw =
    customer.vars.DID || customer.vars.RB_DID || customer.vars.FROM_DID || meaningful(customer.firstExten);
  const line = ground.lineOf(calledRaw);
  const place = line ?? ground.site;
  const withheld = isWithheld(customer.firstNum, customer.presentation);
  return {
    caller: withheld ? null : ground.e164(customer.firstNum, place),
    // A number the caller held back is not kept either, though a trusted trunk may have told it.
    callerRaw: withheld ? null : customer.firstNum,
    callerName: withheld ? null : customer.firstName,
    withheld,
    called: calledRaw === null ? null : (ground.e164(calledRaw, place) ?? calledRaw),
    calledRaw,
    line,
  };
}

function ownSide(first: Chan | null): Pick<Face, 'callerRaw' | 'callerName' | 'withheld'> {
  return {
    callerRaw: first?.extension ?? first?.firstNum ?? null,
    callerName: first?.firstName ?? null,
    withheld: false,
  };
}

function dialledNumber(customer: Chan | null, ground: Ground): string | null {
  if (customer === null) return null;
  const digits = dialledDigits(customer.dialString);
  if (customer.num !== null && ground.e164(customer.num, ground.site) !== null) return customer.num;
  return digits ?? customer.num;
}

function meaningful(exten: string | null): string | null {
  return exten === null || exten === '' || exten === 's' || exten === 'h' || exten === 'onhangup' ? null : exten;
}
