import { Button, CloseButton, Select, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import classes from './hours.module.css';
import type { HolidayDraft, Wrong } from './hours-draft.ts';
import { useWords } from './words.ts';

interface Props {
  readonly holidays: readonly HolidayDraft[];
  readonly wrong: Wrong;
  readonly onChange: (holidays: readonly HolidayDraft[]) => void;
}

/** Days on which nobody is there: once, by a date, or every year, by the Persian calendar. */
export function HolidayFields({ holidays, wrong, onChange }: Props) {
  const { t, language } = useWords();
  const edit = (at: number, part: Partial<HolidayDraft>): void =>
    onChange(holidays.map((holiday, n) => (n === at ? { ...holiday, ...part } : holiday)));
  const fresh: HolidayDraft = { name: '', calendar: language === 'fa' ? 'persian' : 'common', date: '', days: '1' };
  return (
    <section className={classes.group} aria-label={t('hours.holidays')}>
      <h2>{t('hours.holidays')}</h2>
      <p className={classes.hint}>{t('hours.holidaysHint')}</p>
      {holidays.map((holiday, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows are known by their place only while they are written
        <div key={at} className={classes.holiday} data-wrong={wrong.has(`holidays.${at}`) || undefined}>
          <TextInput
            aria-label={t('hours.holidayName')}
            placeholder={t('hours.holidayName')}
            value={holiday.name}
            maxLength={100}
            onChange={(event) => edit(at, { name: event.currentTarget.value })}
          />
          <Select
            aria-label={t('hours.calendar')}
            value={holiday.calendar}
            data={[
              { value: 'common', label: t('hours.common') },
              { value: 'persian', label: t('hours.persian') },
            ]}
            onChange={(value) => edit(at, { calendar: value === 'persian' ? 'persian' : 'common', date: '' })}
          />
          <TextInput
            aria-label={t('hours.date')}
            placeholder={holiday.calendar === 'common' ? t('hours.dateLike') : t('hours.persianLike')}
            dir="ltr"
            value={holiday.date}
            maxLength={10}
            error={wrong.has(`holidays.${at}`)}
            onChange={(event) => edit(at, { date: event.currentTarget.value })}
          />
          <TextInput
            aria-label={t('hours.days')}
            rightSection={<span className={classes.unit}>{t('hours.daysUnit')}</span>}
            rightSectionWidth={48}
            dir="ltr"
            inputMode="numeric"
            value={holiday.days}
            maxLength={2}
            onChange={(event) => edit(at, { days: event.currentTarget.value })}
          />
          <CloseButton
            aria-label={t('hours.removeHoliday', { name: holiday.name })}
            onClick={() => onChange(holidays.filter((_, n) => n !== at))}
          />
        </div>
      ))}
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPlus size={16} stroke={1.8} aria-hidden />}
        onClick={() => onChange([...holidays, fresh])}
      >
        {t('hours.addHoliday')}
      </Button>
    </section>
  );
}
