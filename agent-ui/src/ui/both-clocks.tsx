import { formatInZone } from '../i18n/format.ts';
import { useCommon } from '../i18n/words.ts';

interface Props {
  readonly at: number;
  /** Zone of the line's clock; null when it has none of its own. */
  readonly zone: string | null;
  readonly className?: string | undefined;
}

const here = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Whether two clocks show something else at this instant. */
export function clocksDiffer(at: number, one: string, other: string): boolean {
  if (one === other) return false;
  const shown = (timeZone: string) =>
    new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at);
  return shown(one) !== shown(other);
}

/** What a person calls a zone: its city. */
export const cityOf = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');

/** A due time on the line's clock and on the clock of whoever looks, where the two differ; nothing where they agree. */
export function BothClocks({ at, zone, className }: Props) {
  const { t, language } = useCommon();
  const mine = here();
  if (zone === null || !clocksDiffer(at, zone, mine)) return null;
  return (
    <p className={className}>
      {t('clocks.both', {
        line: formatInZone(at, zone, language),
        city: cityOf(zone),
        mine: formatInZone(at, mine, language),
      })}
    </p>
  );
}
