import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { E164 } from '../../../schema/values/e164.ts';

/** Where a number without a country was heard: the line's (else the site's) country and its area. */
export interface NumberPlace {
  /** ISO 3166, empty when unknown: then only numbers that name their country are understood. */
  readonly country: string;
  readonly areaCode: string | null;
}

/** The country as the numbering plan knows it, or undefined when it is none. */
export function knownCountry(country: string): CountryCode | undefined {
  const code = country.toUpperCase();
  return isSupportedCountry(code) ? code : undefined;
}

const separators = /[\s\u00a0\u200e\u200f\u202a-\u202e\u2066-\u2069().\-\u2010-\u2015/]/g;

/** Latin digits, no separators; null when anything but digits and a leading plus remains (letters, masks, forged text). */
export function plainDigits(raw: string): string | null {
  if (raw.length > 64) return null;
  const text = raw
    .replace(/^(tel|sips?):/i, '')
    .replace(/[;@].*$/s, '')
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(separators, '');
  return /^\+?[0-9]{1,40}$/.test(text) ? text : null;
}

/**
 * The number in E.164, or null when it is none. Carriers send `+44…`, `44…`, `0044…` and `07700…` alike (seen on
 * Asterisk 22), so a number without a plus is first read as one of the country, then as one that lost its plus.
 */
export function normalise(raw: string | null, place: NumberPlace): E164 | null {
  if (raw === null) return null;
  const digits = plainDigits(raw);
  if (digits === null || digits.replace('+', '').length < 3) return null;
  if (digits.startsWith('+')) return international(digits);
  const country = knownCountry(place.country);
  if (country === undefined) return digits.startsWith('00') ? international(`+${digits.slice(2)}`) : null;
  const national = parse(digits, country);
  if (national?.isValid()) return branded(national.number);
  if (digits.startsWith('00')) return international(`+${digits.slice(2)}`);
  const withPlus = parse(`+${digits}`);
  if (withPlus?.isValid()) return branded(withPlus.number);
  if (place.areaCode !== null) {
    const local = parse(`${place.areaCode.replace(/\D/g, '')}${digits}`, country);
    if (local?.isValid()) return branded(local.number);
  }
  // Numbers of new ranges are unknown to the plan we carry, yet have the length of a whole number.
  return national?.isPossible() && national.nationalNumber.length >= 7 ? branded(national.number) : null;
}

/** A number with its plus: kept when the plan knows it, or when it at least has the length of one. */
function international(digits: string): E164 | null {
  const number = parse(digits);
  if (number !== undefined) return branded(number.number);
  return /^\+[1-9][0-9]{6,14}$/.test(digits) ? branded(digits) : null;
}

function parse(text: string, country?: CountryCode) {
  return parsePhoneNumberFromString(text, country);
}

/** The shape is checked here once, so that the hot path needs no schema. */
function branded(text: string): E164 | null {
  return /^\+[1-9][0-9]{2,14}$/.test(text) ? (text as E164) : null;
}
