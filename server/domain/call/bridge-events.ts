import type { BridgeCreate, BridgeDestroy, BridgeEnter, BridgeLeave, BridgeMerge } from '../../../pbx/ami/ami-event.ts';
import type { Bridge, CallState, Chan } from './call-state.ts';
import { cameBack } from './came-back.ts';
import { enter, leave, settle } from './conversation.ts';
import { handedOnByLeaving, placeOf } from './handed-on.ts';
import { tellTalks, up } from './legs.ts';
import { mergeCalls, touch, type World } from './world.ts';

/** A call whose bridge broke is looked at when its next other event comes; at the latest after this. */
const settleAfterMs = 3000;

/** Remembers a bridge's kind before anybody enters. */
export function bridgeCreated(world: World, event: BridgeCreate): void {
  bridgeOf(world, event.bridgeId, event.bridgeType, null);
}

/** A channel enters a bridge: the only proof of a talk. */
export function bridgeEntered(world: World, event: BridgeEnter): void {
  const chan = touch(world, event.chan, event.at);
  if (chan === null) return;
  cameBack(world, chan, event.at);
  if (event.chan.state === 'Up') up(world, chan, event.at);
  const bridge = bridgeOf(world, event.bridgeId, event.bridgeType, event.technology);
  if (chan.bridge === bridge) return;
  if (chan.bridge !== null) markBroken(world, chan.call, event.at);
  enter(chan, bridge);
  chan.place = placeOf(event.chan);
  countUnseen(bridge, chan.call, event.members);
  if (bridge.basic) joinCalls(world, bridge, event.at);
  settleCall(world, chan.call, event.at);
  // In a conference the others' calls stay their own, and each has a new voice in it.
  if (!bridge.basic)
    for (const member of bridge.members) if (member.call !== chan.call) settleCall(world, member.call, event.at);
}

/** A channel leaves. Not looked at yet: it may enter the next bridge in a moment, and that is no break in the talk. */
export function bridgeLeft(world: World, event: BridgeLeave): void {
  const chan = touch(world, event.chan, event.at);
  if (chan === null) return;
  if (chan.bridge === null || chan.bridge.id !== event.bridgeId) {
    leftUnseen(world, chan, event.bridgeId);
    return;
  }
  const { bridge } = chan;
  const { members } = bridge;
  // In a room the others' calls have no event of their own when somebody leaves: look at what broke before this.
  if (!bridge.basic)
    for (const member of members) if (member.call.brokenAt !== null) settleCall(world, member.call, event.at);
  leave(chan);
  countUnseen(bridge, chan.call, event.members);
  handedOnByLeaving(world, chan, event);
  markBroken(world, chan.call, event.at);
  for (const member of members) if (member.call !== chan.call) markBroken(world, member.call, event.at);
}

/** It leaves where it was not seen to enter: whoever is there may have talked with it for any time. */
function leftUnseen(world: World, chan: Chan, bridgeId: string): void {
  const bridge = world.bridges.get(bridgeId);
  if (chan.lastBridge === bridgeId || chan.kind === 'service' || bridge?.holding === true) return;
  chan.lastBridge = bridgeId;
  chan.call.unseen = true;
  for (const member of bridge?.members ?? []) member.call.unseen = true;
}

/** The PBX counts more in the bridge than were seen to enter. A conference may have an announcer nobody is told of. */
function countUnseen(bridge: Bridge, call: CallState, told: number | undefined): void {
  if (told === undefined || bridge.holding || told <= bridge.members.size + (bridge.basic ? 0 : 1)) return;
  call.unseen = true;
  for (const member of bridge.members) member.call.unseen = true;
}

/** Two bridges become one; the moves of the channels follow as events of their own. */
export function bridgesMerged(world: World, event: BridgeMerge): void {
  const from = world.bridges.get(event.fromBridgeId);
  const to = world.bridges.get(event.toBridgeId);
  if (from === undefined || to === undefined || from === to) return;
  // Who is hanging up does not come along: a consultation ends so when the one who consulted leaves (Asterisk 22).
  const moved = [...from.members].filter((chan) => chan.hangupRequestedAt === null);
  for (const chan of moved) enter(chan, to);
  if (to.basic) joinCalls(world, to, event.at);
  for (const call of new Set(moved.map((chan) => chan.call))) settleCall(world, call, event.at);
}

/** The bridge is gone, and with it whoever was still thought to be in it. */
export function bridgeDestroyed(world: World, event: BridgeDestroy): void {
  const bridge = world.bridges.get(event.bridgeId);
  if (bridge === undefined) return;
  world.bridges.delete(event.bridgeId);
  for (const chan of [...bridge.members]) {
    leave(chan);
    markBroken(world, chan.call, event.at);
  }
}

/** Ends and begins talks of one call now. */
export function settleCall(world: World, call: CallState, at: number): void {
  const index = call.brokenAt === null ? -1 : world.broken.indexOf(call);
  if (index >= 0) world.broken.splice(index, 1);
  if (settle(call, at)) tellTalks(world, call, at);
}

/** Looks at the calls that broke a while ago and had no event since. */
export function settleAll(world: World, at: number): void {
  for (let first = world.broken[0]; first !== undefined; first = world.broken[0]) {
    if (first.brokenAt !== null && at - first.brokenAt < settleAfterMs) return;
    world.broken.shift();
    if (first.brokenAt !== null) settleCall(world, first, at);
  }
}

/** A channel stopped to be where it was. */
export function markBroken(world: World, call: CallState, at: number): void {
  if (call.brokenAt !== null) return;
  call.brokenAt = at;
  world.broken.push(call);
}

/** The bridge of this id; its kind is learnt from the first event that names it. */
export function bridgeOf(world: World, id: string, type: string, technology: string | null): Bridge {
  const known = world.bridges.get(id);
  if (known !== undefined) return known;
  const holding = type === 'holding' || type === 'parking' || technology === 'holding_bridge';
  const bridge: Bridge = {
    id,
    holding,
    basic: !holding && (type === 'basic' || type === ''),
    members: new Set<Chan>(),
  };
  world.bridges.set(id, bridge);
  return bridge;
}

/** Asterisk gives all who meet in a basic bridge the oldest linkedid, though some events still carry the old one. */
function joinCalls(world: World, bridge: Bridge, at: number): void {
  let call: CallState | null = null;
  for (const { call: other } of bridge.members) {
    call = call === null || call === other ? other : mergeCalls(world, call, other, at);
  }
}
