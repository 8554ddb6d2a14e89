import type { Office } from './office.ts';

/** A phone answered when it was asked to, or went on ringing: the next card says which button there is. */
export function rememberPhone(office: Office, device: string, answersByNotify: boolean): Promise<void> {
  return office.transact((tx) => tx.devices.answersByNotify(device, answersByNotify));
}
