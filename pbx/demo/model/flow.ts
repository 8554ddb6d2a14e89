import type { DemoLine } from '../demo-site.ts';
import { type Call, type CallKind, type Ends, internalContext, type Party, type Pbx, type Step } from './call.ts';
import { sendCdrs } from './cdr.ts';
import { bridgeSnapshot, type Channel, snapshot } from './channel.ts';
import { cancelConsult, completeConsult } from './consult.ts';
import { createDial } from './dial.ts';
import { sides } from './exchange.ts';
import { closeCdr } from './leg.ts';
import { createQueue } from './queue-app.ts';
import { secondsSince } from './queues.ts';

/** What a new call starts with; `origin` has just been opened. */
export interface CallSpec {
  readonly kind: CallKind;
  readonly origin: Channel;
  readonly party: Party;
  readonly line: DemoLine | null;
  readonly steps: readonly Step[];
}

/** Registers a call; nothing rings before `proceed`. */
export function beginCall(pbx: Pbx, { kind, origin, party, line, steps }: CallSpec): Call {
  const call: Call = {
    id: origin.linkedid,
    kind,
    party,
    line,
    startedAt: pbx.clock.now(),
    cancels: new Set(),
    cdrs: [],
    origin,
    peer: null,
    bridge: null,
    app: null,
    steps: [...steps],
    phase: 'ringing',
    talkStartedAt: null,
    talkedMs: 0,
    lastCause: 16,
    fromQueue: null,
    saysResult: false,
    recording: null,
    silences: [],
    consult: null,
  };
  pbx.calls.set(call.id, call);
  return call;
}

/** MixMonitor(): Asterisk names the file in a variable, then says that it records. */
export function record(pbx: Pbx, call: Call): void {
  call.recording = pbx.recorder.begin(call.id, call.startedAt);
  pbx.exchange.setVar(call.origin, 'RECFILE', call.recording.relative);
  pbx.exchange.setVar(call.origin, 'MIXMONITOR_FILENAME', call.recording.file);
  pbx.exchange.emit('call', 'MixMonitorStart', snapshot(call.origin));
}

/** Takes the next step of the dialplan; without one the caller is let go. */
export function proceed(pbx: Pbx, call: Call): void {
  const step = call.steps.shift();
  if (step === undefined) {
    runOut(pbx, call);
    return;
  }
  call.origin.priority += 1;
  const ends: Ends = {
    answered: (leg) => connect(pbx, call, leg),
    failed: (cause) => {
      call.lastCause = cause;
      proceed(pbx, call);
    },
  };
  call.app = step.do === 'dial' ? createDial(pbx, call, step, ends) : createQueue(pbx, call, step, ends);
  call.app.begin();
}

function runOut(pbx: Pbx, call: Call): void {
  call.app = null;
  sayResult(pbx, call);
  pbx.exchange.hangup(call.origin, call.lastCause);
  finish(pbx, call);
}

/** The hang-up handler that our callback context pushes: the last word on an attempt. */
function sayResult(pbx: Pbx, call: Call): void {
  if (!call.saysResult) return;
  const status = call.origin.vars.get('DIALSTATUS') ?? '';
  sayAttempt(pbx, call, status === '' ? 'not_dialled' : status.toLowerCase(), call.lastCause);
}

/** Tells what came of an attempt, as `ringback-callback-say` of our dialplan does. */
export function sayAttempt(pbx: Pbx, call: Call, result: string, cause: number): void {
  const attempt = (call.origin.vars.get('RB_ATTEMPT') ?? '').replace(/[^0-9A-Za-z-]/g, '');
  pbx.exchange.setVar(call.origin, 'RB_RESULT', result);
  pbx.exchange.emit('user', 'UserEvent', [
    ...snapshot(call.origin),
    ['UserEvent', 'RingbackAttempt'],
    ['Attempt', attempt],
    ['Result', result],
    ['Cause', cause],
  ]);
}

function connect(pbx: Pbx, call: Call, leg: Channel): void {
  const { exchange, clock } = pbx;
  call.app = null;
  call.peer = leg;
  leg.exten = '';
  exchange.setState(call.origin, 'Up');
  const draft = call.cdrs.find((each) => each.leg === leg);
  if (draft !== undefined) draft.answeredAt = clock.now();
  call.bridge = exchange.join([leg, call.origin]);
  call.phase = 'talking';
  call.talkStartedAt = clock.now();
  pbx.people.talking(call);
}

/** One of the two sides of the talk, not a colleague who is only asked. */
const inTalk = (call: Call, channel: Channel): boolean => channel === call.origin || channel === call.peer;

/** Whether this channel is the phone of ours in the talk. */
export function agentOf(pbx: Pbx, call: Call, channel: Channel): boolean {
  return inTalk(call, channel) && pbx.phones.get(channel.device) !== undefined;
}

/** MixMonitorMute: silence is written, or no longer. */
export function muteRecording(pbx: Pbx, call: Call, muted: boolean): void {
  const spoken = call.talkStartedAt === null ? 0 : pbx.clock.now() - call.talkStartedAt;
  const last = call.silences.at(-1);
  if (muted && last?.to !== null) call.silences.push({ from: call.talkedMs + spoken, to: null });
  else if (!muted && last?.to === null) last.to = call.talkedMs + spoken;
}

/** A colleague stands where the agent stood, who hangs up; the talk goes on. */
export function handedOver(pbx: Pbx, call: Call, agent: Channel, colleague: Channel): void {
  closeCdr(pbx, call, agent, 'ANSWERED');
  const now = pbx.clock.now();
  leaveQueue(pbx, call, secondsSince(call.talkStartedAt ?? now, now), 'transfer');
  if (call.peer === agent) call.peer = colleague;
  else call.origin = colleague;
  pbx.exchange.hangup(agent, 16);
}

