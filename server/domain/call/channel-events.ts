import type {
  AmiEvent,
  DialBegin,
  DialEnd,
  DialState,
  Hangup,
  Hold,
  MixMonitorMute,
  Newchannel,
  Unhold,
  UserEvent,
  VarSet,
} from '../../../pbx/ami/ami-event.ts';
import { customerWaits, dialplanSaid, stepAttempt } from './attempt-steps.ts';
import { settleCall } from './bridge-events.ts';
import type { Chan } from './call-state.ts';
import { cameBack, dialledFor } from './came-back.ts';
import { leave } from './conversation.ts';
import { endIfOver } from './ending.ts';
import { namedFile } from './judge.ts';
import { dialOut, legGone, ring, up } from './legs.ts';
import { partiesOf } from './parties.ts';
import { tellChanges, tellNow } from './told.ts';
import { addChannel, mergeCalls, say, touch, type World } from './world.ts';

/** Events of channels and of dialling. Whatever says nothing about a call is passed over. */
export function applyChannelEvent(world: World, event: AmiEvent): void {
  switch (event.event) {
    case 'Newchannel':
      newChannel(world, event);
      return;
    case 'Hangup':
      hangup(world, event);
      return;
    case 'DialBegin':
    case 'DialState':
    case 'DialEnd':
      dialEvent(world, event);
      return;
    case 'LocalBridge':
    case 'LocalOptimizationEnd':
      touchAndSettle(world, event.one, event.at);
      touchAndSettle(world, event.two, event.at);
      return;
    case 'Hold':
    case 'Unhold':
      held(world, event);
      return;
    case 'MixMonitorMute':
      recordingMuted(world, event);
      return;
    case 'MixMonitorStart':
      recordingStarted(world, touchAndSettle(world, event.chan, event.at), null, event.at);
      return;
    case 'VarSet':
      varSet(world, event);
      return;
    case 'UserEvent':
      userEvent(world, event);
      return;
    case 'HangupRequest':
      hangupRequested(world, touchAndSettle(world, event.chan, event.at), event.at);
      return;
    case 'Newstate':
    case 'NewCallerid':
    case 'NewConnectedLine':
    case 'MixMonitorStop': {
      const chan = touchAndSettle(world, event.chan, event.at);
      if (chan === null) return;
      if (event.event === 'NewCallerid' && event.presentation !== null)
        chan.presentation ??= prohibited(event.presentation);
      stateChanged(world, chan, event.chan.state, event.at);
      return;
    }
    default:
      return;
  }
}

/** The channel of an event, after its call's talks were brought up to date. */
export function touchAndSettle(world: World, facts: Newchannel['chan'], at: number): Chan | null {
  const chan = touch(world, facts, at);
  if (chan === null) return null;
  cameBack(world, chan, at);
  if (chan.call.brokenAt !== null) settleCall(world, chan.call, at);
  return chan;
}

function newChannel(world: World, event: Newchannel): void {
  if (world.chans.has(event.chan.uniqueid)) return;
  const chan = addChannel(world, event.chan, event.at, true);
  if (chan.root && world.expected.has(chan.uniqueid)) chan.call.attemptId ??= chan.uniqueid;
  if (chan.kind === 'local' && chan.call.attemptId === chan.uniqueid)
    stepAttempt(world, chan.call, 'customer_dialled', event.at);
  stateChanged(world, chan, event.chan.state, event.at);
}

function stateChanged(world: World, chan: Chan, state: string, at: number): void {
  if (state === 'Ring') dialOut(world, chan, at);
  else if (state === 'Ringing') ring(world, chan, at);
  else if (state === 'Up') up(world, chan, at);
  tellChanges(world, chan, at);
}

/** A phone that had talked with the customer is taken out while the customer stays: handed on, to that phone's owner it is over. */
function stoodAside(world: World, chan: Chan): boolean {
  const { call } = chan;
  if (
    chan.kind !== 'phone' ||
    chan.hangupRequestedAt !== null ||
    !call.segments.some(({ a, b }) => a === chan || b === chan)
  )
    return false;
  return partiesOf(call, world.ground).customers.some(
    (customer) => customer !== chan && customer.endedAt === null && customer.hangupRequestedAt === null,
  );
}

