import { formatDay, formatDuration, formatExact, formatTime } from '../i18n/format.ts';
import { useCommon } from '../i18n/words.ts';
import { useBothClocks } from './both-clocks.tsx';
import classes from './clock.module.css';
import { type DueTone, dayOffset, dueWords } from './due.ts';
import { useMinutesSince, useNow } from './ticker.ts';

/** A length of time, `m:ss`. */
export function Duration({ ms }: { readonly ms: number }) {
  const { language } = useCommon();
  return <span className="num">{formatDuration(ms, language)}</span>;
}

/** A running clock since an instant; it is never announced. */
export function Clock({ since }: { readonly since: number }) {
  const now = useNow();
  const { language } = useCommon();
  return (
    <span className="num" role="timer" aria-live="off">
      {formatDuration(now - since, language)}
    </span>
  );
}

/** A due time in words, with the tone it is told in. */
export function useDueText(): (dueAt: number, now: number) => { readonly text: string; readonly tone: DueTone } {
  const { t, language } = useCommon();
  return (dueAt, now) => {
    const due = dueWords(dueAt, now);
    if (due.kind !== 'at') return { text: t(`due.${due.kind}`, due.values), tone: due.tone };
    const time = formatTime(dueAt, language);
    const text = dayOffset(dueAt, now) === 0 ? time : t('due.onDay', { day: formatDay(dueAt, language), time });
    return { text, tone: due.tone };
  };
}

interface DueProps {
  readonly dueAt: number;
  /** Zone of the line's clock; without one the business's. */
  readonly zone?: string | null;
}

/** How a due time stands now: late in red, soon in amber, else the hour or the day. Both clocks are told on hover. */
export function DueClock({ dueAt, zone = null }: DueProps) {
  // A desk has hundreds of these: none is drawn anew before its words change.
  const now = dueAt + useMinutesSince(dueAt) * 60_000;
  const both = useBothClocks()(dueAt, zone);
  const { language } = useCommon();
  const { text, tone } = useDueText()(dueAt, now);
  return (
    <time
      className={`${classes.due} num`}
      data-tone={tone}
      dateTime={new Date(dueAt).toISOString()}
      title={both ?? formatExact(dueAt, language)}
    >
      {text}
    </time>
  );
}

/** The hour of an instant, with the exact one on hover. */
export function TimeOfDay({ at }: { readonly at: number }) {
  const { language } = useCommon();
  return (
    <time className="num" dateTime={new Date(at).toISOString()} title={formatExact(at, language)}>
      {formatTime(at, language)}
    </time>
  );
}

/** `5 min ago`, `yesterday`, or the date; the exact instant on hover. */
export function RelativeTime({ at }: { readonly at: number }) {
  const now = useNow();
  const { t, language } = useCommon();
  const minutes = Math.max(0, Math.floor((now - at) / 60_000));
  const days = -dayOffset(at, now);
  const text =
    days === 1
      ? t('ago.yesterday', { time: formatTime(at, language) })
      : days > 1
        ? formatDay(at, language)
        : minutes < 1
          ? t('ago.now')
          : minutes < 60
            ? t('ago.minutes', { n: minutes })
            : formatTime(at, language);
  return (
    <time dateTime={new Date(at).toISOString()} title={formatExact(at, language)}>
      {text}
    </time>
  );
}
