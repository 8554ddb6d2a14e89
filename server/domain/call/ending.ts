import type { CallState } from './call-state.ts';
import { leave, settle } from './conversation.ts';
import { type Ending, judge } from './judge.ts';
import { tellTalks } from './legs.ts';
import { isOnlyService, say, type World } from './world.ts';

/** Judges a call when its last channel is gone, and forgets it. */
export function endIfOver(world: World, call: CallState, at: number): void {
  if (call.live <= 0) endCall(world, call, at, 'hung_up');
}

/** Ends a call now, whatever is left of it. */
export function endCall(world: World, call: CallState, at: number, ending: Ending): void {
  for (const chan of call.chans) leave(chan);
  if (settle(call, at)) tellTalks(world, call, at);
  if (!isOnlyService(call)) tellVerdict(world, call, at, ending);
  for (const linkedid of call.linkedids) world.calls.delete(linkedid);
  for (const chan of call.chans) {
    world.chans.delete(chan.uniqueid);
    world.leaving.delete(chan);
    world.tombstones.add(chan.uniqueid);
    if (chan.kind === 'local') world.locals.delete(chan.name.slice(0, -2));
  }
  const waiting = world.broken.indexOf(call);
  if (waiting >= 0) world.broken.splice(waiting, 1);
}

function tellVerdict(world: World, call: CallState, at: number, ending: Ending): void {
  for (const record of judge(call, at, ending, world.ground)) {
    say(world, { type: 'call.ended', at, id: `${world.ground.pbx}:${record.linkedid}`, record });
  }
}

/** The recording stops here: who was still in the call is left in doubt. */
export function endOfStream(world: World, call: CallState, at: number): void {
  endCall(world, call, at, 'stream_ended');
}

/** The PBX stopped or began anew: all its calls went with it, and none of their channels will be heard of again. */
export function pbxStopped(world: World, at: number): void {
  for (const call of new Set(world.calls.values())) {
    call.pbxLost = true;
    endCall(world, call, at, 'lost');
  }
  forgetAll(world);
}

/** Ids, bridges and Local names may all come again with another meaning. */
export function forgetAll(world: World): void {
  world.bridges.clear();
  world.locals.clear();
  world.tombstones.clear();
}