/** A phone puts the other side on hold, or takes it back. Hold is part of a talk: only what is shown changes. */
function held(world: World, event: Hold | Unhold): void {
  const chan = touchAndSettle(world, event.chan, event.at);
  if (chan === null) return;
  const before = chan.heldAt;
  chan.heldAt = event.event === 'Hold' ? (before ?? event.at) : null;
  if (before === chan.heldAt || chan.kind !== 'phone') stateChanged(world, chan, event.chan.state, event.at);
  else tellNow(world, chan.call, event.at);
}

/** Only a recording without either voice is silent. */
function recordingMuted(world: World, event: MixMonitorMute): void {
  const chan = touchAndSettle(world, event.chan, event.at);
  if (chan === null || event.direction !== 'both') return;
  let changed = false;
  for (const { uniqueid, muted } of chan.call.recordings) {
    const last = muted.at(-1);
    if (uniqueid !== chan.uniqueid || event.muted === (last?.to === null)) continue;
    changed = true;
    if (event.muted) muted.push({ from: event.at, to: null });
    else if (last !== undefined) last.to = event.at;
  }
  if (changed) tellNow(world, chan.call, event.at);
}

function hangupRequested(world: World, chan: Chan | null, at: number): void {
  if (chan === null || chan.hangupRequestedAt !== null) return;
  chan.hangupRequestedAt = at;
  if (chan.call.inQueue && partiesOf(chan.call, world.ground).customers.includes(chan)) chan.call.goneInQueue = true;
}

function hangup(world: World, event: Hangup): void {
  const chan = touchAndSettle(world, event.chan, event.at);
  if (chan === null) return;
  chan.endedAt = event.at;
  world.leaving.delete(chan);
  chan.cause = event.cause;
  chan.causeText = event.causeText;
  // 127 is how a caller's CANCEL of a ringing call shows (Asterisk 22); older ones have no HangupRequest for it.
  if (event.cause === 127) chan.hangupRequestedAt ??= event.at;
  chan.call.live -= 1;
  const stood = leave(chan);
  if (stood) settleCall(world, breakNow(chan, event.at), event.at);
  if (chan.kind === 'local') {
    const key = chan.name.slice(0, -2);
    if (world.locals.get(key) === chan) world.locals.delete(key);
  }
  legGone(world, chan, event.at);
  if (stoodAside(world, chan)) tellNow(world, chan.call, event.at);
  endIfOver(world, chan.call, event.at);
}

function breakNow(chan: Chan, at: number) {
  chan.call.brokenAt ??= at;
  return chan.call;
}

function dialEvent(world: World, event: DialBegin | DialState | DialEnd): void {
  const { at } = event;
  const dialling = event.chan === null ? null : touchAndSettle(world, event.chan, at);
  const dest = touchAndSettle(world, event.dest, at);
  if (dest === null) return;
  // A blonde transfer puts the customer in the place of whoever dialled: this dial is theirs from now on.
  const takesPlace = dialling !== null && dest.dialledBy !== null && dest.dialledBy !== dialling;
  if (dialling !== null && dialling.call !== dest.call) mergeCalls(world, dialling.call, dest.call, at);
  if (event.event !== 'DialEnd' || !dest.root) markDialled(world, dest, dialling);
  if (dialling !== null && (event.event === 'DialBegin' || takesPlace)) dialledOn(world, dialling);
  if (event.event === 'DialBegin') {
    dest.dialString = event.dialString ?? dest.dialString;
    if (dest.outside) dialledFor(world, dest);
  } else if (event.event === 'DialEnd') {
    dest.dialStatus ??= event.dialStatus;
    if (event.dialStatus === 'ANSWER' && dest.root && dialling !== null) takenOver(dest, at);
  }
  const state = event.event === 'DialState' && event.dialStatus === 'RINGING' ? 'Ringing' : event.dest.state;
  stateChanged(world, dest, state, at);
}

function markDialled(world: World, dest: Chan, dialling: Chan | null): void {
  // A phone that dialled a pickup code is dialled afterwards on 13, as if it had been rung.
  if (dest.root && dialling !== null && dest.rangAt === null && dest.upAt !== null) dest.pickedUp = true;
  dest.dialled = true;
  dest.dialledBy ??= dialling;
  dest.queue ??= dest.call.inQueue || dialling?.kind === 'local' ? dest.call.queue : null;
  if (dest.rangAt !== null) ring(world, dest, dest.rangAt);
}

