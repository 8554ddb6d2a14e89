import { between, pick } from './chance.ts';
import type { Call, CallKind, Party, Pbx, Ring } from './model/call.ts';
import type { Channel } from './model/channel.ts';
import { endTalk, originGone } from './model/flow.ts';
import type { DeviceState, PhoneManner } from './model/phones.ts';
import { placeInbound, placeOutgoing, ringPhone, stepsOf } from './model/place.ts';
import type { Callers } from './scenes/callers.ts';
import type { Director } from './scenes/director.ts';
import { type Crowd, idlePlan } from './scenes/people.ts';

/** Who calls: one of the contacts, a stranger, somebody without a number, or a given caller. */
export type DemoCaller = 'known' | 'unknown' | 'withheld' | { readonly number: string; readonly name?: string };

/** A call as the demonstration bar shows it. */
export interface DemoCallView {
  readonly id: string;
  readonly kind: CallKind;
  readonly phase: 'ringing' | 'talking';
  readonly number: string | null;
  readonly name: string | null;
  readonly withheld: boolean;
  /** Who of the contacts that is, for the bar alone: the wire never tells. */
  readonly contact: string | null;
  readonly line: string | null;
  /** Devices that ring now. */
  readonly ringing: readonly string[];
  /** Devices of our own that talk now. */
  readonly talking: readonly string[];
  readonly startedAt: number;
  readonly talkingSince: number | null;
}

/** A phone as the demonstration bar plays it. */
export interface DemoPhoneView {
  readonly device: string;
  readonly extension: string;
  readonly name: string;
  readonly state: DeviceState;
  readonly ringing: DemoCallView | null;
  readonly talking: DemoCallView | null;
  /** A call this phone began and nobody has answered yet. */
  readonly calling: DemoCallView | null;
}

/** What the demonstration bar can do to the exchange. Every verb answers whether it found something to act on. */
export interface DemoControl {
  placeCall(order: { caller: DemoCaller; line?: string; device?: string }): { id: string };
  /** A phone that rings for this call is picked up; the visitor's own when none is named. */
  answer(id: string, device?: string): boolean;
  /** The outside party of the call hangs up or gives up. */
  hangUp(id: string): boolean;
  list(): DemoCallView[];
  pauseScenes(): void;
  resumeScenes(): void;
  scenesPaused(): boolean;
  phone(device: string): DemoPhoneView | null;
  phones(): DemoPhoneView[];
  pickUp(device: string): boolean;
  putDown(device: string): boolean;
  decline(device: string): boolean;
  /** The visitor dials on his desk phone; null when the phone is not free. */
  dial(device: string, number: string): { id: string } | null;
  /** Phones that only a visitor picks up: the first phone of the company always is, and those named here. */
  seat(devices: readonly string[]): void;
  setPhone(device: string, manner: PhoneManner): boolean;
}

