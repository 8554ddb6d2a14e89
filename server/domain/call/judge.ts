import { isWithheld } from '../number/withheld.ts';
import type { CallRecord, Leg, MissedReason, Offer, Outcome, Talk } from './call-record.ts';
import type { CallState, Chan, Segment } from './call-state.ts';
import { dialledOf } from './dialled.ts';
import type { Ground } from './ground.ts';
import { customerGone, offersOf } from './offer.ts';
import { doubtfulLegs, faceOf, type Parties, partiesOf, partyName, roleOf, servedBy } from './parties.ts';
import { partsOf } from './parts.ts';
import { askedAt, missedReason } from './why-missed.ts';

/** How the call came to its end: by its last Hangup, or without one. */
export type Ending = 'hung_up' | 'lost' | 'stream_ended';

/**
 * The verdict, given once, when the last channel is gone. Bridges decide; queue and dial events only explain. An
 * inbound call is never left without a verdict: what cannot be known is assumed missed and flagged (`ended_unknown`).
 * Callers whom a transfer joined are judged each for themselves.
 */
export function judge(call: CallState, endedAt: number, ending: Ending, ground: Ground): CallRecord[] {
  const parties = partiesOf(call, ground);
  return partsOf(call, parties).map((part) => judgePart(part.call, part.parties, { endedAt, ending, ground }));
}

interface End {
  readonly endedAt: number;
  readonly ending: Ending;
  readonly ground: Ground;
}

function judgePart(call: CallState, parties: Parties, { endedAt, ending, ground }: End): CallRecord {
  const face = faceOf(call, parties, ground);
  const talks = talksOf(call, parties, endedAt, ground);
  const offers = offersOf(call, parties, endedAt);
  // What a caller held back stands on no leg of the call either, though a trusted trunk may have told it.
  const shows = call.chans.filter((chan) => chan.cameBack || parties.customers.includes(chan));
  const hidden = new Set(face.withheld ? shows.flatMap((chan) => [chan.firstNum, chan.num]) : []);
  const warnings = new Set(call.warnings);
  if (
    parties.direction === 'inbound' &&
    parties.customers.some((chan) => chan.kind !== 'trunk' && !inContext(chan, ground))
  ) {
    warnings.add('unknown_trunk');
  }
  if (doubtfulLegs(call, parties).some(({ leads }) => leads === 'back')) warnings.add('led_to_ourselves');
  if (ending !== 'hung_up') warnings.add('hangup_missing');
  const { outcome, reason } = verdict(call, { parties, talks, offers, ending });
  const startedAt =
    parties.direction === 'inbound' ? (parties.customers[0]?.startedAt ?? call.startedAt) : call.startedAt;
  // Parts of the PBX may outlive the caller by seconds; the wait is over when the caller is gone.
  const goneAt = (parties.direction === 'inbound' ? parties.customers[0]?.endedAt : null) ?? endedAt;
  return {
    linkedid: call.linkedid,
    linkedids: oldestFirst(call),
    direction: parties.direction,
    caller: face.caller,
    callerRaw: face.callerRaw,
    callerName: face.callerName,
    withheld: face.withheld,
    called: face.called,
    calledRaw: face.calledRaw,
    line: face.line?.key ?? null,
    queue: call.queue,
    startedAt,
    endedAt,
    waitedMs: Math.max(0, (talks[0]?.startedAt ?? goneAt) - startedAt),
    talkedMs: unionMs(talks),
    outcome,
    reason,
    legs: [
      ...call.chans.map((chan) => legOf(chan, parties, { endedAt, hidden })),
      ...guestsOf(call, parties).map((chan) => guestLeg(chan, { startedAt, endedAt })),
    ],
    offers,
    talks,
    recordings: recordingsOf(call, endedAt),
    attemptId: call.attemptId,
    ...requestOf(call, parties),
    dialled: dialledOf(call, parties),
    warnings: [...warnings],
  };
}

/** Who asked to be called back keeps the place they had when they began to wait. */
function requestOf(call: CallState, { direction, customers }: Parties): Pick<CallRecord, 'requested'> {
  const customer = customers[0];
  const at = direction === 'inbound' && customer !== undefined ? askedAt(call, customer) : null;
  if (customer === undefined || at === null) return {};
  return { requested: { at, since: Math.max(Math.min(call.queuedAt ?? at, at), customer.startedAt) } };
}

interface Evidence {
  readonly parties: Parties;
  readonly talks: readonly Talk[];
  readonly offers: readonly Offer[];
  readonly ending: Ending;
}

function verdict(
  call: CallState,
  { parties, talks, offers, ending }: Evidence,
): { outcome: Outcome; reason: MissedReason | null } {
  const talked = talks.length > 0;
  // The recording stopped while they were still in the call: nothing is owed for what has not happened yet.
  const unknownCaller = parties.direction === 'inbound' && parties.customers.length === 0;
  const stillThere = parties.customers.length > 0 ? !customerGone(parties) : call.live > 0 && !unknownCaller;
  if (ending === 'stream_ended' && stillThere) return { outcome: 'unknown', reason: 'ended_unknown' };
  if (parties.direction !== 'inbound') {
    if (talked) return { outcome: 'talked', reason: null };
    // Without its first channel there is no telling who called whom.
    const rootSeen = call.chans.some((chan) => chan.root && (chan.fromStart || chan.fromSnapshot));
    const blind =
      !rootSeen || call.unseen || ending === 'lost' || call.chans.some((chan) => chan.foundUp && !isService(chan));
    return blind ? { outcome: 'unknown', reason: 'ended_unknown' } : { outcome: 'not_answered', reason: null };
  }
  if (talked && !parties.customers.some((chan) => chan.handedOn)) return { outcome: 'talked', reason: null };
  return { outcome: 'missed', reason: missedReason(call, { parties, offers, talked, ending }) };
}

