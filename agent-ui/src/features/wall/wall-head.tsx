import { IconAlertOctagon, IconArrowsMaximize } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { Wall } from '../../../../schema/contracts/wall.ts';
import { formatClock, formatDay, formatTime } from '../../i18n/format.ts';
import classes from './wall.module.css';
import { useWords } from './words.ts';

interface Props {
  readonly wall: Wall;
  readonly now: number;
  /** Since when nothing has come from the server; null while it answers. */
  readonly lostSince: number | null;
  readonly signedIn: boolean;
}

/** Whose wall it is, up to when it is complete, and the hour; red with words when it is blind. */
export function WallHead({ wall, now, lostSince, signedIn }: Props) {
  const { t, language } = useWords();
  return (
    <header className={classes.head}>
      <h1>
        <bdi>{wall.company}</bdi>
      </h1>
      <Complete wall={wall} now={now} lostSince={lostSince} />
      <span className={classes.clock}>
        <span>{formatDay(now, language)}</span> <b className="num">{formatTime(now, language)}</b>
      </span>
      {signedIn ? (
        <span className={classes.tools}>
          <button type="button" onClick={() => void document.documentElement.requestFullscreen()}>
            <IconArrowsMaximize size={18} stroke={1.6} aria-hidden />
            {t('fullScreen')}
          </button>
          <Link to="/callbacks">{t('back')}</Link>
        </span>
      ) : null}
    </header>
  );
}

function Complete({ wall: { coverage }, now, lostSince }: Omit<Props, 'signedIn'>) {
  const { t, rich, language } = useWords();
  const time = (at: number) => <b className="num">{formatClock(at, language)}</b>;
  if (lostSince === null && coverage.live) {
    return <p className={classes.complete}>{rich('completeTo', { time: time(now) })}</p>;
  }
  return (
    <p className={classes.blind} role="alert">
      <IconAlertOctagon size={34} stroke={1.8} aria-hidden />
      <span>
        {lostSince !== null
          ? rich('lost.since', { time: time(lostSince) })
          : coverage.completeTo === null
            ? t('blind.never')
            : rich('blind.since', { time: time(coverage.completeTo) })}
      </span>
    </p>
  );
}
