import { normalise, plainDigits } from '../domain/number/normalise.ts';
import type { Wanted } from '../store/sql.ts';
import type { OfficeTx } from './office.ts';

/** Reads a search box: a name, or a number in any spelling. Null when nothing was typed. */
export async function readWanted(tx: OfficeTx, typed: string | undefined): Promise<Wanted | null> {
  const text = typed?.trim() ?? '';
  if (text === '') return null;
  const digits = plainDigits(text)?.replace(/^\+?0*/, '') ?? '';
  if (digits.length < 3) return { text, e164: null, digits: null };
  const site = await tx.site.get();
  const e164 = normalise(text, { country: site?.country ?? '', areaCode: site?.areaCode ?? null });
  return { text, e164, digits };
}
