import { type DragEvent, useState } from 'react';
import { formatDay, formatNumber, formatShortDay, formatWeekday } from '../../i18n/format.ts';
import { dayOf } from '../../ui/month.ts';
import classes from './tickler-strip.module.css';
import type { DayBox } from './today-order.ts';
import { useWords } from './words.ts';

interface Props {
  readonly boxes: readonly DayBox[];
  readonly now: number;
  readonly day: string;
  readonly onDay: (key: string) => void;
  /** An item was dropped on a day. */
  readonly onSend: (itemId: number, at: number | null) => void;
}

/** What a dragged row carries. */
export const dragType = 'application/x-ringback-item';

/** Today, the next working days and later, each with what is owed; a day opens its list and takes what is dragged there. */
export function TicklerStrip({ boxes, now, day, onDay, onSend }: Props) {
  const { t, language } = useWords();
  const [over, setOver] = useState<string | null>(null);
  const takes = (event: DragEvent): boolean => event.dataTransfer.types.includes(dragType);
  return (
    <nav className={classes.strip} aria-label={t('strip.label')}>
      {boxes.map(({ key, at, items }) => {
        const count = items.length;
        return (
          <button
            type="button"
            key={key}
            className={classes.day}
            data-day={key}
            data-over={over === key || undefined}
            aria-pressed={day === key}
            title={fullName(key, at)}
            onClick={() => onDay(day === key ? 'today' : key)}
            onDragOver={(event) => {
              if (!takes(event)) return;
              event.preventDefault();
              setOver(key);
            }}
            onDragLeave={() => setOver(null)}
            onDrop={(event) => {
              setOver(null);
              if (!takes(event)) return;
              event.preventDefault();
              const id = Number(event.dataTransfer.getData(dragType));
              if (Number.isSafeInteger(id)) onSend(id, at);
            }}
          >
            <span className="hidden-visually">{t('strip.day', { day: fullName(key, at), count })}</span>
            <b className="num" data-none={count === 0 || undefined} aria-hidden>
              {formatNumber(count, language)}
            </b>
            <span aria-hidden>{shortName(key)}</span>
          </button>
        );
      })}
    </nav>
  );

  function shortName(key: string): string {
    if (key === 'today' || key === 'later') return t(`strip.${key}`);
    return language === 'fa'
      ? formatShortDay(dayOf(key) * 86_400_000 + 43_200_000, language)
      : formatWeekday(dayOf(key), language);
  }

  function fullName(key: string, at: number | null): string {
    if (key === 'today' || key === 'later') return t(`strip.${key}`);
    return formatDay(at ?? now, language);
  }
}
