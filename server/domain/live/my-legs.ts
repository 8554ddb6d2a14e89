import type { LiveCall, LivePhone } from './live-call.ts';

/** Whether a phone is the asker's. */
export type IsMine = (phone: LivePhone) => boolean;

/** My phone that rings for this call and may be asked to answer; one that is known to obey before one never tried. */
export function legToAnswer(
  call: LiveCall,
  isMine: IsMine,
  obeys: (device: string) => boolean | null,
): LivePhone | 'none' | 'by-hand' {
  const ringing = call.ringing.filter(isMine);
  if (ringing.length === 0) return 'none';
  const able = ringing.filter((phone) => mayObey(phone, obeys));
  return able.find(({ device }) => obeys(device) === true) ?? able[0] ?? 'by-hand';
}

/** Only SIP phones are asked by NOTIFY, and only those that have not refused. */
export function mayObey({ device }: LivePhone, obeys: (device: string) => boolean | null): boolean {
  return device.startsWith('PJSIP/') && obeys(device) !== false;
}

/** My leg that is in the talk; while I ask a colleague, the one that stands aside. */
export function legInTalk(call: LiveCall, isMine: IsMine): LivePhone | null {
  return call.talking.find(isMine) ?? call.aside.find(isMine) ?? null;
}

/** My leg while the customer hears me. */
export function legWithCustomer(call: LiveCall, isMine: IsMine): LivePhone | null {
  return call.talking.find(isMine) ?? null;
}

/** The channel of whoever hears me: the customer, or the colleague who dialled me. */
export function otherSideOf(call: LiveCall, leg: LivePhone): string | null {
  const customer = call.customers.find((uniqueid) => uniqueid !== leg.uniqueid);
  return customer ?? call.talking.find(({ uniqueid }) => uniqueid !== leg.uniqueid)?.uniqueid ?? null;
}

/** A colleague was asked, and is in the call or still rings. */
export function isConsulting(call: LiveCall, leg: LivePhone): boolean {
  const aside = call.aside.some(({ uniqueid }) => uniqueid === leg.uniqueid);
  return aside || call.consulted.length > 0 || call.ringing.some(({ since }) => since > leg.since);
}
