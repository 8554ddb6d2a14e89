import type { SiteMap } from './site-map.ts';

/** `local` is half of a Local pair; `service` a part of the PBX itself; `unknown` is judged by its place in the call. */
export type ChannelKind = 'trunk' | 'phone' | 'local' | 'service' | 'unknown';

export interface ChannelClass {
  readonly kind: ChannelKind;
  /** The channel's name without its number: `PJSIP/1001`. */
  readonly base: string;
  readonly extension: string | null;
  /** The site names it: a phone of ours, whatever context it stands in. */
  readonly listed: boolean;
}

const serviceTechnologies = new Set(
  'Message Surrogate Bridge CBAnn CBRec Announcer Recorder ConfBridgeRecorder Snoop Parked AsyncGoto UnicastRTP MulticastRTP AudioSocket WebSocket Null Console ParkingLot'.split(
    ' ',
  ),
);
const maxRemembered = 10_000;

/** `PJSIP/1001-0000002a` → `PJSIP/1001`; the half sign of Local and the zombie mark are cut as well. */
export function baseName(channel: string): string {
  return channel.replace(/<ZOMBIE>$/, '').replace(/-[0-9a-f]{6,8}(;[12])?$/i, '');
}

/** Tells what stands on a channel by its name. Names repeat from call to call, so answers are remembered (bounded). */
export function createClassifier(site: SiteMap): (channel: string) => ChannelClass {
  const isTrunk = anyOf(site.trunks);
  const phones = new Map(site.phones.map((phone) => [phone.device.toLowerCase(), phone]));
  const remembered = new Map<string, ChannelClass>();

  function classify(base: string): ChannelClass {
    const technology = base.slice(0, base.indexOf('/'));
    if (serviceTechnologies.has(technology)) return { kind: 'service', base, extension: null, listed: false };
    const phone = phones.get(base.toLowerCase());
    if (phone !== undefined) return { kind: 'phone', base: phone.device, extension: phone.extension, listed: true };
    if (isTrunk(base)) return { kind: 'trunk', base, extension: null, listed: true };
    const digits = /^[A-Za-z0-9]+\/([0-9]{2,10})(?:[-_][A-Za-z0-9]{1,8})?$/.exec(base)?.[1];
    return digits === undefined
      ? { kind: 'unknown', base, extension: null, listed: false }
      : { kind: 'phone', base, extension: digits, listed: false };
  }

  return (channel) => {
    const base = baseName(channel);
    if (base.startsWith('Local/')) return { kind: 'local', base, extension: null, listed: false };
    const known = remembered.get(base);
    if (known !== undefined) return known;
    if (remembered.size >= maxRemembered) remembered.clear();
    const found = classify(base);
    remembered.set(base, found);
    return found;
  };
}

/** Whether a text matches one of the globs (`*` and `?`), case ignored as people write trunks both ways. */
export function anyOf(globs: readonly string[]): (text: string) => boolean {
  const patterns = globs.map((glob) => {
    const body = glob
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*+/g, '.*')
      .replace(/\?/g, '.');
    return new RegExp(`^${body}$`, 'is');
  });
  return (text) => patterns.some((pattern) => pattern.test(text));
}
