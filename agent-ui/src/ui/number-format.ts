import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** The country whose numbers are written without their code; set once from the session. */
let home = 'GB';
export function setHomeCountry(country: string): void {
  home = country.toUpperCase();
}

const kept = new Map<string, string>();

/** A stored number as its country writes it: national at home, with the code abroad. */
export function grouped(e164: string): string {
  const key = `${home}${e164}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const parsed = parsePhoneNumberFromString(e164);
  const text = !parsed ? e164 : parsed.country === home ? parsed.formatNational() : parsed.formatInternational();
  if (kept.size > 2000) kept.clear();
  kept.set(key, text);
  return text;
}
