import type {
  AttendedTransfer,
  BlindTransfer,
  ChannelFacts,
  ParkedCall,
  ParkedCallGiveUp,
  ParkedCallTimeOut,
  Pickup,
  UnParkedCall,
} from '../../../pbx/ami/ami-event.ts';
import type { CallState, Chan } from './call-state.ts';
import { touchAndSettle } from './channel-events.ts';
import { type Parties, partiesOf, servedBy } from './parties.ts';
import { mergeCalls, type World } from './world.ts';

type HandOver =
  | BlindTransfer
  | AttendedTransfer
  | Pickup
  | ParkedCall
  | UnParkedCall
  | ParkedCallGiveUp
  | ParkedCallTimeOut;

/**
 *   talking ── blind / parked ──> handed on ── talk with anybody ──> served
 *   talking ── attended, target not with the customer yet ──> handed on
 * Handed on to the very end is a lost customer.
 */
export function applyHandOver(world: World, event: HandOver): void {
  const { at } = event;
  switch (event.event) {
    case 'BlindTransfer': {
      if (event.result !== 'Success') return;
      const by = touchAndSettle(world, event.transferer, at);
      const customer = event.transferee === null ? null : touchAndSettle(world, event.transferee, at);
      const call = customer?.call ?? by?.call;
      if (call !== undefined) handOn(world, call, customer);
      return;
    }
    case 'AttendedTransfer':
      attended(world, event);
      return;
    case 'Pickup':
      pickup(world, event);
      return;
    case 'ParkedCall': {
      const parked = touchAndSettle(world, event.parkee, at);
      if (parked !== null) handOn(world, parked.call, parked);
      return;
    }
    case 'UnParkedCall':
      touchBoth(world, event.parkee, event.retriever, at);
      return;
    default:
      touchAndSettle(world, event.parkee, at);
  }
}

function attended(world: World, event: AttendedTransfer): void {
  if (event.result !== 'Success') return;
  const { at } = event;
  const first = touchAndSettle(world, event.origTransferer, at);
  const second = touchAndSettle(world, event.secondTransferer, at);
  if (event.transferee !== null) touchAndSettle(world, event.transferee, at);
  if (event.target !== null) touchAndSettle(world, event.target, at);
  const one = first?.call ?? null;
  const two = second?.call ?? null;
  const call = one !== null && two !== null ? mergeCalls(world, one, two, at) : (one ?? two);
  if (call === null) return;
  const parties = partiesOf(call, world.ground);
  for (const customer of parties.customers) {
    if (!isWithAnother(customer, call, parties, [first, second])) customer.handedOn = true;
  }
}

/** Whether this customer already talks with somebody, another customer too, who is not one of those that handed on. */
function isWithAnother(customer: Chan, call: CallState, parties: Parties, except: readonly (Chan | null)[]): boolean {
  return call.segments.some((segment) => {
    if (segment.to !== null || (segment.a !== customer && segment.b !== customer)) return false;
    const other = segment.a === customer ? segment.b : segment.a;
    return !except.includes(other) && (parties.customers.includes(other) || servedBy(segment, parties) === other);
  });
}

/** Marks this customer, or all of the call when the channel is none, as waiting for the next person. */
function handOn(world: World, call: CallState, chan: Chan | null): void {
  const { customers } = partiesOf(call, world.ground);
  for (const customer of chan !== null && customers.includes(chan) ? [chan] : customers) customer.handedOn = true;
}

function pickup(world: World, event: Pickup): void {
  const taker = touchAndSettle(world, event.chan, event.at);
  const rung = touchAndSettle(world, event.target, event.at);
  if (taker === null) return;
  taker.pickedUp = true;
  if (rung !== null) mergeCalls(world, taker.call, rung.call, event.at);
}

function touchBoth(world: World, one: ChannelFacts, other: ChannelFacts | null, at: number): void {
  const parked = touchAndSettle(world, one, at);
  const taker = other === null ? null : touchAndSettle(world, other, at);
  if (taker === null || parked === null) return;
  taker.pickedUp = true;
  mergeCalls(world, parked.call, taker.call, at);
}
