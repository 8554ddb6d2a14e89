import { formatClock } from '../i18n/format.ts';
import { useCommon } from '../i18n/words.ts';
import { useLiveState } from '../socket/live-store.ts';
import { useNow } from '../ui/ticker.ts';
import classes from './coverage-line.module.css';

/** `Complete to 10:42:07`: up to when every call of the PBX is known; red with words when it is blind. */
export function CoverageLine() {
  const { rich, t, language } = useCommon();
  const coverage = useLiveState((state) => state.coverage);
  const lost = useLiveState((state) => state.line === 'lost');
  const now = useNow();
  if (coverage === null) return null;
  // While both lines are up, everything until this second has been seen.
  const at = coverage.live && !lost ? now : coverage.completeTo;
  if (at === null) return <span className={classes.blind}>{t('coverage.never')}</span>;
  const time = <span className="num">{formatClock(at, language)}</span>;
  if (!coverage.live) return <span className={classes.blind}>{rich('coverage.blind', { time })}</span>;
  return <span className={classes.complete}>{rich('coverage.completeTo', { time })}</span>;
}
