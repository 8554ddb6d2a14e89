import { settleCall } from './bridge-events.ts';
import { type Chan, olderId } from './call-state.ts';
import { dialledDigits } from './parties.ts';
import { mergeCalls, type World } from './world.ts';

/** A call that left by a trunk is back within moments, or it is another call. */
const roundTripMs = 5000;

/** What a dial string tells of a leg to the public network: it leaves for good, or for one of our own numbers. */
export function dialledFor(world: World, leg: Chan): void {
  if (leg.dialString === null) return;
  const digits = dialledDigits(leg.dialString);
  if (digits === null || world.ground.lineOf(digits) === null) leadsAway(world, leg);
  else leg.leads = 'back';
}

/** It is not one of those that may come back. */
export function leadsAway(world: World, leg: Chan): void {
  leg.leads = 'away';
  world.leaving.delete(leg);
}

/**
 * A call that leaves by a trunk and comes back into this PBX is two calls to Asterisk and one to the customer:
 *
 *   customer ── leg that leaves ═══ the carrier ═══ leg that came back ── agent
 *
 * Both legs are then the two ends of one wire, as the halves of a Local channel are. Seen by the mark our dialplan sends
 * with the leg that leaves (RB_LEG), else by the numbers: it shows the number the other presents and calls the number the
 * other dialled, at that moment, and no third call fits. In doubt they stay two calls.
 */
export function cameBack(world: World, chan: Chan, at: number): void {
  if (world.leaving.size === 0 || !chan.outside) return;
  if (chan.root) joinEnds(world, chan, at);
  else if (!chan.fromStart && world.leaving.has(chan)) {
    // The leg that left is met late: its far end may have no event more until all is over.
    for (const other of world.chans.values()) if (other.root && other.outside) joinEnds(world, other, at);
  }
}

function joinEnds(world: World, chan: Chan, at: number): void {
  if (chan.dialled || chan.ambiguous || chan.endedAt !== null) return;
  const leg = byMark(world, chan) ?? byNumbers(world, chan);
  if (leg === null) return;
  for (const end of [leg, chan]) {
    end.kind = 'local';
    end.outside = false;
  }
  leg.pair = chan;
  chan.pair = leg;
  chan.cameBack = true;
  world.leaving.delete(leg);
  settleCall(world, mergeCalls(world, leg.call, chan.call, at), at);
}

/** What a stranger sends as a mark is believed only of a leg that leaves for the very number that is called. */
function byMark(world: World, chan: Chan): Chan | null {
  const leg = chan.vars.RB_LEG ? world.chans.get(chan.vars.RB_LEG) : undefined;
  return leg !== undefined && world.leaving.has(leg) && mayBe(world, leg, chan) ? leg : null;
}

function byNumbers(world: World, chan: Chan): Chan | null {
  const { e164, site } = world.ground;
  const shown = e164(chan.firstNum, site);
  if (shown === null) return null;
  let found: Chan | null = null;
  for (const leg of world.leaving) {
    if (e164(leg.connectedNum ?? leg.dialledBy?.num ?? null, site) !== shown || !mayBe(world, leg, chan)) continue;
    if (!inTime(leg, chan)) continue;
    if (found !== null) {
      chan.ambiguous = true;
      return null;
    }
    found = leg;
  }
  return found;
}

/** The far end began while the leg was still unanswered. Where the stream began in the middle only their ids tell. */
function inTime(leg: Chan, chan: Chan): boolean {
  if (!leg.fromStart || !chan.fromStart) return olderId(leg.uniqueid, chan.uniqueid) === true;
  const later = chan.startedAt - leg.startedAt;
  return later >= 0 && later <= roundTripMs && (leg.upAt === null || leg.upAt >= chan.startedAt);
}

function mayBe(world: World, leg: Chan, chan: Chan): boolean {
  if (leg.call === chan.call || leg.call.attemptId !== null || leg.endedAt !== null) return false;
  const { e164, site, lineOf } = world.ground;
  const called = chan.vars.DID || chan.firstExten;
  if (lineOf(called) === null) return false;
  if (leg.leads !== 'back') return true;
  return e164(dialledDigits(leg.dialString), site) === e164(called, site);
}
