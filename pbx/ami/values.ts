const nobody: ReadonlySet<string> = new Set(['<unknown>', '<none>', '<null>', '(null)']);

/** Asterisk's placeholders for "nothing" become null. */
export function textOf(value: string | undefined): string | null {
  if (value === undefined || value === '') return null;
  const first = value.charCodeAt(0);
  // All placeholders begin with one of two characters; nearly no value does.
  return (first === 60 || first === 40) && nobody.has(value) ? null : value;
}

/** A whole number, or null. */
export function wholeOf(value: string | undefined): number | null {
  if (value === undefined || !/^-?[0-9]{1,15}$/.test(value)) return null;
  return Number(value);
}

/** Seconds to milliseconds; null when it is no number or negative. */
export function msOfSeconds(value: string | undefined): number | null {
  const seconds = wholeOf(value);
  return seconds === null || seconds < 0 ? null : seconds * 1000;
}

/** `Timestamp: 1763758888.123456` (timestampevents = yes) as epoch milliseconds; null when absent or absurd. */
export function msOfTimestamp(value: string | undefined): number | null {
  if (value === undefined || value.length > 24) return null;
  let ms = 0;
  let dot = value.length;
  for (let i = 0; i < value.length; i++) {
    const digit = value.charCodeAt(i) - 48;
    if (digit === -2 && dot === value.length) dot = i;
    else if (digit < 0 || digit > 9) return null;
    else if (i <= dot + 3) ms = ms * 10 + digit;
  }
  const decimals = Math.min(3, Math.max(0, value.length - dot - 1));
  return dot >= 9 && dot <= 11 ? ms * 10 ** (3 - decimals) : null;
}

/** `hh:mm:ss`, hours not bounded, as milliseconds. */
export function msOfClock(value: string | undefined): number | null {
  const found = value === undefined ? null : /^([0-9]{1,5}):([0-5][0-9]):([0-5][0-9])$/.exec(value);
  if (!found) return null;
  return ((Number(found[1]) * 60 + Number(found[2])) * 60 + Number(found[3])) * 1000;
}

/** Ids are epoch.counter, a UUID or what an Originate chose, perhaps with a system's name in front. */
export function isIdentity(id: string): boolean {
  if (id.length === 0 || id.length > 150 || id === 'none' || id === 'null') return false;
  for (let i = 0; i < id.length; i++) {
    const code = id.charCodeAt(i);
    if (code <= 32 || code === 60 || code === 62 || code >= 127) return false;
  }
  return true;
}
