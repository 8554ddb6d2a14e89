import type {
  AgentCalled,
  AgentConnect,
  QueueCallerAbandon,
  QueueCallerJoin,
  QueueCallerLeave,
} from '../../../pbx/ami/ami-event.ts';
import { viewOf } from '../live/view.ts';
import { touchAndSettle } from './channel-events.ts';
import { say, touch, type World } from './world.ts';

/** Queue events explain a wait; they never decide a verdict. */
export function applyQueueEvent(
  world: World,
  event: QueueCallerJoin | QueueCallerLeave | QueueCallerAbandon | AgentCalled | AgentConnect,
): void {
  const { at, queue } = event;
  if (event.event === 'AgentCalled' || event.event === 'AgentConnect') {
    const caller = event.chan === null ? null : touch(world, event.chan, at);
    const dest = touch(world, event.dest, at);
    if (caller !== null) caller.call.queue ??= queue;
    if (dest !== null) dest.queue = queue;
    return;
  }
  const chan = touchAndSettle(world, event.chan, at);
  if (chan === null) return;
  const { call } = chan;
  const isNew = call.queue !== queue;
  call.queue = queue;
  if (event.event === 'QueueCallerJoin') {
    call.inQueue = true;
    call.waitingSince = at;
    call.queuedAt ??= at;
    call.queueAbandoned = false;
    call.statusAtJoin = chan.vars.QUEUESTATUS ?? null;
  } else {
    if (event.event === 'QueueCallerAbandon') {
      call.queueAbandoned = true;
      if (chan.hangupRequestedAt !== null) call.goneInQueue = true;
    }
    call.inQueue = false;
  }
  if (isNew) say(world, { type: 'call.updated', at, call: viewOf(call, world.ground) });
}
