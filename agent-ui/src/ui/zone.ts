const clocks = new Map<string, Intl.DateTimeFormat>();
/** Made once for each zone: to make one takes longer than to read it a hundred times. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const found =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('en-CA-u-nu-latn', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
  clocks.set(timeZone, found);
  return found;
}

/** The hour and day of an instant in a zone, as numbers. */
function partsIn(at: number, timeZone: string) {
  const parts = clockOf(timeZone).formatToParts(at);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  return { year: of('year'), month: of('month'), day: of('day'), hour: of('hour'), minute: of('minute') };
}

/** The instant at which it is that hour, some days from now, on the business's clock. */
export function atHour(now: number, days: number, hour: number, minute: number, timeZone: string): number {
  const { year, month, day } = partsIn(now, timeZone);
  const wanted = Date.UTC(year, month - 1, day + days, hour, minute);
  // Two rounds settle the offset also on the day the clocks change.
  let at = wanted;
  for (let round = 0; round < 2; round++) {
    const seen = partsIn(at, timeZone);
    at += wanted - Date.UTC(seen.year, seen.month - 1, seen.day, seen.hour, seen.minute);
  }
  return at;
}

/** The instant at which it is that hour on a date such as `2026-12-25`. */
export function atDateHour(date: string, hour: number, minute: number, timeZone: string): number {
  return atHour(dayStart(date, timeZone), 0, hour, minute, timeZone);
}

export const hourIn = (at: number, timeZone: string): number => partsIn(at, timeZone).hour;

/** The first instant of a date such as `2026-12-25` on a zone's clock. */
export function dayStart(date: string, timeZone: string): number {
  const wanted = Date.parse(`${date}T00:00:00Z`);
  let at = wanted;
  for (let round = 0; round < 2; round++) {
    const { year, month, day, hour, minute } = partsIn(at, timeZone);
    at += wanted - Date.UTC(year, month - 1, day, hour, minute);
  }
  return at;
}

/** The date of an instant on a zone's clock, `2026-12-25`. */
export function dateIn(at: number, timeZone: string): string {
  const { year, month, day } = partsIn(at, timeZone);
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}
