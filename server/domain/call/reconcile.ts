import type { AmiEvent, ChannelFacts } from '../../../pbx/ami/ami-event.ts';
import { bridgeOf, settleCall } from './bridge-events.ts';
import type { CallState, Chan } from './call-state.ts';
import { cameBack, leadsAway } from './came-back.ts';
import { enter, leave } from './conversation.ts';
import { endCall } from './ending.ts';
import { legGone, ring, up } from './legs.ts';
import { touch, type World } from './world.ts';

/** What the PBX said was going on (`takeSnapshot` of the AMI session has this shape). */
export interface PbxSnapshot {
  readonly at: number;
  readonly channels: readonly SnapshotChannel[];
  readonly bridges: readonly { readonly bridgeId: string; readonly bridgeType: string }[];
  readonly entries: readonly { readonly queue: string; readonly uniqueid: string; readonly waitMs: number | null }[];
  /** Lists we may not ask for, and lists of which entries were cut or forged: what they lack may be there all the same. */
  readonly denied?: readonly string[];
  readonly incomplete?: readonly string[];
}

interface SnapshotChannel extends ChannelFacts {
  readonly bridgeId: string | null;
}

/**
 * Brings the calls in line with a snapshot. A channel the PBX no longer has is gone, though nobody saw its Hangup: a
 * call that ends so is judged as `lost`, and without a talk that was seen an inbound caller is owed a call.
 */
export function reconcile(world: World, snapshot: PbxSnapshot, pending: readonly AmiEvent[]): void {
  const { at, denied = [], incomplete = [] } = snapshot;
  const isWhole = !denied.includes('CoreShowChannels') && !incomplete.includes('CoreShowChannels');
  const present = new Set(snapshot.channels.map((channel) => channel.uniqueid));
  for (const event of pending) if (event.event === 'Hangup') present.add(event.chan.uniqueid);
  const moving = new Set<string>();
  for (const event of pending)
    if (event.event === 'BridgeEnter' || event.event === 'BridgeLeave') moving.add(event.chan.uniqueid);
  const hurt = new Set<CallState>();
  for (const chan of [...world.chans.values()]) {
    if (!isWhole || chan.endedAt !== null || present.has(chan.uniqueid)) continue;
    leave(chan);
    chan.endedAt = at;
    world.leaving.delete(chan);
    chan.call.live -= 1;
    chan.call.brokenAt ??= at;
    hurt.add(chan.call);
    legGone(world, chan, at);
  }
  const bridges = new Set(snapshot.bridges.map(({ bridgeId }) => bridgeId));
  for (const { id, members } of world.bridges.values()) {
    if (members.size === 0 && !bridges.has(id)) world.bridges.delete(id);
  }
  for (const bridge of snapshot.bridges) bridgeOf(world, bridge.bridgeId, bridge.bridgeType, null);
  const met: Chan[] = [];
  for (const channel of snapshot.channels) {
    const isNew = !world.chans.has(channel.uniqueid);
    const chan = touch(world, channel, at);
    if (chan === null) continue;
    if (isNew) {
      chan.fromSnapshot = true;
      met.push(chan);
    }
    if (channel.state === 'Up') up(world, chan, at);
    // Where it comes and goes the events tell to the millisecond.
    if (!isNew && moving.has(chan.uniqueid)) continue;
    if (channel.bridgeId === null) {
      if (leave(chan)) chan.call.brokenAt ??= at;
    } else {
      const bridge = bridgeOf(world, channel.bridgeId, 'basic', null);
      // It came there while nobody looked: a talk that ends at once may have lasted long, so a miss is not sworn to.
      if (!isNew && chan.bridge !== bridge && !bridge.holding) chan.call.unseen = true;
      enter(chan, bridge);
    }
  }
  for (const chan of met) cameBack(world, chan, at);
  // Whom the others dialled nobody will tell any more.
  for (const chan of met) if (chan.leads === 'unknown') leadsAway(world, chan);
  for (const entry of snapshot.entries) queueEntry(world, entry, at);
  for (const call of new Set(world.calls.values())) {
    if (call.live > 0) settleCall(world, call, at);
    else if (hurt.has(call)) endCall(world, call, at, 'lost');
  }
  for (const channel of snapshot.channels) {
    const chan = world.chans.get(channel.uniqueid);
    if (chan !== undefined && chan.state === 'Ringing') ring(world, chan, at);
  }
}

function queueEntry(world: World, entry: PbxSnapshot['entries'][number], at: number): void {
  const call = world.chans.get(entry.uniqueid)?.call;
  if (call === undefined) return;
  call.queue = entry.queue;
  call.inQueue = true;
  call.waitingSince ??= at - (entry.waitMs ?? 0);
  call.queuedAt ??= call.waitingSince;
}
