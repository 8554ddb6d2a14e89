import type { DeviceRow } from '../../schema/contracts/admin.ts';
import type { Office } from './office.ts';
import { Refusal } from './refusal.ts';

/** All phones with their owners and what their calls say. */
export function listDevices(office: Office): Promise<DeviceRow[]> {
  return office.transact((tx) => tx.devices.list(office.now()));
}

export async function readDevice(office: Office, id: number): Promise<DeviceRow> {
  const [device] = await office.transact((tx) => tx.devices.list(office.now(), id));
  if (!device) throw new Refusal('not-found');
  return device;
}
