import type { HoursDay, HoursPreview } from '../../../../schema/contracts/hours.ts';
import { formatDateText, formatInZone, formatTimeInZone } from '../../i18n/format.ts';
import { cityOf } from '../../ui/both-clocks.tsx';
import { LoadingRows } from '../../ui/parts.tsx';
import { PhoneNumber } from '../../ui/phone-number.tsx';
import { ProblemState } from '../../ui/problem.tsx';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import { useMinute } from '../../ui/ticker.ts';
import classes from './hours.module.css';
import { useWords } from './words.ts';

interface Props {
  readonly preview: HoursPreview | null;
  readonly error: unknown;
  /** It is about the draft as it stands; else of one before. */
  readonly current: boolean;
  readonly changed: boolean;
  readonly timeZone: string;
}

/** What these hours come to: the week ahead on the line's clock, and which callbacks would move. */
export function HoursPreviewPanel({ preview, error, current, changed, timeZone }: Props) {
  const { t, language } = useWords();
  const now = useMinute();
  if (error && !preview) return <ProblemState error={error} onRetry={() => undefined} />;
  if (!preview) return <LoadingRows rows={7} />;
  return (
    <div data-stale={!current || undefined} className={classes.dry}>
      <h2>{t('hours.ahead')}</h2>
      <p className={classes.hint}>
        {t('hours.nowThere', { city: cityOf(timeZone), time: formatTimeInZone(now, timeZone, language) })}
      </p>
      <ul className={classes.days}>
        {preview.days.map((day) => (
          <Day key={day.date} day={day} timeZone={timeZone} />
        ))}
      </ul>
      {preview.never ? (
        <p className={classes.warning} role="alert">
          <StateGlyph state="breached" withWord word={t('hours.never')} />
        </p>
      ) : null}
      <h2>{t('hours.moves')}</h2>
      {preview.moved === 0 || !changed ? <p className={classes.hint}>{t('hours.movesNone')}</p> : null}
      {preview.moved > 0 && changed ? (
        <>
          <p className={classes.hint}>{t('hours.movesCount', { count: preview.moved })}</p>
          <ul className={classes.moves}>
            {preview.moves.map(({ id, contact, number, line, fromAt, toAt }) => (
              <li key={id}>
                <b>{contact === null ? <PhoneNumber number={number} /> : <bdi>{contact}</bdi>}</b>{' '}
                <bdi className={classes.hint}>{line}</bdi>
                <span>
                  {t('hours.fromTo', {
                    from: formatInZone(fromAt, timeZone, language),
                    to: formatInZone(toAt, timeZone, language),
                  })}
                </span>
              </li>
            ))}
          </ul>
          {preview.moved > preview.moves.length ? (
            <p className={classes.hint}>{t('hours.movesMore', { count: preview.moved - preview.moves.length })}</p>
          ) : null}
        </>
      ) : null}
    </div>
  );
}

function Day({ day, timeZone }: { readonly day: HoursDay; readonly timeZone: string }) {
  const { t, language } = useWords();
  const { date, opens, rule, holiday, clockChange } = day;
  const times = opens.map((open) => {
    const from = formatTimeInZone(open.from, timeZone, language);
    const to = formatTimeInZone(open.to, timeZone, language);
    // From midnight to midnight, however long the clock makes that day.
    return from === to ? t('hours.allDay') : t('hours.interval', { from, to });
  });
  return (
    <li data-closed={opens.length === 0 || undefined}>
      <span>{formatDateText(date, language)}</span>
      <span className={classes.times}>
        {times.length === 0 ? (holiday ?? t('hours.closed')) : <span className="num">{times.join(t('comma'))}</span>}
        {rule === 'special' ? <small>{t('hours.ownHours')}</small> : null}
        {clockChange === 0 ? null : (
          <small>{t(clockChange > 0 ? 'hours.clockBack' : 'hours.clockForward', { n: Math.abs(clockChange) })}</small>
        )}
      </span>
    </li>
  );
}