function isService(chan: Chan): boolean {
  return chan.kind === 'local' || chan.kind === 'service';
}

function inContext(chan: Chan, ground: Ground): boolean {
  return chan.firstContext !== null && ground.isInboundContext(chan.firstContext);
}

function talksOf(call: CallState, parties: Parties, endedAt: number, ground: Ground): Talk[] {
  const talks: Talk[] = [];
  for (const segment of call.segments) {
    const server = servedBy(segment, parties);
    const until = segment.to ?? endedAt;
    if (server === null || (until - segment.from < ground.site.minTalkMs && !wasUnderWay(segment))) continue;
    talks.push({
      uniqueid: server.uniqueid,
      device: server.outside ? null : server.base,
      party: partyName(server, ground),
      startedAt: segment.from,
      endedAt: until,
    });
  }
  return talks.sort((a, b) => a.startedAt - b.startedAt);
}

/** Already together in the first list of what the PBX had: they had been talking for a time nobody can tell. */
function wasUnderWay({ a, b, from }: Segment): boolean {
  return a.fromSnapshot && b.fromSnapshot && a.startedAt === from && b.startedAt === from;
}

/** The customer's own seconds: three people in one conversation are still one second a second. */
function unionMs(talks: readonly Talk[]): number {
  let sum = 0;
  let reached = Number.NEGATIVE_INFINITY;
  for (const { startedAt, endedAt } of talks) {
    sum += Math.max(0, endedAt - Math.max(startedAt, reached));
    reached = Math.max(reached, endedAt);
  }
  return sum;
}

function legOf(
  chan: Chan,
  parties: Parties,
  { endedAt, hidden }: { endedAt: number; hidden: ReadonlySet<string | null> },
): Leg {
  const number = chan.root ? (chan.firstNum ?? chan.num) : chan.num;
  return {
    uniqueid: chan.uniqueid,
    channel: chan.name,
    role: roleOf(chan, parties),
    device: chan.kind === 'phone' && !chan.outside ? chan.base : null,
    extension: chan.outside ? null : chan.extension,
    number: hidden.has(number) ? null : number,
    startedAt: chan.startedAt,
    upAt: chan.upAt,
    endedAt: chan.endedAt ?? endedAt,
    cause: chan.cause,
    causeText: chan.causeText,
  };
}

/** Who talked with the customer of this call in a room, each come there by an own call. */
function guestsOf(call: CallState, parties: Parties): Chan[] {
  const servers = call.segments.flatMap((segment) => servedBy(segment, parties) ?? []);
  return [...new Set(servers)].filter((chan) => !call.chans.includes(chan));
}

function guestLeg(chan: Chan, { startedAt, endedAt }: { startedAt: number; endedAt: number }): Leg {
  const withheld = isWithheld(chan.firstNum, chan.presentation);
  return {
    uniqueid: chan.uniqueid,
    channel: chan.name,
    role: chan.outside ? 'outside' : 'agent',
    device: chan.outside ? null : chan.base,
    extension: chan.outside ? null : chan.extension,
    number: withheld ? null : (chan.firstNum ?? chan.num),
    startedAt: Math.max(chan.startedAt, startedAt),
    upAt: chan.upAt === null ? null : Math.max(chan.upAt, startedAt),
    endedAt: chan.endedAt ?? endedAt,
    cause: chan.cause,
    causeText: chan.causeText,
  };
}

/** Without a bridge a recording holds a header and no sound (MixMonitor's option b): there is nothing to play. */
function recordingsOf(call: CallState, endedAt: number): CallRecord['recordings'] {
  const place = new Map(call.chans.map(({ uniqueid }, index) => [uniqueid, index]));
  const byAge = call.recordings.toSorted((a, b) => (place.get(a.uniqueid) ?? 0) - (place.get(b.uniqueid) ?? 0));
  return byAge.flatMap((recording) => {
    const chan = call.chans[place.get(recording.uniqueid) ?? -1];
    if (call.segments.length === 0 && (chan?.lastBridge ?? null) === null) return [];
    const { uniqueid, startedAt } = recording;
    const muted = recording.muted.map(({ from, to }) => ({ from, to: to ?? endedAt }));
    return { uniqueid, file: recording.file ?? namedFile(chan), startedAt, ...(muted.length > 0 && { muted }) };
  });
}

/** MixMonitorStart has no file name (Asterisk 22): the dialplan's own variable, passed on by `channelvars`, has it. */
export function namedFile(chan: Chan | undefined): string | null {
  if (chan === undefined) return null;
  return chan.vars.MIXMONITOR_FILENAME || chan.vars.RECFILE || chan.vars.RECORDINGFILE || null;
}

function oldestFirst(call: CallState): string[] {
  return [call.linkedid, ...[...call.linkedids].filter((id) => id !== call.linkedid)];
}
