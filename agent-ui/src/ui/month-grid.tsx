import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { formatDateText, formatMonth, formatNumber, formatWeekday } from '../i18n/format.ts';
import { directionOf } from '../i18n/index.ts';
import { useCommon } from '../i18n/words.ts';
import { calendarOf, type Day, dateOf, dayByKey, dayOf, partsOf, shiftMonth, weeksOf } from './month.ts';
import classes from './month-grid.module.css';

interface Props {
  /** The chosen date, `2026-11-28`; null for none yet. */
  readonly value: string | null;
  /** The day marked as the present one, and shown while nothing is chosen. */
  readonly today: string;
  readonly onPick: (date: string) => void;
  readonly min?: string | undefined;
  readonly max?: string | undefined;
  /** Days on which nobody is there; they can be chosen, but say so. */
  readonly closed?: (date: string) => boolean;
  /** How much is owed that day already. */
  readonly owed?: (date: string) => number;
}

/** A month of the language's calendar: Persian months in Persian. One day is in the tab order; the keys move it. */
export function MonthGrid({ value, today, onPick, min, max, closed, owed }: Props) {
  const { t, language } = useCommon();
  const calendar = calendarOf(language);
  const rtl = directionOf(language) === 'rtl';
  const grid = useRef<HTMLTableElement>(null);
  const moved = useRef(false);
  const first = min === undefined ? Number.NEGATIVE_INFINITY : dayOf(min);
  const last = max === undefined ? Number.POSITIVE_INFINITY : dayOf(max);
  const within = (day: Day): Day => Math.min(Math.max(day, first), last);
  const [at, setAt] = useState<Day>(() => within(dayOf(value ?? today)));
  useEffect(() => {
    if (moved.current) grid.current?.querySelector<HTMLElement>(`[data-day="${at}"]`)?.focus();
    moved.current = false;
  }, [at]);
  const press = (event: KeyboardEvent): void => {
    const to = dayByKey(event.key, at, calendar, rtl);
    if (to === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    moved.current = true;
    setAt(within(to));
  };
  const turn = (by: 1 | -1) => (): void => setAt(within(shiftMonth(at, by, calendar)));
  const weeks = weeksOf(at, calendar);
  // The middle of the month is in it on every clock.
  const middle = weeks[2]?.[3] ?? at;
  const title = formatMonth(middle * 86_400_000 + 43_200_000, language);
  const full = weeks.find((week) => week.every((day) => day !== null)) ?? [];
  return (
    <div className={classes.month}>
      <div className={classes.head}>
        <button type="button" aria-label={t('calendar.before')} onClick={turn(-1)}>
          <IconChevronLeft size={16} stroke={1.6} className={classes.turn ?? ''} aria-hidden />
        </button>
        <b aria-live="polite">{title}</b>
        <button type="button" aria-label={t('calendar.after')} onClick={turn(1)}>
          <IconChevronRight size={16} stroke={1.6} className={classes.turn ?? ''} aria-hidden />
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid of days is what ARIA calls one */}
      <table ref={grid} role="grid" aria-label={title} onKeyDown={press}>
        <thead>
          <tr>
            {full.map((day) => (
              <th key={day} scope="col">
                {formatWeekday(day ?? 0, language)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: weeks of a month never move
            <tr key={row}>
              {week.map((day, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: an empty place has no other name
                <td key={column}>{day === null ? null : box(day)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );

  function box(day: Day) {
    const date = dateOf(day);
    const count = owed?.(date) ?? 0;
    const shut = closed?.(date) ?? false;
    const more = [shut ? t('calendar.closed') : '', count > 0 ? t('calendar.owed', { count }) : ''].filter(Boolean);
    return (
      <button
        type="button"
        data-day={day}
        className={classes.day}
        data-on={value === date || undefined}
        data-closed={shut || undefined}
        aria-pressed={value === date}
        aria-current={date === today ? 'date' : undefined}
        aria-label={[formatDateText(date, language), ...more].join(', ')}
        tabIndex={day === at ? 0 : -1}
        disabled={day < first || day > last}
        onClick={() => onPick(date)}
      >
        <span>{formatNumber(partsOf(day, calendar).day, language)}</span>
        {count > 0 ? <small>{formatNumber(count, language)}</small> : null}
      </button>
    );
  }
}
