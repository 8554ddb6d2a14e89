/** Which of our people a phone or an extension belongs to. */
export interface PhoneOwners {
  byDevice(device: string | null): number | null;
  byExtension(extension: string | null): number | null;
}

const longest = 2_147_483_647;

/** Text of a stranger as the database can keep it: no NUL (which it refuses, with the whole row), no endless line. */
export function plain(text: string, max = 200): string {
  if (text.length <= max && !text.includes('\u0000')) return text;
  return text.replaceAll('\u0000', '').slice(0, max);
}

/** The same for a text that may be absent. */
export function plainOrNull(text: string | null, max = 200): string | null {
  return text === null ? null : plain(text, max);
}

/** A length of time as the column holds it: whole milliseconds, never negative. */
export function wholeMs(value: number): number {
  return Number.isFinite(value) ? Math.min(Math.max(Math.round(value), 0), longest) : 0;
}
