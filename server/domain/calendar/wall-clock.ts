import { IANAZone } from 'luxon';

/** Longer than any time zone is away from UTC, with any change of it. */
const reachMs = 26 * 3_600_000;

function offsetMs(zone: IANAZone, at: number): number {
  return zone.offset(at) * 60_000;
}

/** What the wall clock shows at an instant, as if it were UTC. */
export function wallAt(timeZone: string, at: number): number {
  return at + offsetMs(IANAZone.create(timeZone), at);
}

/**
 * The instant at which the wall clock shows a time. When it shows it twice (the clock is put back), `which` decides;
 * when it never shows it (the clock is put forward), it is the instant of the change.
 */
export function instantOf(timeZone: string, wall: number, which: 'first' | 'last'): number {
  const zone = IANAZone.create(timeZone);
  const [before, after] = [offsetMs(zone, wall - reachMs), offsetMs(zone, wall + reachMs)];
  if (before === after) return wall - before;
  const shown = [wall - before, wall - after].filter((at) => at + offsetMs(zone, at) === wall);
  if (shown.length > 0) return which === 'first' ? Math.min(...shown) : Math.max(...shown);
  let [low, high] = [wall - reachMs, wall + reachMs];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetMs(zone, middle) === before) low = middle;
    else high = middle;
  }
  return high;
}
