import type { Actor, Office } from './office.ts';
import { Refusal } from './refusal.ts';

/** A phone changes hands, or lies on the table (null). */
export function giveDevice(office: Office, actor: Actor, deviceId: number, userId: number | null): Promise<void> {
  return office.transact(async (tx) => {
    const at = office.now();
    const device = await tx.devices.byId(deviceId);
    if (!device) throw new Refusal('not-found');
    const owner = userId === null ? null : await tx.users.byId(userId);
    if (owner === undefined || (owner !== null && owner.disabledAt !== null)) throw new Refusal('not-found', 'userId');
    await tx.devices.give(deviceId, userId);
    const entry = { at, actorId: actor.id, subject: `device:${deviceId}`, ip: actor.ip };
    await tx.audit.add({ ...entry, action: 'device.given', detail: { from: device.userId, to: userId } });
    await tx.outbox.add(at, { type: 'changed', what: 'people', id: userId ?? device.userId ?? actor.id });
  });
}
