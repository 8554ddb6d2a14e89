/**
 * `1795299431.996992`, `2026-11-21 22:17:11` or the same with a fraction. A wall clock without `+00` behind it is read as
 * if it were UTC.
 */
export function instantOf(text: string): { readonly at: number; readonly wall: boolean } | null {
  const epoch = /^(\d{9,11})(?:\.(\d{1,9}))?$/.exec(text);
  if (epoch !== null) return { at: Math.floor(Number(`${epoch[1]}.${epoch[2] ?? '0'}`) * 1000), wall: false };
  const wall = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(\+00(?::?00)?|Z)?$/.exec(text);
  if (wall === null) return null;
  const at = Date.parse(`${wall[1]}T${wall[2]}Z`);
  return Number.isNaN(at)
    ? null
    : { at: at + Math.floor(Number(`0.${wall[3] ?? '0'}`) * 1000), wall: wall[4] === undefined };
}

const QUARTER = 15 * 60_000;

/**
 * How far the PBX's wall clock is from UTC, by a channel's Uniqueid, which begins with the epoch second of its start. Zones
 * are whole quarters of an hour away, so a start a few minutes late misleads nobody. Null when the id is of another form.
 */
export function zoneShift(wallAt: number, uniqueid: string): number | null {
  const epoch = /(?:^|-)(\d{9,11})\.\d+$/.exec(uniqueid)?.[1];
  if (epoch === undefined) return null;
  const shift = Math.round((wallAt - Number(epoch) * 1000) / QUARTER) * QUARTER;
  return Math.abs(shift) <= 15 * 3_600_000 ? shift : null;
}
