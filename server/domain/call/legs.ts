import { viewOf } from '../live/view.ts';
import { customerWaits, failAttempt, isCustomerFirst, stepAttempt } from './attempt-steps.ts';
import type { StopReason } from './call-fact.ts';
import type { CallState, Chan, Segment } from './call-state.ts';
import { legCameTo } from './dialled.ts';
import { customerGone, isOffer, offerResult, winnerOf } from './offer.ts';
import { type Parties, partiesOf, servedBy } from './parties.ts';
import { wasTold } from './told.ts';
import { say, type World } from './world.ts';

/** A channel began to ring at the far end. */
export function ring(world: World, chan: Chan, at: number): void {
  if (chan.upAt !== null || chan.kind === 'local' || chan.kind === 'service') return;
  chan.rangAt ??= at;
  if (chan.outside) {
    if (chan.call.attemptId !== null && chan.dialled) stepAttempt(world, chan.call, 'customer_ringing', at);
    return;
  }
  if (chan.call.attemptId !== null) stepAttempt(world, chan.call, 'agent_ringing', at);
  if (chan.announced) return;
  chan.announced = true;
  say(world, { type: 'leg.ringing', how: 'ringing', ...onLeg(world, chan, at) });
  wasTold(world, chan.call);
}

/** A phone of ours dials out by itself. */
export function dialOut(world: World, chan: Chan, at: number): void {
  if (chan.announced || chan.kind !== 'phone' || chan.outside || !chan.root || chan.dialled) return;
  chan.announced = true;
  say(world, { type: 'leg.ringing', how: 'dialing', ...onLeg(world, chan, at) });
}

/** A channel is Up. Up is not talk; but a phone that is Up rings no more. */
export function up(world: World, chan: Chan, at: number): void {
  if (chan.upAt !== null) return;
  chan.upAt = at;
  if (chan.outside && chan.dialled && isCustomerFirst(chan.call)) customerWaits(world, chan, false, at);
  if (chan.kind !== 'phone' || chan.outside) return;
  if (chan.dialled || !chan.root) stopRinging(world, chan, at, 'answered_here', null);
  if (chan.call.attemptId !== null && (chan.root || chan.dialled)) stepAttempt(world, chan.call, 'agent_answered', at);
}

/** Says what became of a phone whose channel is gone. */
export function legGone(world: World, chan: Chan, at: number): void {
  const { call } = chan;
  const parties = partiesOf(call, world.ground);
  if (isOffer(chan, parties)) {
    chan.offer = offerResult(chan, call, parties);
    const taker = chan.offer === 'no_answer' ? takerOf(world, chan, parties, at) : null;
    const winner = taker ?? (chan.offer === 'lost' ? winnerOf(call, chan) : null);
    stopRinging(world, chan, at, taker === null ? stopReasons[chan.offer] : 'answered_elsewhere', winner);
  } else if (chan.kind === 'phone' && chan.upAt === null && chan.dialled) {
    stopRinging(world, chan, at, stopReasons[offerResult(chan, call, parties)], null);
  }
  if (call.attemptId !== null) attemptLegGone(world, chan, at);
}

/**
 * A phone that takes a ringing call by Replaces (a pickup button) answers, the phone that rang is hung up, and only then
 * is told what became of its ring (Asterisk 22): whoever just came Up all by itself, while the caller stays, took it.
 */
function takerOf(world: World, rung: Chan, parties: Parties, at: number): Chan | null {
  if (rung.rangAt === null || rung.dialledBy === null || rung.dialStatus !== null || customerGone(parties)) return null;
  if (rung.cause !== null && rung.cause !== 0 && rung.cause !== 16) return null;
  let taker: Chan | null = null;
  for (const chan of world.chans.values()) {
    if (chan.kind !== 'phone' || chan.outside || !chan.root || chan.dialled || chan.upAt === null) continue;
    if (at - chan.upAt > 500 || chan.endedAt !== null || chan.bridge !== null || chan.lastBridge !== null) continue;
    if (chan.call === rung.call || chan.call.chans.length > 1) continue;
    if (taker !== null) return null;
    taker = chan;
  }
  return taker;
}

const stopReasons = {
  answered: 'answered_here',
  lost: 'answered_elsewhere',
  no_answer: 'no_answer',
  declined: 'declined',
  busy: 'busy',
  unreachable: 'unreachable',
  caller_gone: 'caller_gone',
} as const satisfies Record<string, StopReason>;

function stopRinging(world: World, chan: Chan, at: number, why: StopReason, winner: Chan | null): void {
  if (!chan.announced || chan.silenced || chan.rangAt === null || chan.outside) return;
  chan.silenced = true;
  const by = winner === null ? null : { device: winner.base, extension: winner.outside ? null : winner.extension };
  say(world, { type: 'leg.stopped', why, by, ...onLeg(world, chan, at) });
}

function attemptLegGone(world: World, chan: Chan, at: number): void {
  if (chan.kind === 'local' || chan.kind === 'service' || chan.upAt !== null) return;
  if (!chan.outside) {
    // Another agent may still come to the customer who was called first.
    if (isCustomerFirst(chan.call)) return;
    const why =
      chan.cause === 17 || chan.cause === 21
        ? 'rejected'
        : chan.rangAt === null && chan.cause !== 19
          ? 'unreachable'
          : 'no_answer';
    failAttempt(world, chan.call, 'agent', why, at);
    return;
  }
  if (chan.call.chans.some((other) => other !== chan && other.outside && other.endedAt === null)) return;
  const result = legCameTo(chan);
  if (result !== 'answered' && result !== 'never_dialled') failAttempt(world, chan.call, 'customer', result, at);
}

/** Tells who began and who ceased to talk with the customer. */
export function tellTalks(world: World, call: CallState, at: number): void {
  const parties = partiesOf(call, world.ground);
  for (const segment of call.segments) {
    const server = servedBy(segment, parties);
    if (server === null) {
      if (segment.to === null) joined(segment, parties);
      continue;
    }
    const talks = isTalking(call, server, parties);
    if (talks && !server.talking) {
      server.talking = true;
      (segment.a === server ? segment.b : segment.a).handedOn = false;
      if (server.outside || segment.to !== null) continue;
      if (call.attemptId !== null) stepAttempt(world, call, 'customer_answered', at);
      say(world, { type: 'call.talking', since: segment.from, ...onLeg(world, server, at) });
    } else if (!talks && server.talking) {
      server.talking = false;
      if (!server.outside) say(world, { type: 'call.talk_ended', ...onLeg(world, server, segment.to ?? at) });
    }
  }
}

/** Two callers whom an agent connected with each other have somebody to talk to. */
function joined({ a, b }: Segment, { customers }: Parties): void {
  if (!customers.includes(a) || !customers.includes(b)) return;
  a.handedOn = false;
  b.handedOn = false;
}

function isTalking(call: CallState, server: Chan, parties: Parties): boolean {
  return call.segments.some((segment) => segment.to === null && servedBy(segment, parties) === server);
}

function onLeg(world: World, chan: Chan, at: number) {
  return {
    at,
    uniqueid: chan.uniqueid,
    device: chan.base,
    extension: chan.extension,
    call: viewOf(chan.call, world.ground),
  };
}
