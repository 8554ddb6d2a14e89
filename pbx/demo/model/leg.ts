import { type Call, internalContext, type Pbx, type Ring, type Target, trunkOf } from './call.ts';
import type { Channel } from './channel.ts';

/** Opens the channel of a party that will be rung: Newchannel, then who is calling. Null when the phone is not there. */
export function openLeg(pbx: Pbx, call: Call, target: Target): Ring | null {
  const leg = target.kind === 'phone' ? phoneLeg(pbx, call, target.device) : outsideLeg(pbx, call, target.number);
  if (leg === null) return null;
  const startedAt = pbx.clock.now();
  call.cdrs.push({ leg, startedAt, answeredAt: null, endedAt: null, disposition: 'NO ANSWER' });
  return { call, leg, target, startedAt, over: false };
}

function phoneLeg(pbx: Pbx, call: Call, device: string): Channel | null {
  const phone = pbx.phones.get(device);
  if (phone === undefined || phone.manner === 'unregistered') return null;
  const leg = pbx.exchange.open({
    device,
    state: 'Down',
    context: internalContext,
    exten: 's',
    callerNum: phone.extension,
    callerName: phone.name,
    linkedid: call.origin.linkedid,
  });
  inherit(call.origin, leg);
  pbx.exchange.setConnectedLine(leg, call.origin.callerNum, call.origin.callerName);
  return leg;
}

function outsideLeg(pbx: Pbx, call: Call, number: string): Channel {
  const leg = pbx.exchange.open({
    device: trunkOf(pbx.site),
    state: 'Down',
    context: pbx.site.pbx.inboundContexts[0] ?? 'from-trunk',
    exten: 's',
    callerNum: null,
    callerName: null,
    linkedid: call.origin.linkedid,
  });
  inherit(call.origin, leg);
  pbx.exchange.setCallerId(leg, number, null);
  pbx.exchange.setConnectedLine(leg, call.origin.callerNum, call.origin.callerName);
  return leg;
}

// Set with two underscores, so that dialled legs have them too.
function inherit(from: Channel, to: Channel): void {
  for (const name of ['DID', 'RB_ATTEMPT']) {
    const value = from.vars.get(name);
    if (value !== undefined) to.vars.set(name, value);
  }
}

/** What DialBegin calls the target. */
export function dialString(target: Target): string {
  return target.kind === 'phone' ? target.device.replace(/^[^/]*\//, '') : `${target.number}@trunk`;
}

/** Writes down how a leg ended. */
export function closeCdr(pbx: Pbx, call: Call, leg: Channel, disposition: 'NO ANSWER' | 'BUSY' | 'ANSWERED'): void {
  const draft = call.cdrs.find((each) => each.leg === leg);
  if (draft === undefined || draft.endedAt !== null) return;
  draft.disposition = disposition;
  draft.endedAt = pbx.clock.now();
}
