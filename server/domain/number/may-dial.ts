import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { destinationKind } from './destination.ts';
import { type NumberPlace, normalise, plainDigits } from './normalise.ts';

export type DialRefusal = 'bad-number' | 'emergency-number' | 'premium-number' | 'foreign-number' | 'short-number';

/** What typed text means to the PBX, or why it may not be dialled. `internal` is one of our own extensions. */
export type Dialable =
  | { readonly ok: true; readonly number: string; readonly internal: boolean }
  | { readonly ok: false; readonly why: DialRefusal; readonly e164: string | null };

/** Where we are and where we may call. */
export interface DialPolicy extends NumberPlace {
  /** Countries besides our own (ISO 3166). */
  readonly dialCountries: readonly string[];
  isExtension(digits: string): boolean;
}

/** Digits of any script, a plus, and what people put between digits. No control character, no letter, nothing to dial with. */
const typedNumber =
  /^[+0-9\u06f0-\u06f9\u0660-\u0669 \u00a0\u200e\u200f\u202a-\u202e\u2066-\u2069().\-\u2010-\u2015/]{1,60}$/;

/** Whatever extension a PBX has: these are never dialled by a click. Other short numbers may well be a colleague's. */
const neverOurs = new Set(['112', '911', '999']);

/** Decides whether a number may be dialled: home country and allowed countries only, never emergency or premium. */
export function mayDial(typed: string, policy: DialPolicy): Dialable {
  const digits = typedNumber.test(typed) ? plainDigits(typed) : null;
  if (digits === null || !/^\+?[0-9]{3,15}$/.test(digits)) return refuse('bad-number', null);
  if (!neverOurs.has(digits) && policy.isExtension(digits)) return { ok: true, number: digits, internal: true };
  const asDialled = destinationKind(digits, policy.country);
  if (asDialled === 'emergency') return refuse('emergency-number', null);
  const e164 = normalise(digits, policy);
  if (e164 === null) return refuse(asDialled === 'short' ? 'short-number' : 'bad-number', null);
  switch (destinationKind(e164, policy.country)) {
    case 'home':
      return { ok: true, number: e164, internal: false };
    case 'foreign':
      return isAllowedAbroad(e164, policy)
        ? { ok: true, number: e164, internal: false }
        : refuse('foreign-number', e164);
    case 'premium':
      return refuse('premium-number', e164);
    case 'emergency':
      return refuse('emergency-number', e164);
    case 'short':
      return refuse('short-number', e164);
    case 'invalid':
      return refuse('bad-number', e164);
  }
}

function isAllowedAbroad(e164: string, { dialCountries }: DialPolicy): boolean {
  const country = parsePhoneNumberFromString(e164)?.country;
  return country !== undefined && dialCountries.some((allowed) => allowed.toUpperCase() === country);
}

function refuse(why: DialRefusal, e164: string | null): Dialable {
  return { ok: false, why, e164 };
}
