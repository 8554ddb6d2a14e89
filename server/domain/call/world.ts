import type { ChannelFacts } from '../../../pbx/ami/ami-event.ts';
import { viewOf } from '../live/view.ts';
import type { CallFact } from './call-fact.ts';
import { type Bridge, type CallState, type Chan, newCall, olderId } from './call-state.ts';
import type { Ground } from './ground.ts';
import { createTombstones, type Tombstones } from './tombstones.ts';

/** All that lives on one PBX now, and the facts the present event has brought so far. */
export interface World {
  ground: Ground;
  readonly chans: Map<string, Chan>;
  readonly bridges: Map<string, Bridge>;
  /** Every linkedid of a live call leads to it, merged ones too. */
  readonly calls: Map<string, CallState>;
  /** Halves of Local pairs by the name they share. */
  readonly locals: Map<string, Chan>;
  /** Calls whose bridges lost somebody and whose talks are to be looked at, oldest first. */
  readonly broken: CallState[];
  /** Legs to the public network that live and are not known to lead away from us. */
  readonly leaving: Set<Chan>;
  readonly tombstones: Tombstones;
  /** Attempts whose Originate was sent and that no channel has shown yet. */
  readonly expected: Set<string>;
  facts: CallFact[];
}

/** The variables of a channel before its first event is read. */
const noneYet: Chan['vars'] = Object.freeze({});

/** An empty PBX. */
export function newWorld(ground: Ground): World {
  return {
    ground,
    chans: new Map(),
    bridges: new Map(),
    calls: new Map(),
    locals: new Map(),
    broken: [],
    leaving: new Set(),
    tombstones: createTombstones(),
    expected: new Set(),
    facts: [],
  };
}

/** The channel an event is about, brought up to date; made when the stream began in the middle. Null for the long gone. */
export function touch(world: World, facts: ChannelFacts, at: number): Chan | null {
  const known = world.chans.get(facts.uniqueid);
  if (known === undefined) {
    return world.tombstones.has(facts.uniqueid) ? null : addChannel(world, facts, at, false);
  }
  if (known.endedAt !== null) return null;
  absorb(known, facts);
  known.confirmed = true;
  const other = world.calls.get(facts.linkedid);
  if (other !== known.call) {
    // Its linkedid changed: a transfer or pickup made two calls one. An id never seen is just another name.
    if (other !== undefined) mergeCalls(world, known.call, other, at);
    else if (!world.tombstones.has(facts.linkedid)) name(world, known.call, facts.linkedid);
  }
  return known;
}

/** Adds a channel to its call, and the call when it is the first of it. */
export function addChannel(world: World, facts: ChannelFacts, at: number, fromStart: boolean): Chan {
  const { kind, base, extension, listed } = world.ground.classify(facts.channel);
  let call = world.calls.get(facts.linkedid);
  const wasSilent = call === undefined || isOnlyService(call);
  if (call === undefined) {
    call = newCall(facts.linkedid, at);
    world.calls.set(facts.linkedid, call);
  }
  const inbound = facts.context !== null && world.ground.isInboundContext(facts.context);
  const root = facts.uniqueid === facts.linkedid;
  const chan: Chan = {
    uniqueid: facts.uniqueid,
    name: facts.channel,
    kind,
    base,
    extension,
    outside: kind === 'trunk' || kind === 'unknown' || (kind === 'phone' && root && inbound && !listed),
    call,
    began: facts.linkedid,
    root,
    fromStart,
    foundUp: !fromStart && facts.state === 'Up',
    fromSnapshot: false,
    startedAt: at,
    firstContext: facts.context,
    firstExten: facts.exten,
    confirmed: !fromStart,
    firstNum: facts.callerNum,
    firstName: facts.callerName,
    num: facts.callerNum,
    connectedNum: facts.connectedNum,
    presentation: null,
    vars: noneYet,
    state: facts.state,
    rangAt: facts.state === 'Ringing' ? at : null,
    upAt: facts.state === 'Up' ? at : null,
    endedAt: null,
    cause: null,
    causeText: null,
    dialled: false,
    dialledBy: null,
    dialString: null,
    leads: 'unknown',
    cameBack: false,
    ambiguous: false,
    dialStatus: null,
    queue: null,
    pair: null,
    bridge: null,
    place: null,
    lastBridge: null,
    handedOn: false,
    hangupRequestedAt: null,
    heldAt: null,
    pickedUp: false,
    announced: false,
    silenced: false,
    talking: false,
    offer: null,
  };
  world.chans.set(chan.uniqueid, chan);
  call.chans.push(chan);
  call.live += 1;
  if (!fromStart) {
    call.warnings.add('started_before_us');
    call.chans.sort(byAge);
  }
  if (kind === 'local') pairUp(world, chan);
  else if (chan.outside && !root) world.leaving.add(chan);
  absorb(chan, facts);
  if (wasSilent && kind !== 'service') say(world, { type: 'call.started', at, call: viewOf(call, world.ground) });
  return chan;
}

