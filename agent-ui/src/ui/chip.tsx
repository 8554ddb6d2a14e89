import { IconCheck, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { formatNumber } from '../i18n/format.ts';
import { useCommon } from '../i18n/words.ts';
import classes from './chip.module.css';

interface ChipProps {
  readonly on: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
  /** A quiet fact beside the word, such as the hour. */
  readonly aside?: ReactNode;
  readonly disabled?: boolean;
}

/** A choice that is on or off. */
export function Chip({ on, onClick, children, aside, disabled = false }: ChipProps) {
  return (
    <button
      type="button"
      className={classes.chip}
      data-on={on || undefined}
      aria-pressed={on}
      disabled={disabled}
      onClick={onClick}
    >
      {on ? <IconCheck size={14} stroke={2} aria-hidden /> : null}
      <span>{children}</span>
      {aside === undefined ? null : <span className={classes.aside}>{aside}</span>}
    </button>
  );
}

interface FilterChipProps {
  readonly on: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
  readonly count?: number;
  readonly glyph?: ReactNode;
  /** A set filter that can be taken away shows a cross. */
  readonly onClear?: () => void;
}

/** A filter with its count in bold; the row of them is the legend of a list. */
export function FilterChip({ on, onClick, children, count, glyph, onClear }: FilterChipProps) {
  const { t, language } = useCommon();
  return (
    <span className={classes.filter} data-on={on || undefined}>
      <button type="button" className={classes.filterBody} aria-pressed={on} onClick={onClick}>
        {glyph}
        <span>{children}</span>
        {count === undefined ? null : <b className="num">{formatNumber(count, language)}</b>}
      </button>
      {on && onClear ? (
        <button type="button" className={classes.clear} aria-label={t('action.clear')} onClick={onClear}>
          <IconX size={12} stroke={2} aria-hidden />
        </button>
      ) : null}
    </span>
  );
}

/** A small fact about a person or an item, with a word. */
export function Tag({ children, tone }: { readonly children: ReactNode; readonly tone?: 'red' | 'accent' }) {
  return (
    <span className={classes.tag} data-tone={tone}>
      {children}
    </span>
  );
}
