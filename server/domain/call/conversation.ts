import type { Bridge, CallState, Chan, Segment } from './call-state.ts';

/** Parties are re-bridged within moments when Local pairs are optimised away or a consultation ends: that is one talk. */
const joinGapMs = 2500;
/** Beyond this a room is a conference of strangers; pairs grow with the square. */
const maxTogether = 24;

/** Those who can hear this channel: through its bridge, and on through the halves of Local channels. Itself included. */
function together(start: Chan): Chan[] {
  if (start.bridge === null || start.bridge.holding) return [];
  const bridges = new Set<Bridge>([start.bridge]);
  const heard: Chan[] = [];
  // A Set hands out what is added while it is walked.
  for (const bridge of bridges) {
    for (const chan of bridge.members) {
      if (chan.kind !== 'local') {
        if (chan.kind !== 'service' && heard.length < maxTogether) heard.push(chan);
        continue;
      }
      const beyond = chan.pair?.bridge;
      if (beyond != null && !beyond.holding) bridges.add(beyond);
    }
  }
  return heard;
}

/** Brings a call's conversations up to date: ends those that broke, begins those that now are. True when anything changed. */
export function settle(call: CallState, at: number): boolean {
  const brokeAt = call.brokenAt ?? at;
  call.brokenAt = null;
  let changed = false;
  for (const segment of call.segments) {
    if (segment.to === null && !hear(segment)) {
      segment.to = brokeAt;
      changed = true;
    }
  }
  for (const chan of call.chans) {
    if (chan.bridge === null || chan.kind === 'local' || chan.kind === 'service') continue;
    for (const other of together(chan)) {
      if (other !== chan && begin(call, chan, other, at)) changed = true;
    }
  }
  return changed;
}

function hear({ a, b }: Segment): boolean {
  if (a.bridge === null || b.bridge === null) return false;
  if (a.bridge === b.bridge) return !a.bridge.holding;
  return together(a).includes(b);
}

function begin(call: CallState, a: Chan, b: Chan, at: number): boolean {
  for (let index = call.segments.length - 1; index >= 0; index -= 1) {
    const known = call.segments[index];
    if (known === undefined) break;
    if (!((known.a === a && known.b === b) || (known.a === b && known.b === a))) continue;
    if (known.to === null) return false;
    if (at - known.to <= joinGapMs) {
      known.to = null;
      return true;
    }
    break;
  }
  call.segments.push({ a, b, from: at, to: null });
  return true;
}

/** Puts a channel on a bridge; it can stand on one only. */
export function enter(chan: Chan, bridge: Bridge): void {
  if (chan.bridge === bridge) return;
  leave(chan);
  chan.bridge = bridge;
  bridge.members.add(chan);
}

/** Takes a channel off its bridge; tells whether it stood on one. */
export function leave(chan: Chan): boolean {
  if (chan.bridge === null) return false;
  chan.bridge.members.delete(chan);
  chan.lastBridge = chan.bridge.id;
  chan.bridge = null;
  return true;
}
