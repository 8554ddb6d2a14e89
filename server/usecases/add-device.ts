import type { Actor, Office } from './office.ts';
import { Refusal } from './refusal.ts';

/** Makes a phone of the PBX known. It belongs to nobody yet. */
export function addDevice(
  office: Office,
  actor: Actor,
  wanted: { readonly device: string; readonly extension: string; readonly label?: string | undefined },
): Promise<number> {
  return office.transact(async (tx) => {
    const at = office.now();
    const pbxId = await tx.site.pbxId();
    if (pbxId === undefined) throw new Refusal('conflict');
    const { device, extension, label } = wanted;
    const added = await tx.devices.add({ pbxId, device, extension, label: label || null });
    if (!added) throw new Refusal('device-taken', 'device');
    const entry = { at, actorId: actor.id, subject: `device:${added.id}`, ip: actor.ip };
    await tx.audit.add({ ...entry, action: 'device.added', detail: { device, extension } });
    return added.id;
  });
}
