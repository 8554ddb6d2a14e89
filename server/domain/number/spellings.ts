import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** Fewer digits than this stand in too much that is no telephone number. */
const tellingDigits = 6;

/** How a number may be written where nobody normalised it (channel names, frames, file names), the longest first. */
export function spellingsOf(e164: string): readonly string[] {
  const national: string | undefined = parsePhoneNumberFromString(e164)?.nationalNumber;
  const digits = e164.slice(1);
  const spellings = [`00${digits}`, e164, digits];
  if (national !== undefined && national.length >= tellingDigits) spellings.push(`0${national}`, national);
  return spellings.filter((each) => each.length >= tellingDigits);
}
