import { useBlindWindows } from '../api/blind-windows.ts';
import { formatClock, formatDuration, formatShortDay } from '../i18n/format.ts';
import { useCommon } from '../i18n/words.ts';
import classes from './blind-strip.module.css';
import { StateGlyph } from './state-glyph.tsx';

/** How many stretches are named; the rest are counted. */
const named = 3;

interface Props {
  /** Only what touches this stretch, epoch ms; all when there is no bound. */
  readonly from?: number;
  readonly to?: number;
}

/** In red above a board: the seconds nobody saw, in which calls may be missing from it. Nothing when all was seen. */
export function BlindStrip({ from, to }: Props) {
  const { t, language } = useCommon();
  const windows = useBlindWindows(from, to);
  if (windows.length === 0) return null;
  const more = windows.length - named;
  return (
    <section className={classes.strip} aria-label={t('blind.title')} data-blind>
      <StateGlyph state="breached" word={t('blind.title')} withWord />
      <ul>
        {windows.slice(0, named).map(({ id, startedAt, endedAt }) => (
          <li key={id}>
            {formatShortDay(startedAt, language)}{' '}
            <span className="num">
              {formatClock(startedAt, language)}
              {endedAt === null ? ' –' : `–${formatClock(endedAt, language)}`}
            </span>{' '}
            {endedAt === null ? t('blind.lasting') : `(${formatDuration(endedAt - startedAt, language)})`}
          </li>
        ))}
        {more > 0 ? <li>{t('blind.more', { count: more })}</li> : null}
      </ul>
    </section>
  );
}
