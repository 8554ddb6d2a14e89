import { NativeSelect, TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import { localDigits } from '../i18n/digits.ts';
import { monthNames } from '../i18n/format.ts';
import { useCommon } from '../i18n/words.ts';
import { calendarOf } from './month.ts';
import { isWholeDate, valueOfWritten, type WrittenDate, writtenDate } from './written-date.ts';
import classes from './written-date-field.module.css';

interface Props {
  readonly label: string;
  /** As `valueOfWritten` gives it: a day, nothing, or what is half written. */
  readonly value: string;
  /** The first and the last day that can be meant. */
  readonly min: string;
  readonly max: string;
  readonly onChange: (value: string) => void;
}

/** A day long ago, written and not looked up: day, month and year in the calendar of the language. */
export function WrittenDateField({ label, value, min, max, onChange }: Props) {
  const { t, language } = useCommon();
  const calendar = calendarOf(language);
  const written = writtenDate(value, calendar);
  const id = useId();
  const [inside, setInside] = useState(false);
  // Nobody is told that it is half written while they write it.
  const wrong = !inside && !isWholeDate(value);
  const change = (part: Partial<WrittenDate>): void =>
    onChange(valueOfWritten({ ...written, ...part }, calendar, { min, max }));
  const field = (part: 'day' | 'year', maxLength: number) => (
    <TextInput
      inputMode="numeric"
      autoComplete="off"
      aria-label={`${label}: ${t(`date.${part}`)}`}
      aria-describedby={wrong ? id : undefined}
      placeholder={t(`date.${part}`)}
      maxLength={maxLength}
      value={localDigits(written[part], language)}
      error={wrong}
      onChange={(event) => change({ [part]: event.currentTarget.value })}
    />
  );
  return (
    <fieldset
      className={classes.field}
      onFocus={() => setInside(true)}
      onBlur={(event) => setInside(event.currentTarget.contains(event.relatedTarget))}
    >
      <legend>{label}</legend>
      <div className={classes.parts}>
        {field('day', 2)}
        <NativeSelect
          aria-label={`${label}: ${t('date.month')}`}
          aria-describedby={wrong ? id : undefined}
          value={written.month}
          error={wrong}
          data={[
            { value: '', label: t('date.month') },
            ...monthNames(language).map((name, at) => ({ value: String(at + 1), label: name })),
          ]}
          onChange={(event) => change({ month: event.currentTarget.value })}
        />
        {field('year', 4)}
      </div>
      {wrong ? (
        <div id={id} className={classes.wrong}>
          {t('date.whole')}
        </div>
      ) : null}
    </fieldset>
  );
}
