import { businessZone, formatInZone } from '../i18n/format.ts';
import { useCommon } from '../i18n/words.ts';

interface Props {
  readonly at: number;
  /** Zone of the line's clock; null when it keeps the business's. */
  readonly zone: string | null;
  readonly className?: string | undefined;
}

const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
const walls = new Map<string, Intl.DateTimeFormat>();

function wallIn(timeZone: string): Intl.DateTimeFormat {
  const known = walls.get(timeZone);
  if (known) return known;
  const wall = new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  walls.set(timeZone, wall);
  return wall;
}

/** Whether two clocks show something else at this instant. */
export function clocksDiffer(at: number, one: string, other: string): boolean {
  return one !== other && wallIn(one).format(at) !== wallIn(other).format(at);
}

/** What a person calls a zone: its city. */
export const cityOf = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');

/** A due time on the line's clock and on that of whoever looks, as one sentence; null where the two agree. */
export function useBothClocks(): (at: number, zone: string | null) => string | null {
  const { t, language } = useCommon();
  return (at, zone) => {
    const [theirs, mine] = [zone ?? businessZone(), here];
    if (!clocksDiffer(at, theirs, mine)) return null;
    const line = formatInZone(at, theirs, language);
    return t('clocks.both', { line, city: cityOf(theirs), mine: formatInZone(at, mine, language) });
  };
}

/** The same as a line of its own; nothing where they agree. */
export function BothClocks({ at, zone, className }: Props) {
  const text = useBothClocks()(at, zone);
  return text === null ? null : <p className={className}>{text}</p>;
}
