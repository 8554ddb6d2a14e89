import { formatDuration } from '../i18n/format.ts';
import { useCommon } from '../i18n/words.ts';
import { useNow } from './ticker.ts';

/** A clock that runs down to an instant and stops at zero; it is never announced. */
export function TimeLeft({ until }: { readonly until: number }) {
  const now = useNow();
  const { language } = useCommon();
  return (
    <span className="num" role="timer" aria-live="off">
      {formatDuration(Math.max(0, until - now), language)}
    </span>
  );
}
