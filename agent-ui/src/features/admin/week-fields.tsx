import { TextInput } from '@mantine/core';
import classes from './hours.module.css';
import type { Wrong } from './hours-draft.ts';
import { useWords } from './words.ts';

interface Props {
  readonly weekly: readonly string[];
  readonly wrong: Wrong;
  readonly onChange: (weekly: readonly string[]) => void;
}

/** Days as they are stored, Monday is 0. A Persian week begins on Saturday. */
const week = [0, 1, 2, 3, 4, 5, 6] as const;
const persianWeek = [5, 6, 0, 1, 2, 3, 4] as const;

/** As it is typed: its digits are what the fields read. */
const example = '9-13, 14:00-18:00';

/** One line of text for each day of the week; an empty one is a closed day. */
export function WeekFields({ weekly, wrong, onChange }: Props) {
  const { t, rich, language } = useWords();
  return (
    <section className={classes.group} aria-label={t('hours.week')}>
      <h2>{t('hours.week')}</h2>
      <p className={classes.hint}>{rich('hours.weekHint', { example: <bdi dir="ltr">{example}</bdi> })}</p>
      {(language === 'fa' ? persianWeek : week).map((day) => (
        <TextInput
          key={day}
          className={classes.day ?? ''}
          classNames={{ label: classes.dayName ?? '' }}
          label={t(`hours.day${day}`)}
          placeholder={t('hours.closed')}
          dir="ltr"
          value={weekly[day] ?? ''}
          maxLength={200}
          autoComplete="off"
          error={wrong.has(`weekly.${day}`) ? t('hours.wrongDay') : undefined}
          onChange={(event) => onChange(weekly.map((text, n) => (n === day ? event.currentTarget.value : text)))}
        />
      ))}
    </section>
  );
}
