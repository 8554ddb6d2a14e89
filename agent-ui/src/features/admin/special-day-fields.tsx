import { Button, CloseButton, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import classes from './hours.module.css';
import type { HoursDraft, Wrong } from './hours-draft.ts';
import { useWords } from './words.ts';

type Special = HoursDraft['special'];

interface Props {
  readonly special: Special;
  readonly wrong: Wrong;
  readonly onChange: (special: Special) => void;
}

/** Dates with hours of their own: they outdo holidays and the week. */
export function SpecialDayFields({ special, wrong, onChange }: Props) {
  const { t } = useWords();
  const edit = (at: number, part: Partial<Special[number]>): void =>
    onChange(special.map((day, n) => (n === at ? { ...day, ...part } : day)));
  return (
    <section className={classes.group} aria-label={t('hours.special')}>
      <h2>{t('hours.special')}</h2>
      <p className={classes.hint}>{t('hours.specialHint')}</p>
      {special.map((day, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows are known by their place only while they are written
        <div key={at} className={classes.special}>
          <TextInput
            aria-label={t('hours.date')}
            placeholder={t('hours.dateLike')}
            dir="ltr"
            value={day.date}
            maxLength={10}
            error={wrong.has(`specialDays.${at}`)}
            onChange={(event) => edit(at, { date: event.currentTarget.value })}
          />
          <TextInput
            aria-label={t('hours.openHours')}
            placeholder={t('hours.closed')}
            dir="ltr"
            value={day.text}
            maxLength={200}
            onChange={(event) => edit(at, { text: event.currentTarget.value })}
          />
          <CloseButton
            aria-label={t('hours.removeDay', { date: day.date })}
            onClick={() => onChange(special.filter((_, n) => n !== at))}
          />
        </div>
      ))}
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPlus size={16} stroke={1.8} aria-hidden />}
        onClick={() => onChange([...special, { date: '', text: '' }])}
      >
        {t('hours.addDay')}
      </Button>
    </section>
  );
}
