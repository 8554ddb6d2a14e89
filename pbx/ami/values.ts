const nobody: ReadonlySet<string> = new Set(['', '<unknown>', '<none>', '<null>', '(null)']);

/** Asterisk's placeholders for "nothing" become null. NUL cannot come from Asterisk and no store takes it: U+FFFD. */
export function textOf(value: string | undefined): string | null {
  if (value === undefined || nobody.has(value)) return null;
  return value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;
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
  if (value === undefined) return null;
  const found = /^([0-9]{9,11})(?:\.([0-9]{1,9}))?$/.exec(value);
  if (!found) return null;
  return Number(found[1]) * 1000 + Number((found[2] ?? '').padEnd(3, '0').slice(0, 3));
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