/** Hands the exchange's strings to the bar. */
export function createControl(
  pbx: Pbx,
  crowd: Crowd,
  callers: Callers,
  director: Director,
  seats: { isKept(device: string): boolean; seat(devices: readonly string[]): void },
): DemoControl {
  const ringsOf = (device: string) =>
    [...pbx.calls.values()].flatMap(liveRings).find(({ leg }) => leg.device === device);
  const talkOf = (device: string) => {
    const talk = [...pbx.calls.values()].find(
      ({ phase, origin, peer }) => phase === 'talking' && (origin.device === device || peer?.device === device),
    );
    if (talk === undefined) return null;
    const channel = talk.origin.device === device ? talk.origin : talk.peer;
    return channel === null ? null : { talk, channel };
  };
  const callingOf = (device: string) =>
    [...pbx.calls.values()].find(
      ({ phase, origin, app }) =>
        phase === 'ringing' && origin.device === device && app?.kind !== 'originate' && !origin.gone,
    );
  const phoneView = (device: string): DemoPhoneView | null => {
    const phone = pbx.phones.get(device);
    if (phone === undefined) return null;
    const ring = ringsOf(device);
    const talk = talkOf(device);
    const calling = callingOf(device);
    return {
      device,
      extension: phone.extension,
      name: phone.name,
      state: pbx.phones.state(device),
      ringing: ring === undefined ? null : view(pbx, ring.call),
      talking: talk === null ? null : view(pbx, talk.talk),
      calling: calling === undefined ? null : view(pbx, calling),
    };
  };

  return {
    placeCall({ caller, line: key, device }) {
      const line = pbx.site.lines.find((each) => each.key === key) ?? pick(pbx.random, pbx.site.lines);
      if (line === undefined) throw new Error('the demonstration has no line');
      const party = toParty(callers, caller);
      const steps = device === undefined ? stepsOf(pbx, line) : [ringPhone(device, 45_000)];
      const call = placeInbound(pbx, party, line, steps, (placed) => crowd.plan(placed, idlePlan(pbx, party.number)));
      return { id: call.id };
    },
    answer(id, device) {
      const call = pbx.calls.get(id);
      const rings = call === undefined ? [] : liveRings(call);
      const ring =
        device === undefined
          ? (rings.find(({ leg }) => seats.isKept(leg.device)) ?? rings[0])
          : rings.find(({ leg }) => leg.device === device);
      return answer(ring);
    },
    hangUp(id) {
      const call = pbx.calls.get(id);
      if (call === undefined) return false;
      const outside = call.kind === 'inbound' ? call.origin : call.peer;
      if (call.phase === 'talking' && outside !== null) endTalk(pbx, call, outside);
      else originGone(pbx, call);
      return true;
    },
    list: () => [...pbx.calls.values()].map((call) => view(pbx, call)),
    pauseScenes: director.pause,
    resumeScenes: director.resume,
    scenesPaused: director.isPaused,
    phone: phoneView,
    phones: () => pbx.phones.all().flatMap(({ device }) => phoneView(device) ?? []),
    pickUp: (device) => answer(ringsOf(device)),
    putDown(device) {
      const talk = talkOf(device);
      if (talk !== null) {
        endTalk(pbx, talk.talk, talk.channel);
        return true;
      }
      const calling = callingOf(device);
      if (calling === undefined) return false;
      originGone(pbx, calling);
      return true;
    },
    decline(device) {
      const ring = ringsOf(device);
      ring?.call.app?.refuse(ring, 'declined');
      return ring !== undefined;
    },
    dial(device, number) {
      const phone = pbx.phones.get(device);
      if (phone === undefined || !pbx.phones.isFree(device) || !/^\+?[0-9]{3,15}$/.test(number)) return null;
      const party: Party = { number, name: null, withheld: false };
      const patience = { patienceMs: between(pbx.random, 25_000, 29_000) };
      const call = placeOutgoing(pbx, phone, party, (placed) =>
        crowd.plan(placed, { ...idlePlan(pbx, number), endedBy: 'peer', ...patience }),
      );
      return { id: call.id };
    },
    seat: seats.seat,
    setPhone(device, manner) {
      const phone = pbx.phones.get(device);
      if (phone === undefined) return false;
      phone.manner = manner;
      pbx.exchange.deviceChanged(device);
      return true;
    },
  };
}

function toParty(callers: Callers, caller: DemoCaller): Party {
  if (caller === 'known') return callers.known();
  if (caller === 'unknown') return callers.unknown();
  if (caller === 'withheld') return callers.withheld();
  return { number: caller.number.slice(0, 40), name: caller.name?.slice(0, 80) ?? null, withheld: false };
}

function contactOf(pbx: Pbx, number: string | null): string | null {
  const e164 = number?.replace(/^0/, '+44');
  return pbx.site.contacts.find(({ phones }) => phones.some((phone) => phone === e164))?.name ?? null;
}

function liveRings(call: Call): Ring[] {
  return (call.app?.rings ?? []).filter(({ over, target }) => !over && target.kind === 'phone');
}

function answer(ring: Ring | undefined): boolean {
  ring?.call.app?.answer(ring);
  return ring !== undefined;
}

function view(pbx: Pbx, call: Call): DemoCallView {
  const ours = (channel: Channel | null) =>
    channel !== null && pbx.phones.get(channel.device) ? [channel.device] : [];
  return {
    id: call.id,
    kind: call.kind,
    phase: call.phase === 'talking' ? 'talking' : 'ringing',
    number: call.party.number,
    name: call.party.name,
    withheld: call.party.withheld,
    contact: contactOf(pbx, call.party.number),
    line: call.line?.key ?? null,
    ringing: liveRings(call).map(({ leg }) => leg.device),
    talking: call.phase === 'talking' ? [...ours(call.origin), ...ours(call.peer)] : [],
    startedAt: call.startedAt,
    talkingSince: call.talkStartedAt,
  };
}
