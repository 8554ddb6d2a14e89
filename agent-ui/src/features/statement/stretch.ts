import type { UiLanguage } from '../../i18n/index.ts';
import { atHour } from '../../ui/zone.ts';

export const units = ['day', 'month'] as const;
export type Unit = (typeof units)[number];

/** A day or a month of the business, epoch ms; `to` does not belong to it. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The day of the month in the calendar people of that language live by. */
function dayOfMonth(at: number, language: UiLanguage, timeZone: string): number {
  const calendar = language === 'fa' ? 'persian' : 'gregory';
  const day = new Intl.DateTimeFormat(`en-u-ca-${calendar}-nu-latn`, { day: 'numeric', timeZone });
  return Number(day.formatToParts(at).find(({ type }) => type === 'day')?.value ?? 1);
}

/** The day or month that an instant lies in; months are those of the Persian calendar for people who live by it. */
export function stretchAround(at: number, unit: Unit, language: UiLanguage, timeZone: string): Stretch {
  const midnight = (days: number) => atHour(at, days, 0, 0, timeZone);
  if (unit === 'day') return { from: midnight(0), to: midnight(1) };
  const behind = dayOfMonth(at, language, timeZone) - 1;
  let ahead = 28 - behind;
  while (dayOfMonth(midnight(ahead), language, timeZone) !== 1) ahead += 1;
  return { from: midnight(-behind), to: midnight(ahead) };
}

/** The stretch before or after. */
export function neighbour(
  { from, to }: Stretch,
  way: -1 | 1,
  unit: Unit,
  language: UiLanguage,
  timeZone: string,
): Stretch {
  return stretchAround(way < 0 ? from - 1 : to, unit, language, timeZone);
}
