import type { CSSProperties } from 'react';
import type { CallbackView } from '../../../../schema/contracts/callbacks.ts';
import { formatExact, formatShortDay, formatTime } from '../../i18n/format.ts';
import { Clock, DueClock } from '../../ui/clock.tsx';
import { dayOffset } from '../../ui/due.ts';
import table from './debt-table.module.css';
import classes from './due-track.module.css';
import { type Axis, type Mark, markOf, place, ticks, wordsPlace } from './due-track.ts';
import { type BoardState, spanOf } from './state-of.ts';
import { useWords } from './words.ts';

interface Props {
  readonly row: CallbackView;
  readonly axis: Axis;
  readonly state: BoardState;
}

/** When the item is due: its place on the shared axis, and the same in words. */
export function DueCell({ row, axis, state }: Props) {
  const mark = markOf(axis, row);
  const here = place(axis, axis.now) * 100;
  const { side, at } = wordsPlace(axis, mark);
  const before = side === 'before';
  const words: CSSProperties = before ? { insetInlineEnd: `${(1 - at) * 100}%` } : { insetInlineStart: `${at * 100}%` };
  return (
    <td className={table.due}>
      <span className={classes.track} data-tone={state}>
        {ticks(axis).map(({ at, place: where }) => (
          <span key={at} className={classes.grid} style={{ insetInlineStart: `${where * 100}%` }} aria-hidden />
        ))}
        <span className={classes.now} style={{ insetInlineStart: `${here}%` }} aria-hidden />
        <MarkShape mark={mark} />
        <span className={classes.dueWords} data-before={before || undefined} style={words}>
          <DueWords row={row} state={state} far={dayOffset(row.dueAt, axis.now) > 0} />
        </span>
      </span>
    </td>
  );
}

function MarkShape({ mark }: { readonly mark: Mark }) {
  const at = (from: number, to: number): CSSProperties => ({
    insetInlineStart: `${Math.min(from, to) * 100}%`,
    inlineSize: `${Math.abs(to - from) * 100}%`,
  });
  switch (mark.kind) {
    case 'none':
      return null;
    case 'late':
      return (
        <span className={classes.late} data-cut={mark.cut || undefined} style={at(mark.from, mark.to)} aria-hidden />
      );
    case 'ahead':
      return (
        <span className={classes.ahead} data-cut={mark.cut || undefined} style={at(mark.from, mark.to)} aria-hidden />
      );
    case 'settled':
      return (
        <span
          className={classes.settled}
          data-late={mark.dot > mark.tick || undefined}
          style={at(mark.tick, mark.dot)}
          aria-hidden
        />
      );
  }
}

interface WordsProps {
  readonly row: CallbackView;
  readonly state: BoardState;
  /** Due on a later day: the date without its weekday, to keep to the track. */
  readonly far: boolean;
}

function DueWords({ row, state, far }: WordsProps) {
  const { t, language } = useWords();
  if (row.settledAt !== null) {
    const settledAt = row.settledAt;
    const apart = spanOf(Math.abs(settledAt - row.promisedAt));
    const time = t(`span.${apart.kind}`, apart.values);
    const late = settledAt > row.promisedAt;
    return (
      <span className="num" title={formatExact(settledAt, language)}>
        {row.settledAs === null ? formatTime(settledAt, language) : t(late ? 'track.lateBy' : 'track.early', { time })}
      </span>
    );
  }
  if (state === 'needs_human') {
    return (
      <span className={classes.decide} title={formatExact(row.dueAt, language)}>
        {t('track.decide')}
      </span>
    );
  }
  if (state === 'calling' && row.lastTry !== null && row.lastTry.outcome === null) {
    return (
      <span className={classes.calling}>
        <Clock since={row.lastTry.at} />
      </span>
    );
  }
  if (far) {
    return (
      <time
        className={`${classes.far} num`}
        dateTime={new Date(row.dueAt).toISOString()}
        title={formatExact(row.dueAt, language)}
      >
        {formatShortDay(row.dueAt, language)} {formatTime(row.dueAt, language)}
      </time>
    );
  }
  return <DueClock dueAt={row.dueAt} zone={row.timeZone} />;
}
