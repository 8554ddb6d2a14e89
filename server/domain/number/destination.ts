import { getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { knownCountry, plainDigits } from './normalise.ts';
import { remembered } from './remembered.ts';

/** What kind of place a number leads to: decides what may be dialled and which callers can be called back at all. */
export type DestinationKind = 'home' | 'foreign' | 'premium' | 'emergency' | 'short' | 'invalid';

/** Emergency and ambulance, fire, police numbers in use somewhere; a short number is never dialled anyway. */
const emergency = new Set(
  '000 061 066 100 101 102 103 104 105 108 110 111 112 113 114 115 116 117 118 119 122 123 125 143 144 190 191 192 193 194 197 911 933 991 992 993 994 995 997 998 999'.split(
    ' ',
  ),
);
/** Satellite, international networks and premium services, which belong to no country (ITU E.164). */
const costlyCodes = new Set(['870', '878', '881', '882', '883', '888', '979']);

/** The kind of a number in E.164, or of digits as dialled, seen from the home country. */
export function destinationKind(number: string, country: string): DestinationKind {
  return number.length > 40 ? kindOf(number, country) : rememberedKind(number, country);
}

const rememberedKind = remembered(2_000, kindOf);

function kindOf(number: string, country: string): DestinationKind {
  const digits = plainDigits(number);
  if (digits === null) return 'invalid';
  if (!digits.startsWith('+')) return shortKind(digits);
  const home = knownCountry(country);
  const parsed = parsePhoneNumberFromString(digits);
  if (parsed === undefined) return embeddedEmergency(digits, home) ? 'emergency' : 'invalid';
  if (emergency.has(parsed.nationalNumber)) return 'emergency';
  if (costlyCodes.has(parsed.countryCallingCode)) return 'premium';
  if (!parsed.isPossible()) return 'invalid';
  const type = parsed.getType();
  if (type === 'PREMIUM_RATE' || type === 'SHARED_COST') return 'premium';
  if (home === undefined) return 'foreign';
  if (parsed.country === undefined)
    return parsed.countryCallingCode === getCountryCallingCode(home) ? 'home' : 'foreign';
  return parsed.country === home ? 'home' : 'foreign';
}

/** Whether somebody can be called back at this number without a person deciding first. */
export function isCallable(number: string, country: string): boolean {
  const kind = destinationKind(number, country);
  return kind === 'home' || kind === 'foreign';
}

function shortKind(digits: string): DestinationKind {
  if (emergency.has(digits)) return 'emergency';
  return digits.length <= 6 ? 'short' : 'invalid';
}

function embeddedEmergency(digits: string, home: ReturnType<typeof knownCountry>): boolean {
  if (home === undefined) return emergency.has(digits.slice(1));
  const code = `+${getCountryCallingCode(home)}`;
  return emergency.has(digits.slice(1)) || (digits.startsWith(code) && emergency.has(digits.slice(code.length)));
}
