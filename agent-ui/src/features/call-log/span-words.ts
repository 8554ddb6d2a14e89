import { formatDate } from '../../i18n/format.ts';
import type { UiLanguage } from '../../i18n/index.ts';
import type { Filters } from './filters.ts';

/** The days of an exact stretch: one day, or first and last. */
export function spanWords({ from, to }: NonNullable<Filters['span']>, language: UiLanguage): string {
  const [first, last] = [formatDate(from, language), formatDate(to - 1, language)];
  return first === last ? first : `${first} – ${last}`;
}