/** Takes the talking channels apart; `first` leaves first. */
function part(pbx: Pbx, call: Call, first: Channel, reason: 'caller' | 'agent' | 'transfer'): void {
  const { clock, exchange } = pbx;
  const now = clock.now();
  if (call.bridge !== null) exchange.part(call.bridge, first);
  if (call.peer !== null) closeCdr(pbx, call, call.peer, 'ANSWERED');
  const talkS = secondsSince(call.talkStartedAt ?? now, now);
  if (call.talkStartedAt !== null) call.talkedMs += now - call.talkStartedAt;
  call.talkStartedAt = null;
  call.bridge = null;
  leaveQueue(pbx, call, talkS, reason);
}

function leaveQueue(pbx: Pbx, call: Call, talkS: number, reason: 'caller' | 'agent' | 'transfer'): void {
  const { clock, exchange } = pbx;
  const now = clock.now();
  if (call.fromQueue === null || call.peer === null) return;
  const { queue, member, holdS } = call.fromQueue;
  call.fromQueue = null;
  member.inCall = false;
  member.callsTaken += 1;
  member.lastCallS = Math.floor(now / 1000);
  queue.completed += 1;
  queue.holdS = holdS;
  queue.talkS = talkS;
  exchange.emit('agent', 'AgentComplete', [
    ...sides(call.origin, call.peer),
    ['Queue', queue.name],
    ['Interface', member.device],
    ['MemberName', member.name],
    ['HoldTime', holdS],
    ['TalkTime', talkS],
    ['Reason', reason],
  ]);
}

/** One of the two who talk hangs up; `soft` when an AMI client asked for it. */
export function endTalk(pbx: Pbx, call: Call, by: Channel, soft = false): void {
  if (call.phase !== 'talking' || call.peer === null) return;
  if (call.consult !== null) {
    const { agent } = call.consult;
    if (by === agent) completeConsult(pbx, call);
    else cancelConsult(pbx, call);
    if (by === agent || !inTalk(call, by)) return;
  }
  pbx.exchange.hangupRequest(by, 16, undefined, soft);
  part(pbx, call, by, by === call.origin ? 'caller' : 'agent');
  pbx.exchange.hangup(call.peer, 16);
  sayResult(pbx, call);
  pbx.exchange.hangup(call.origin, 16);
  finish(pbx, call);
}

/** The one who began the call gives up, whatever goes on. */
export function originGone(pbx: Pbx, call: Call, soft = false): void {
  if (call.phase === 'talking') endTalk(pbx, call, call.origin, soft);
  if (call.phase !== 'ringing') return;
  const { app, origin } = call;
  // A cancelled INVITE is cause 127; a channel that is Up already ends normally.
  const cause = soft || origin.state === 'Up' ? 16 : 127;
  const tech = cause === 127 ? '487' : undefined;
  pbx.exchange.hangupRequest(origin, cause, tech, soft);
  call.app = null;
  if (app?.kind === 'dial') sendCdrs(pbx, call);
  app?.cancel();
  call.lastCause = cause;
  sayResult(pbx, call);
  pbx.exchange.hangup(origin, cause, tech);
  finish(pbx, call);
}

/** The agent hands the caller on without asking the next one. */
export function blindTransfer(pbx: Pbx, call: Call, exten: string, steps: readonly Step[]): void {
  const { peer, bridge, origin } = call;
  if (call.phase !== 'talking' || peer === null || bridge === null) return;
  pbx.exchange.emit('call', 'BlindTransfer', [
    ['Result', 'Success'],
    ...snapshot(peer, 'Transferer'),
    ...snapshot(origin, 'Transferee'),
    ...bridgeSnapshot(bridge),
    ['IsExternal', 'Yes'],
    ['Context', internalContext],
    ['Extension', exten],
  ]);
  sendOn(pbx, call, peer, exten, steps, 'transfer');
}

/** Pulls the caller out of whatever goes on and sends him along other steps (AMI Redirect). */
export function redirect(pbx: Pbx, call: Call, exten: string, steps: readonly Step[]): void {
  if (call.phase === 'talking' && call.peer !== null) {
    sendOn(pbx, call, call.origin, exten, steps, 'agent');
  } else if (call.phase === 'ringing') {
    call.app?.cancel();
    follow(pbx, call, exten, steps);
  }
}

function sendOn(
  pbx: Pbx,
  call: Call,
  first: Channel,
  exten: string,
  steps: readonly Step[],
  reason: 'agent' | 'transfer',
): void {
  const { peer } = call;
  if (peer === null) return;
  part(pbx, call, first, reason);
  pbx.exchange.hangup(peer, 16);
  call.peer = null;
  call.phase = 'ringing';
  follow(pbx, call, exten, steps);
}

function follow(pbx: Pbx, call: Call, exten: string, steps: readonly Step[]): void {
  call.origin.context = internalContext;
  call.origin.exten = exten;
  call.steps = [...steps];
  proceed(pbx, call);
}

/** The last channel is gone: records, recording, and whoever waits for the end. */
export function finish(pbx: Pbx, call: Call): void {
  if (call.phase === 'ended') return;
  call.phase = 'ended';
  call.app = null;
  for (const cancel of [...call.cancels]) cancel();
  call.cancels.clear();
  sendCdrs(pbx, call);
  if (call.recording !== null) pbx.recorder.end(call.recording, call.talkedMs, call.silences);
  pbx.calls.delete(call.id);
  pbx.people.ended(call);
}