/**
 * The PBX rings somebody else. After a talk the customer was handed on by that, whether or not a transfer event told so;
 * after a queue gave up, the wait in it is over.
 */
function dialledOn(world: World, dialling: Chan): void {
  const { call } = dialling;
  const parties = partiesOf(call, world.ground);
  const customer = dialling.cameBack ? parties.customers[0] : dialling;
  if (customer === undefined || !parties.customers.includes(customer)) return;
  if (!call.inQueue) call.queueAbandoned = false;
  if (parties.direction !== 'inbound' || dialling.bridge !== null) return;
  if (call.segments.some((segment) => segment.a === customer || segment.b === customer)) customer.handedOn = true;
}

/** A phone took a ringing call of others: the one that rang is gone just before, without a word why (Asterisk 22). */
function takenOver(taker: Chan, at: number): void {
  taker.pickedUp = true;
  for (const chan of taker.call.chans) {
    const justGone = chan.endedAt !== null && at - chan.endedAt < 1000;
    if (chan.offer === 'no_answer' && chan.dialStatus === null && justGone) chan.offer = 'lost';
  }
}

function varSet(world: World, event: VarSet): void {
  const chan = touchAndSettle(world, event.chan, event.at);
  if (chan === null) return;
  const variable = event.variable.toUpperCase();
  chan.vars = { ...chan.vars, [variable]: event.value };
  if (variable === 'RB_ATTEMPT' && event.value !== '') chan.call.attemptId ??= event.value;
  else if (variable === 'RB_REQUEST' && event.value !== '') callerAsks(world, chan, event.at);
  else if (variable === 'RB_RESULT') dialplanSaid(world, chan.call, event.value, event.at);
  else if (variable === 'MIXMONITOR_FILENAME' && event.value !== '')
    recordingStarted(world, chan, event.value, event.at);
}

/** A customer who is still there would rather be called back. Anybody else's word for it counts for nothing. */
function callerAsks(world: World, chan: Chan, at: number): void {
  const { call } = chan;
  const { direction, customers } = partiesOf(call, world.ground);
  if (direction !== 'inbound' || chan.endedAt !== null || !customers.includes(chan)) return;
  call.requested ??= { at, by: chan };
}

function userEvent(world: World, event: UserEvent): void {
  if (event.userEvent === 'RingbackRequest') {
    // Who asks is the channel we know by that id and name; what the event says of a number is not even read.
    const known = event.chan === null ? undefined : world.chans.get(event.chan.uniqueid);
    if (known !== undefined && known.name === event.chan?.channel) callerAsks(world, known, event.at);
    return;
  }
  const chan = event.chan === null ? null : touchAndSettle(world, event.chan, event.at);
  if (event.userEvent === 'RingbackAgent') {
    if (chan !== null) customerWaits(world, chan, true, event.at);
    return;
  }
  const fields = new Map(Object.entries(event.fields).map(([name, value]) => [name.toLowerCase(), value]));
  if (event.userEvent === 'RingbackAttempt') {
    const call = chan?.call ?? world.calls.get(fields.get('attempt') ?? '');
    if (call !== undefined) dialplanSaid(world, call, fields.get('result') ?? '', event.at);
    return;
  }
  const file = fields.get('monfile');
  if (event.userEvent === 'CallMonitor' && file !== undefined && file !== '')
    recordingStarted(world, chan, file, event.at);
}

export function recordingStarted(world: World, chan: Chan | null, file: string | null, at: number): void {
  if (chan === null) return;
  const { recordings, linkedid } = chan.call;
  const { uniqueid } = chan;
  const known = recordings.find(
    (one) => one.uniqueid === uniqueid && (one.file === null || file === null || one.file === file),
  );
  if (known !== undefined) {
    known.file ??= file;
    return;
  }
  recordings.push({ uniqueid, file, startedAt: at, muted: [] });
  say(world, { type: 'recording.started', at, linkedid, uniqueid, file: file ?? namedFile(chan) });
}

function prohibited(presentation: string): string | null {
  return /prohib/i.test(presentation) || /^3[2-5]\b/.test(presentation) ? presentation : null;
}
