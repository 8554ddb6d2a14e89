import { Popover } from '@mantine/core';
import { IconCalendar } from '@tabler/icons-react';
import { useId, useRef, useState } from 'react';
import { formatDateText } from '../i18n/format.ts';
import { useCommon } from '../i18n/words.ts';
import classes from './date-field.module.css';
import { MonthGrid } from './month-grid.tsx';

interface Props {
  readonly label: string;
  /** `2026-11-28`, or empty. */
  readonly value: string;
  readonly today: string;
  readonly onChange: (date: string) => void;
  readonly min?: string;
  readonly max?: string;
  /** The label is only read aloud: another word stands beside the field. */
  readonly bare?: boolean;
}

/** A date, shown and chosen in the calendar of the language. */
export function DateField({ label, value, today, onChange, min, max, bare = false }: Props) {
  const { t, language } = useCommon();
  const [opened, setOpened] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const shown = value === '' ? t('calendar.choose') : formatDateText(value, language);
  const close = (): void => {
    setOpened(false);
    button.current?.focus();
  };
  return (
    <div className={classes.field}>
      {bare ? null : <label htmlFor={id}>{label}</label>}
      <Popover
        opened={opened}
        onChange={setOpened}
        onClose={close}
        position="bottom-start"
        trapFocus
        withinPortal={false}
      >
        <Popover.Target>
          <button
            ref={button}
            id={id}
            type="button"
            className={classes.button}
            data-empty={value === '' || undefined}
            aria-label={`${label}: ${shown}`}
            aria-haspopup="dialog"
            onClick={() => setOpened((now) => !now)}
          >
            <span>{shown}</span>
            <IconCalendar size={16} stroke={1.6} aria-hidden />
          </button>
        </Popover.Target>
        <Popover.Dropdown aria-label={label}>
          <MonthGrid
            value={value === '' ? null : value}
            today={today}
            min={min}
            max={max}
            onPick={(date) => {
              onChange(date);
              close();
            }}
          />
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}
