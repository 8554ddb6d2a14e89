import type { DemoSite } from '../demo-site.ts';
import type { Exchange } from './exchange.ts';

/** How a phone treats a call: as its person pleases, engaged (486), or not there at all. */
export type PhoneManner = 'normal' | 'busy' | 'unregistered';

/** A desk phone of the company. */
export interface Phone {
  readonly device: string;
  readonly extension: string;
  readonly name: string;
  manner: PhoneManner;
}

export type DeviceState = 'NOT_INUSE' | 'INUSE' | 'RINGING' | 'RINGINUSE' | 'UNAVAILABLE';

/** app_queue's numbers for device states. */
export const memberStatus: Readonly<Record<DeviceState, number>> = {
  NOT_INUSE: 1,
  INUSE: 2,
  UNAVAILABLE: 5,
  RINGING: 6,
  RINGINUSE: 7,
};

/** Numbers and words of ExtensionStatus for device states. */
export const hintStatus: Readonly<Record<DeviceState, readonly [number, string]>> = {
  NOT_INUSE: [0, 'Idle'],
  INUSE: [1, 'InUse'],
  UNAVAILABLE: [4, 'Unavailable'],
  RINGING: [8, 'Ringing'],
  RINGINUSE: [9, 'InUse&Ringing'],
};

/** The company's phones by device. */
export class Phones {
  readonly #phones = new Map<string, Phone>();
  readonly #exchange: Exchange;
  readonly #last = new Map<string, DeviceState>();

  constructor(site: DemoSite, exchange: Exchange) {
    this.#exchange = exchange;
    for (const { name, devices } of site.people) {
      for (const { device, extension } of devices) {
        this.#phones.set(device, { device, extension, name, manner: 'normal' });
      }
    }
  }

  all(): Phone[] {
    return [...this.#phones.values()];
  }

  get(device: string): Phone | undefined {
    return this.#phones.get(device);
  }

  byExtension(extension: string): Phone | undefined {
    return this.all().find((phone) => phone.extension === extension);
  }

  /** The device state that Asterisk would show: derived from the device's channels. */
  state(device: string): DeviceState {
    if (this.get(device)?.manner === 'unregistered') return 'UNAVAILABLE';
    const own = [...this.#exchange.channels.values()].filter((channel) => channel.device === device);
    const ringing = own.some(({ state }) => state === 'Ringing');
    const inUse = own.some(({ state }) => state === 'Up' || state === 'Ring');
    if (ringing) return inUse ? 'RINGINUSE' : 'RINGING';
    return inUse ? 'INUSE' : 'NOT_INUSE';
  }

  /** May be offered a call. */
  isFree(device: string): boolean {
    const mine = [...this.#exchange.channels.values()].some((channel) => channel.device === device);
    return !mine && this.get(device)?.manner === 'normal';
  }

  /** Sends DeviceStateChange and ExtensionStatus when the state is another than last time; true when it was. */
  announce(device: string): boolean {
    const state = this.state(device);
    if ((this.#last.get(device) ?? 'NOT_INUSE') === state) return false;
    this.#last.set(device, state);
    this.#exchange.emit('call', 'DeviceStateChange', [
      ['Device', device],
      ['State', state],
    ]);
    const phone = this.get(device);
    if (phone !== undefined) {
      const [status, text] = hintStatus[state];
      this.#exchange.emit('call', 'ExtensionStatus', [
        ['Exten', phone.extension],
        ['Context', 'from-internal'],
        ['Hint', device],
        ['Status', status],
        ['StatusText', text],
      ]);
    }
    return true;
  }
}
