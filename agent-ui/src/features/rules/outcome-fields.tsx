import { Button, CloseButton, TagsInput, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type Outcome, outcomeChips } from '../../../../schema/contracts/outcomes.ts';
import { useCommon } from '../../i18n/words.ts';
import { KeyCap } from '../../ui/parts.tsx';
import classes from './lines.module.css';
import { useWords } from './words.ts';

interface Props {
  readonly value: readonly Outcome[];
  readonly wrong: boolean;
  readonly onChange: (value: readonly Outcome[]) => void;
}

/** How a talk on this line may have gone: each outcome has its key, and perhaps finer kinds. */
export function OutcomeFields({ value, wrong, onChange }: Props) {
  const { t } = useWords();
  const common = useCommon();
  const edit = (at: number, part: Partial<Outcome>): void =>
    onChange(value.map((outcome, n) => (n === at ? { ...outcome, ...part } : outcome)));
  const standard = outcomeChips.map((chip) => common.t(`chip.${chip}`)).join(t('comma'));
  return (
    <section className={classes.outcomes} aria-label={t('lines.outcomes')}>
      <h3>{t('lines.outcomes')}</h3>
      <p>{value.length === 0 ? t('lines.outcomesNone', { standard }) : t('lines.outcomesHint')}</p>
      {value.map(({ name, more }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows are known by their place only while they are written
        <div key={at} className={classes.outcome}>
          <span className={classes.key}>
            <KeyCap>{String(at + 1)}</KeyCap>
          </span>
          <TextInput
            aria-label={t('lines.outcomeName', { n: at + 1 })}
            placeholder={t('lines.outcomeLike')}
            value={name}
            maxLength={40}
            error={wrong && name.trim() === ''}
            onChange={(event) => edit(at, { name: event.currentTarget.value })}
          />
          <TagsInput
            aria-label={t('lines.kinds', { n: at + 1 })}
            placeholder={more.length === 0 ? t('lines.kindsLike') : ''}
            className={classes.kinds ?? ''}
            classNames={{ inputField: classes.kindTyped ?? '' }}
            splitChars={[',', '،', ';']}
            maxTags={8}
            value={[...more]}
            onChange={(kinds) => edit(at, { more: kinds.map((kind) => kind.trim().slice(0, 40)).filter(Boolean) })}
          />
          <CloseButton
            className={classes.remove ?? ''}
            aria-label={t('lines.outcomeRemove', { n: at + 1 })}
            onClick={() => onChange(value.filter((_, n) => n !== at))}
          />
        </div>
      ))}
      {wrong ? (
        <p className={classes.wrong} role="alert">
          {t('lines.outcomesWrong')}
        </p>
      ) : null}
      {value.length < outcomeChips.length ? (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={16} stroke={1.8} aria-hidden />}
          onClick={() => onChange([...value, { name: '', more: [] }])}
        >
          {t('lines.outcomeAdd')}
        </Button>
      ) : null}
    </section>
  );
}
