import { Checkbox, MultiSelect, SegmentedControl, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { LineRule, RungText } from '../../../../schema/contracts/rules.ts';
import { asciiDigits } from '../../i18n/digits.ts';
import classes from './rules.module.css';
import { useRuleWords } from './use-rule-words.ts';
import { useWords } from './words.ts';

interface NumberProps {
  readonly label: string;
  readonly unit: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
}

/** A whole number with its unit, in whatever digits it is typed. What is no such number changes nothing and says so. */
export function NumberField({ label, unit, value, min, max, onChange }: NumberProps) {
  const { t } = useWords();
  const [text, setText] = useState(String(value));
  const read = (typed: string): number => (/^[0-9]{1,5}$/.test(typed) ? Number(typed) : Number.NaN);
  const sound = (n: number): boolean => n >= min && n <= max;
  return (
    <TextInput
      data-autofocus
      inputMode="numeric"
      label={label}
      rightSection={<span className={classes.unit}>{unit}</span>}
      rightSectionWidth={64}
      rightSectionPointerEvents="none"
      value={text}
      maxLength={5}
      error={sound(read(asciiDigits(text).trim())) ? undefined : t('field.between', { min, max })}
      onChange={(event) => {
        setText(event.currentTarget.value);
        const n = read(asciiDigits(event.currentTarget.value).trim());
        if (sound(n)) onChange(n);
      }}
    />
  );
}

/** The waits between tries, in minutes, separated by commas. */
export function WaitsField({ value, onChange }: FieldOf<LineRule['retryMinutes']>) {
  const { t } = useWords();
  const [text, setText] = useState(value.join(', '));
  const read = (typed: string): void => {
    setText(typed);
    const waits = asciiDigits(typed)
      .split(/[,،;\s]+/)
      .filter((part) => part !== '')
      .map(Number);
    const sound =
      waits.length > 0 && waits.length <= 6 && waits.every((n) => Number.isInteger(n) && n > 0 && n <= 10_080);
    if (sound) onChange(waits);
  };
  return (
    <TextInput
      data-autofocus
      dir="ltr"
      label={t('field.waits')}
      description={t('field.waitsHint')}
      value={text}
      maxLength={60}
      onChange={(event) => read(event.currentTarget.value)}
    />
  );
}

interface FieldOf<T> {
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** Yes or no, in the words of the sentence. */
export function OffersField({ value, onChange }: FieldOf<boolean>) {
  const { t } = useWords();
  return (
    <SegmentedControl
      value={value ? 'yes' : 'no'}
      data={[
        { value: 'yes', label: t('offers.yes') },
        { value: 'no', label: t('offers.no') },
      ]}
      onChange={(next) => onChange(next === 'yes')}
    />
  );
}

/** When nobody is rung, on the company's clock. */
export function QuietField({ value, onChange }: FieldOf<string | null>) {
  const { t } = useWords();
  const [from = '21:30', to = '08:00'] = value?.split('-') ?? [];
  const set = (a: string, b: string): void => {
    if (/^\d\d:\d\d$/.test(a) && /^\d\d:\d\d$/.test(b) && a !== b) onChange(`${a}-${b}`);
  };
  return (
    <div className={classes.fields}>
      <Switch
        data-autofocus
        label={t('field.quietOn')}
        checked={value !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? `${from}-${to}` : null)}
      />
      <div className={classes.pair}>
        <TextInput
          type="time"
          label={t('field.from')}
          value={from}
          disabled={value === null}
          onChange={(event) => set(event.currentTarget.value, to)}
        />
        <TextInput
          type="time"
          label={t('field.to')}
          value={to}
          disabled={value === null}
          onChange={(event) => set(from, event.currentTarget.value)}
        />
      </div>
    </div>
  );
}

interface RungProps {
  readonly step: RungText['step'];
  /** Null: the step is not taken. */
  readonly value: RungText | null;
  readonly onChange: (value: RungText | null) => void;
}

/** One step of the ladder: whether it is taken, when, whom it reaches and how. */
export function RungField({ step, value, onChange }: RungProps) {
  const { t } = useWords();
  const { people } = useRuleWords();
  const rung = value ?? { step, minutes: step === 'due_soon' ? 10 : 0, to: ['supervisors'], by: [] };
  const set = (part: Partial<RungText>): void => onChange({ ...rung, ...part });
  return (
    <div className={classes.fields}>
      <Switch
        data-autofocus
        label={t('field.stepOn')}
        checked={value !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? rung : null)}
      />
      {value === null ? null : (
        <>
          <NumberField
            label={t(step === 'due_soon' ? 'field.before' : 'field.after')}
            unit={t('field.minutes')}
            value={rung.minutes}
            min={0}
            max={10_080}
            onChange={(minutes) => set({ minutes })}
          />
          <MultiSelect
            label={t('field.tell')}
            data={people}
            value={rung.to}
            searchable
            maxValues={20}
            comboboxProps={{ withinPortal: false }}
            onChange={(to) => to.length > 0 && set({ to })}
          />
          <Checkbox.Group
            label={t('field.ways')}
            value={rung.by}
            onChange={(by) => set({ by: (['mail', 'webhook'] as const).filter((way) => by.includes(way)) })}
          >
            <div className={classes.pair}>
              <Checkbox value="mail" label={t('way.mail')} />
              <Checkbox value="webhook" label={t('way.webhook')} />
            </div>
          </Checkbox.Group>
        </>
      )}
    </div>
  );
}
