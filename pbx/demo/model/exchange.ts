import type { EventClass, Header, WireEvent } from '../ami/frame.ts';
import { uuid } from '../chance.ts';
import type { Random } from '../ports.ts';
import { type Bridge, bridgeSnapshot, type Channel, type ChannelState, causeText, snapshot } from './channel.ts';

/** What a new channel starts with. */
export interface ChannelSpec {
  readonly device: string;
  readonly state: ChannelState;
  readonly context: string;
  readonly exten: string;
  readonly callerNum: string | null;
  readonly callerName: string | null;
  /** The call it belongs to; a call's first channel has none. */
  readonly linkedid?: string;
  /** Originate's `ChannelId`. */
  readonly uniqueid?: string;
}

/** The channels and bridges of one Asterisk life, and the events that each change of them makes. */
export class Exchange {
  readonly channels = new Map<string, Channel>();
  readonly bridges = new Map<string, Bridge>();
  /** Called after a device's channels changed. */
  deviceChanged: (device: string) => void = () => {};
  readonly #now: () => number;
  readonly #random: Random;
  readonly #publish: (event: WireEvent) => void;
  #serial = 0;
  #counter = 0;

  constructor(now: () => number, random: Random, publish: (event: WireEvent) => void) {
    this.#now = now;
    this.#random = random;
    this.#publish = publish;
  }

  emit(eventClass: EventClass, name: string, headers: readonly Header[]): void {
    this.#publish({ name, class: eventClass, at: this.#now(), headers });
  }

  /** Newchannel. */
  open(spec: ChannelSpec): Channel {
    const at = this.#now();
    const uniqueid = spec.uniqueid ?? `${Math.floor(at / 1000)}.${this.#counter++}`;
    const channel: Channel = {
      uniqueid,
      linkedid: spec.linkedid ?? uniqueid,
      name: `${spec.device}-${(this.#serial++).toString(16).padStart(8, '0')}`,
      device: spec.device,
      state: spec.state,
      callerNum: spec.callerNum,
      callerName: spec.callerName,
      connectedNum: null,
      connectedName: null,
      context: spec.context,
      exten: spec.exten,
      priority: 1,
      application: '',
      applicationData: '',
      vars: new Map([['CALLERID(pres)', 'allowed_not_screened']]),
      createdAt: at,
      upAt: spec.state === 'Up' ? at : null,
      bridge: null,
      gone: false,
      held: false,
    };
    this.channels.set(uniqueid, channel);
    this.emit('call', 'Newchannel', snapshot(channel));
    this.deviceChanged(channel.device);
    return channel;
  }

  find(nameOrUniqueid: string): Channel | undefined {
    const byId = this.channels.get(nameOrUniqueid);
    return byId ?? [...this.channels.values()].find(({ name }) => name === nameOrUniqueid);
  }

  setState(channel: Channel, state: ChannelState): void {
    if (channel.gone || channel.state === state) return;
    channel.state = state;
    if (state === 'Up') channel.upAt = this.#now();
    this.emit('call', 'Newstate', snapshot(channel));
    this.deviceChanged(channel.device);
  }

  setVar(channel: Channel, variable: string, value: string): void {
    channel.vars.set(variable, value);
    this.emit('dialplan', 'VarSet', [...snapshot(channel), ['Variable', variable], ['Value', value]]);
  }

  setCallerId(channel: Channel, num: string | null, name: string | null): void {
    channel.callerNum = num;
    channel.callerName = name;
    const presentation: Header = ['CID-CallingPres', '0 (Presentation Allowed, Not Screened)'];
    this.emit('call', 'NewCallerid', [...snapshot(channel), presentation]);
  }

  setConnectedLine(channel: Channel, num: string | null, name: string | null): void {
    channel.connectedNum = num;
    channel.connectedName = name;
    this.emit('call', 'NewConnectedLine', snapshot(channel));
  }

  /** Originate dials without a dialling channel. */
  dialBegin(from: Channel | null, dest: Channel, dialString: string): void {
    this.emit('call', 'DialBegin', [...sides(from, dest), ['DialString', dialString]]);
  }

  dialState(from: Channel | null, dest: Channel, status: string): void {
    this.emit('call', 'DialState', [...sides(from, dest), ['DialStatus', status]]);
  }

  dialEnd(from: Channel | null, dest: Channel, status: string): void {
    this.emit('call', 'DialEnd', [...sides(from, dest), ['DialStatus', status]]);
  }

  /** BridgeCreate and one BridgeEnter each. */
  join(channels: readonly Channel[]): Bridge {
    const bridge: Bridge = { id: uuid(this.#random), channels: [] };
    this.bridges.set(bridge.id, bridge);
    this.emit('call', 'BridgeCreate', bridgeSnapshot(bridge));
    for (const channel of channels) {
      bridge.channels.push(channel);
      channel.bridge = bridge;
      this.emit('call', 'BridgeEnter', [...bridgeSnapshot(bridge), ...snapshot(channel)]);
    }
    return bridge;
  }

  /** One more comes in. */
  enter(bridge: Bridge, channel: Channel): void {
    bridge.channels.push(channel);
    channel.bridge = bridge;
    this.emit('call', 'BridgeEnter', [...bridgeSnapshot(bridge), ...snapshot(channel)]);
  }

  /** One leaves, the bridge stays. */
  leave(bridge: Bridge, channel: Channel): void {
    bridge.channels.splice(bridge.channels.indexOf(channel), 1);
    channel.bridge = null;
    this.emit('call', 'BridgeLeave', [...bridgeSnapshot(bridge), ...snapshot(channel)]);
  }

  /** BridgeLeave of everybody, `first` first, then BridgeDestroy. */
  part(bridge: Bridge, first: Channel): void {
    const order = bridge.channels.toSorted((one, other) => Number(other === first) - Number(one === first));
    for (const channel of order) {
      bridge.channels.splice(bridge.channels.indexOf(channel), 1);
      channel.bridge = null;
      this.emit('call', 'BridgeLeave', [...bridgeSnapshot(bridge), ...snapshot(channel)]);
    }
    this.bridges.delete(bridge.id);
    this.emit('call', 'BridgeDestroy', bridgeSnapshot(bridge));
  }

  /** The far end wants to go (`HangupRequest`), or an AMI client wants it gone (`SoftHangupRequest`). */
  hangupRequest(channel: Channel, cause: number, techCause?: string, soft = false): void {
    const name = soft ? 'SoftHangupRequest' : 'HangupRequest';
    const tech: Header[] = techCause === undefined ? [] : [['TechCause', techCause]];
    this.emit('call', name, [...snapshot(channel), ['Cause', cause], ...tech]);
  }

  hangup(channel: Channel, cause: number, techCause?: string): void {
    if (channel.gone) return;
    channel.gone = true;
    this.channels.delete(channel.uniqueid);
    const tech: Header[] = techCause === undefined ? [] : [['TechCause', techCause]];
    this.emit('call', 'Hangup', [...snapshot(channel), ['Cause', cause], ['Cause-txt', causeText(cause)], ...tech]);
    this.deviceChanged(channel.device);
  }
}

/** Both sides of a dial event: the dialling channel's headers, then the dialled one's with `Dest`. */
export function sides(from: Channel | null, dest: Channel): Header[] {
  return [...(from === null ? [] : snapshot(from)), ...snapshot(dest, 'Dest')];
}
