import { type Dialable, mayDial } from '../domain/number/may-dial.ts';
import type { Office, OfficeTx } from './office.ts';
import { Refusal } from './refusal.ts';

/** Whether a number may be dialled, and in which form, by the site's rules. */
export function checkNumber(office: Office, typed: string): Promise<Dialable> {
  return office.transact((tx) => judgeNumber(tx, typed));
}

/** The number in the form the PBX gets; refuses with the rule that forbids it. */
export async function numberToDial(tx: OfficeTx, typed: string): Promise<string> {
  const verdict = await judgeNumber(tx, typed);
  if (!verdict.ok) throw new Refusal(verdict.why, 'number');
  return verdict.number;
}

async function judgeNumber(tx: OfficeTx, typed: string): Promise<Dialable> {
  const site = await tx.site.get();
  const extensions = new Set(await tx.devices.extensions());
  return mayDial(typed, {
    country: site?.country ?? '',
    areaCode: site?.areaCode ?? null,
    dialCountries: site?.dialCountries ?? [],
    isExtension: (digits) => extensions.has(digits),
  });
}
