import type { ReactNode } from 'react';
import type { CallbackView } from '../../../../schema/contracts/callbacks.ts';
import { formatDay, formatNumber } from '../../i18n/format.ts';
import { dayOffset } from '../../ui/due.ts';
import classes from './tickler-strip.module.css';
import { useWords } from './words.ts';

interface Props {
  readonly items: readonly CallbackView[];
  readonly now: number;
  readonly day: number;
  readonly onDay: (day: number) => void;
  readonly children: (items: readonly CallbackView[]) => ReactNode;
}

const days = [1, 2, 3, 4, 5] as const;
const dayMs = 86_400_000;

/** The coming days with what is owed on each; a day opens its list. */
export function TicklerStrip({ items, now, day, onDay, children }: Props) {
  const { t, language } = useWords();
  if (items.length === 0) return null;
  const on = (wanted: number) =>
    items.filter(({ dueAt }) =>
      wanted > days.length ? dayOffset(dueAt, now) > days.length : dayOffset(dueAt, now) === wanted,
    );
  const boxes = [...days, days.length + 1].filter((each) => each <= days.length || on(each).length > 0);
  return (
    <section>
      <h2 className={classes.title}>{t('later')}</h2>
      <div className={classes.strip}>
        {boxes.map((each) => (
          <button
            type="button"
            key={each}
            className={classes.day}
            aria-pressed={day === each}
            disabled={on(each).length === 0}
            onClick={() => onDay(day === each ? 0 : each)}
          >
            <b className="num">{formatNumber(on(each).length, language)}</b>
            <span>{each > days.length ? t('strip.later') : formatDay(now + each * dayMs, language)}</span>
          </button>
        ))}
      </div>
      {day === 0 ? null : children(on(day))}
    </section>
  );
}
