import type { BridgeLeave, ChannelFacts } from '../../../pbx/ami/ami-event.ts';
import type { Chan } from './call-state.ts';
import { partiesOf, servedBy } from './parties.ts';
import type { World } from './world.ts';

/** A normal hang-up empties a bridge within milliseconds; whoever stays longer waits for somebody. */
const stayedMs = 1000;

/**
 * The signs of a transfer that no transfer event told of. A customer who leaves the bridge of a talk was handed on when
 * nobody hung up and the dialplan has another place for them, or when whoever served them hung up well before.
 */
export function handedOnByLeaving(world: World, chan: Chan, event: BridgeLeave): void {
  const { call } = chan;
  const parties = partiesOf(call, world.ground);
  if (parties.direction !== 'inbound' || !parties.customers.includes(chan)) return;
  const talks = call.segments.filter(({ a, b }) => a === chan || b === chan);
  if (!talks.some((segment) => servedBy(segment, parties) !== null)) return;
  const askedAt = ({ hangupRequestedAt, endedAt }: Chan) => hangupRequestedAt ?? endedAt;
  const sentOn = chan.place !== null && placeOf(event.chan) !== chan.place;
  if (sentOn && askedAt(chan) === null) chan.handedOn = true;
  const leftAlone = talks.every(({ a, b, to }) => {
    const leftAt = Math.max(to ?? event.at, askedAt(a === chan ? b : a) ?? event.at);
    return event.at - leftAt >= stayedMs;
  });
  if (leftAlone) chan.handedOn = true;
}

/** Context and extension, where the dialplan would go on. */
export function placeOf({ context, exten }: ChannelFacts): string {
  return `${context ?? ''} ${exten ?? ''}`;
}
