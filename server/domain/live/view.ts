import type { CallState, Chan } from '../call/call-state.ts';
import type { Ground } from '../call/ground.ts';
import { type Face, faceOf, type Parties, partiesOf, servedBy } from '../call/parties.ts';
import type { LiveCall, LivePhone, LiveState } from './live-call.ts';

/** The first event of a caller's channel does not tell yet whether the number is held back: nobody is shown till the next. */
const nobodyYet: Face = {
  caller: null,
  callerRaw: null,
  callerName: null,
  withheld: false,
  called: null,
  calledRaw: null,
  line: null,
};

/** The call as it stands now, copied for those who show it. */
export function viewOf(call: CallState, ground: Ground): LiveCall {
  const parties = partiesOf(call, ground);
  const inbound = parties.direction === 'inbound';
  const face = inbound && parties.customers[0]?.confirmed === false ? nobodyYet : faceOf(call, parties, ground);
  const talking = talkingPhones(call, parties);
  const dialer = inbound ? null : dialerOf(call);
  return {
    id: `${ground.pbx}:${call.linkedid}`,
    pbx: ground.pbx,
    linkedid: call.linkedid,
    linkedids: [...call.linkedids],
    direction: parties.direction,
    state: stateOf(call, parties, talking.length > 0),
    startedAt: call.startedAt,
    number: inbound ? face.caller : numberIn(face.called, parties, ground),
    numberRaw: parties.direction === 'outbound' ? face.calledRaw : face.callerRaw,
    name: parties.direction === 'outbound' ? null : face.callerName,
    withheld: face.withheld,
    called: face.called,
    line: face.line?.key ?? null,
    queue: call.queue,
    waitingSince: inbound && talking.length === 0 ? waitingSince(call, parties) : null,
    ringing: call.chans.filter(isRinging).map((chan) => phone(chan, chan.rangAt ?? chan.startedAt)),
    talking,
    dialing: dialer === null || talking.length > 0 ? null : phone(dialer, dialer.startedAt),
    attemptId: call.attemptId,
    ...besidesOf(call, parties, talking),
  };
}

/** A phone of ours that rings now, and was not answered. */
export function isRinging(chan: Chan): boolean {
  return chan.kind === 'phone' && chan.announced && !chan.silenced && chan.endedAt === null && chan.rangAt !== null;
}

function talkingPhones(call: CallState, parties: Parties): LivePhone[] {
  const phones: LivePhone[] = [];
  for (const segment of call.segments) {
    if (segment.to !== null) continue;
    const server = servedBy(segment, parties);
    if (server !== null && !phones.some(({ uniqueid }) => uniqueid === server.uniqueid))
      phones.push(phone(server, segment.from));
  }
  return phones;
}

/** What goes on around the talk: consultations, hold, recordings. Most calls have never talked, and cost nothing here. */
function besidesOf(
  call: CallState,
  parties: Parties,
  talking: readonly LivePhone[],
): Pick<LiveCall, 'aside' | 'consulted' | 'held' | 'customers' | 'recorded'> {
  const customers = parties.customers.filter(stays).map(({ uniqueid }) => uniqueid);
  const recorded = call.recordings.flatMap(({ uniqueid, muted }) => {
    const lives = call.chans.some((chan) => chan.uniqueid === uniqueid && isLive(chan));
    return lives ? [{ uniqueid, muted: muted.at(-1)?.to === null }] : [];
  });
  if (call.segments.length === 0) return { aside: [], consulted: [], held: [], customers, recorded };
  const served = new Set(call.segments.map((segment) => servedBy(segment, parties)));
  const others = call.chans.filter(
    (chan) =>
      chan.kind === 'phone' && !chan.outside && isLive(chan) && chan.upAt !== null && !parties.customers.includes(chan),
  );
  const silent = others.filter(({ uniqueid }) => !talking.some((phone) => phone.uniqueid === uniqueid));
  const aside = customers.length === 0 ? [] : silent.filter((chan) => served.has(chan) && stays(chan));
  const inTalk = talking.length + aside.length > 0;
  const consulted = inTalk ? silent.filter((chan) => !served.has(chan) && !chan.root) : [];
  return {
    aside: aside.map(asPhone),
    consulted: consulted.map(asPhone),
    held: others.filter(({ heldAt }) => heldAt !== null).map(({ uniqueid }) => uniqueid),
    customers,
    recorded,
  };
}

const stays = (chan: Chan): boolean => isLive(chan) && chan.hangupRequestedAt === null;
const isLive = (chan: Chan): boolean => chan.endedAt === null;
const asPhone = (chan: Chan): LivePhone => phone(chan, chan.upAt ?? chan.startedAt);

function dialerOf(call: CallState): Chan | null {
  return (
    call.chans.find((chan) => chan.kind === 'phone' && chan.root && !chan.dialled && chan.endedAt === null) ?? null
  );
}

function stateOf(call: CallState, parties: Parties, talking: boolean): LiveState {
  if (talking) return 'talking';
  if (parties.direction !== 'inbound') return 'dialing';
  return call.segments.some((segment) => servedBy(segment, parties) !== null) ? 'waiting' : 'ringing';
}

function waitingSince(call: CallState, parties: Parties): number {
  let since = parties.customers[0]?.startedAt ?? call.startedAt;
  for (const segment of call.segments) {
    if (segment.to !== null && servedBy(segment, parties) !== null) since = Math.max(since, segment.to);
  }
  return since;
}

function numberIn(called: string | null, parties: Parties, ground: Ground): LiveCall['number'] {
  return parties.direction === 'outbound' && called !== null ? ground.e164(called, ground.site) : null;
}

function phone(chan: Chan, since: number): LivePhone {
  return { uniqueid: chan.uniqueid, device: chan.base, extension: chan.outside ? null : chan.extension, since };
}