/** An announcer or a recorder of a conference has a linkedid of its own, but it is nobody's call. */
export function isOnlyService(call: CallState): boolean {
  return call.chans.every((chan) => chan.kind === 'service');
}

/** Makes one call of two: the older one's name stays, everything of the younger one moves over. */
export function mergeCalls(world: World, one: CallState, two: CallState, at: number): CallState {
  if (one === two) return one;
  const oneIsOlder = olderId(one.linkedid, two.linkedid) ?? one.startedAt <= two.startedAt;
  const [into, from] = oneIsOlder ? [one, two] : [two, one];
  for (const id of from.linkedids) name(world, into, id);
  for (const chan of from.chans) chan.call = into;
  into.chans.push(...from.chans);
  into.chans.sort(byAge);
  into.live += from.live;
  into.segments.push(...from.segments);
  into.recordings.push(...from.recordings);
  into.queue ??= from.queue;
  into.waitingSince ??= from.waitingSince;
  into.queuedAt ??= from.queuedAt;
  into.requested ??= from.requested;
  into.inQueue ||= from.inQueue;
  into.queueAbandoned ||= from.queueAbandoned;
  into.statusAtJoin ??= from.statusAtJoin;
  into.goneInQueue ||= from.goneInQueue;
  into.unseen ||= from.unseen;
  into.dialledExten ??= from.dialledExten;
  into.attemptId ??= from.attemptId;
  into.attemptResult ??= from.attemptResult;
  into.attemptStep = Math.max(into.attemptStep, from.attemptStep);
  for (const warning of from.warnings) into.warnings.add(warning);
  if (from.brokenAt !== null) into.brokenAt = Math.min(from.brokenAt, into.brokenAt ?? from.brokenAt);
  const waiting = world.broken.indexOf(from);
  if (waiting >= 0) world.broken.splice(waiting, 1, into);
  say(world, {
    type: 'call.merged',
    at,
    from: `${world.ground.pbx}:${from.linkedid}`,
    call: viewOf(into, world.ground),
  });
  return into;
}

/** In the order Asterisk made them, which is not the order we met them in when the stream began in the middle. */
function byAge(a: Chan, b: Chan): number {
  const older = olderId(a.uniqueid, b.uniqueid);
  if (older === null || a.uniqueid === b.uniqueid) return a.startedAt - b.startedAt;
  return older ? -1 : 1;
}

function name(world: World, call: CallState, linkedid: string): void {
  call.linkedids.add(linkedid);
  world.calls.set(linkedid, call);
}

/** Adds a fact to what the present event has brought. */
export function say(world: World, fact: CallFact): void {
  world.facts.push(fact);
}

function absorb(chan: Chan, facts: ChannelFacts): void {
  chan.state = facts.state;
  chan.num = facts.callerNum ?? chan.num;
  chan.connectedNum = facts.connectedNum ?? chan.connectedNum;
  chan.firstNum ??= facts.callerNum;
  chan.firstName ??= facts.callerName;
  if (chan.dialled && chan.root && chan.upAt !== null && facts.exten !== null) chan.call.dialledExten ??= facts.exten;
  const { vars } = facts;
  // Nearly always the very object of the event before: nothing new in it.
  if (vars === chan.vars) return;
  for (const _ in vars) {
    chan.vars = vars;
    chan.presentation = vars['CALLERID(PRES)'] || chan.presentation;
    if (vars.RB_ATTEMPT) chan.call.attemptId ??= vars.RB_ATTEMPT;
    break;
  }
}

/** `Local/x@y-0000000c;1` and `…;2` are the two ends of one wire. */
function pairUp(world: World, chan: Chan): void {
  const key = chan.name.slice(0, -2);
  const other = world.locals.get(key);
  if (other === undefined || other.name === chan.name || other.endedAt !== null) {
    world.locals.set(key, chan);
    return;
  }
  chan.pair = other;
  other.pair = chan;
  world.locals.delete(key);
}
