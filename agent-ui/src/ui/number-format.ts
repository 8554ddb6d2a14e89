import { getCountryCallingCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** The country whose numbers are written without their code; set once from the session. */
let home = 'GB';
let homeCode = '44';
export function setHomeCountry(country: string): void {
  home = country.toUpperCase();
  if (isSupportedCountry(home)) homeCode = getCountryCallingCode(home);
}

const kept = new Map<string, string>();

/** A stored number as its country writes it: national at home, with the code abroad. */
export function grouped(e164: string): string {
  const key = `${home}${e164}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const parsed = parsePhoneNumberFromString(e164);
  const text = !parsed
    ? e164
    : parsed.countryCallingCode === homeCode
      ? parsed.formatNational()
      : parsed.formatInternational();
  if (kept.size > 2000) kept.clear();
  kept.set(key, text);
  return text;
}
