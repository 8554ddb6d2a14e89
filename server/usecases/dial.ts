import type { Attempt } from '../store/attempts.ts';
import type { Device } from '../store/devices.ts';
import { numberToDial } from './check-number.ts';
import type { Deps } from './deps.ts';
import type { Actor, Office, OfficeTx } from './office.ts';
import { Refusal } from './refusal.ts';
import { startAttempt } from './start-attempt.ts';

/** Places the calls that were written down; the result comes back as facts. */
export interface DialPort {
  /** False while the PBX cannot be reached: nothing is written then. */
  ready(): boolean;
  /** Whether one of us talks with this number now, in whatever call. */
  talksWith(number: string): boolean;
  /** Called after the commit. Does not wait for the PBX; a failure becomes the attempt's outcome. */
  originate(attempt: Attempt, device: Device): void;
}

interface Placed {
  readonly attempt: Attempt;
  readonly device: Device;
}

/** One click: my phone rings first, then the customer's. Only my own phones, only numbers the site allows. */
export async function dial(
  house: Office & Deps,
  port: DialPort,
  actor: Actor,
  wanted: { readonly number: string; readonly deviceId?: number | undefined; readonly contactId?: number | undefined },
): Promise<Attempt> {
  const { number, device, named } = await house.transact(async (tx) => {
    const named = wanted.contactId ? await tx.contacts.standing(wanted.contactId) : null;
    if (named === undefined) throw new Refusal('not-found', 'contactId');
    return { number: await numberToDial(tx, wanted.number), device: await myDevice(tx, actor, wanted.deviceId), named };
  });
  if (!port.ready()) throw new Refusal('pbx-unreachable');
  const contactId = named ?? (await onlyOneBehind(house, number));
  const call = { userId: actor.id, deviceId: device.id, number, contactId, callback: null };
  return hand(port, { attempt: await startAttempt(house, call), device });
}

/** Calls an item back. The fence proves that the claim is still the asker's. */
export async function dialCallback(
  house: Office & Deps,
  port: DialPort,
  actor: Actor,
  wanted: { readonly callbackId: number; readonly fence: number; readonly deviceId?: number | undefined },
): Promise<Attempt> {
  const { item, device } = await house.transact(async (tx) => {
    const item = await tx.callbacks.find(wanted.callbackId);
    if (!item) throw new Refusal('not-found');
    if (item.number === null) throw new Refusal('not-callable');
    await numberToDial(tx, item.number);
    return { item, device: await myDevice(tx, actor, wanted.deviceId) };
  });
  if (!port.ready()) throw new Refusal('pbx-unreachable');
  // That talk may pay the debt: nobody else rings them now.
  if (item.number !== null && port.talksWith(item.number)) throw new Refusal('on-the-line');
  const callback = { id: item.id, fence: wanted.fence };
  const call = { userId: actor.id, deviceId: device.id, number: null, contactId: item.contactId, callback };
  return hand(port, { attempt: await startAttempt(house, call), device });
}

function hand(port: DialPort, { attempt, device }: Placed): Attempt {
  port.originate(attempt, device);
  return attempt;
}

async function myDevice(tx: OfficeTx, actor: Actor, deviceId: number | undefined): Promise<Device> {
  const mine = await tx.devices.ofUser(actor.id);
  const device = deviceId === undefined ? mine[0] : mine.find((one) => one.id === deviceId);
  if (!device) throw new Refusal(deviceId === undefined ? 'no-device' : 'foreign-device', 'deviceId');
  return device;
}

async function onlyOneBehind(office: Office, number: string): Promise<number | null> {
  const behind = office.matchIndex.lookup(number);
  return behind.length === 1 ? (behind[0] ?? null) : null;
}
