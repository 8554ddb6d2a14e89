import { SegmentedControl } from '@mantine/core';
import { Link } from 'react-router';
import type { LineRule, LineRuleRow, RungText } from '../../../../schema/contracts/rules.ts';
import { NumberField, OffersField, WaitsField } from './fields.tsx';
import { LadderPhrases } from './ladder-phrases.tsx';
import classes from './rules.module.css';
import { useRuleWords } from './use-rule-words.ts';
import { Word } from './word.tsx';
import { useWords } from './words.ts';

interface Props {
  readonly row: LineRuleRow;
  readonly now: LineRule;
  /** The ladder of lines that have none of their own. */
  readonly common: readonly RungText[];
  /** Null: this person may look, not write. */
  readonly onChange: ((rule: LineRule) => void) | null;
}

/** What a line promises, as sentences whose words can be changed. */
export function LineSentence({ row, now, common, onChange }: Props) {
  const { t, rich } = useWords();
  const words = useRuleWords();
  const was = row.rule;
  const write = (part: Partial<LineRule>) => onChange?.({ ...now, ...part });
  const only = <T,>(editor: T): T | null => (onChange === null ? null : editor);
  const whose = (ladder: LineRule['ladder']) => t(ladder === null ? 'ladder.company' : 'ladder.own');
  return (
    <p className={classes.sentence}>
      {rich('line.due', {
        line: <bdi className={classes.said}>{row.name}</bdi>,
        due: (
          <Word
            label={t('label.due')}
            was={words.minutes(was.dueMinutes)}
            now={words.minutes(now.dueMinutes)}
            editor={only(
              <NumberField
                label={t('label.due')}
                unit={t('field.minutes')}
                value={now.dueMinutes}
                min={1}
                max={10_080}
                onChange={(dueMinutes) => write({ dueMinutes })}
              />,
            )}
          />
        ),
        hours: (
          <Link className={classes.link} to="/admin/hours">
            {row.hours === null ? t('line.always') : t('line.hours')}
          </Link>
        ),
      })}{' '}
      {rich('line.leftOut', {
        whom: (
          <Word
            label={t('label.leftOut')}
            was={words.leftOut(was.abandonedSeconds)}
            now={words.leftOut(now.abandonedSeconds)}
            editor={only(
              <NumberField
                label={t('label.leftOut')}
                unit={t('field.seconds')}
                value={now.abandonedSeconds}
                min={0}
                max={600}
                onChange={(abandonedSeconds) => write({ abandonedSeconds })}
              />,
            )}
          />
        ),
      })}{' '}
      {rich('line.retry', {
        waits: (
          <Word
            label={t('label.waits')}
            was={words.waits(was.retryMinutes)}
            now={words.waits(now.retryMinutes)}
            editor={only(<WaitsField value={now.retryMinutes} onChange={(retryMinutes) => write({ retryMinutes })} />)}
          />
        ),
        tries: (
          <Word
            label={t('label.tries')}
            was={t('line.tries', { count: was.maxTries })}
            now={t('line.tries', { count: now.maxTries })}
            editor={only(
              <NumberField
                label={t('label.tries')}
                unit={t('field.tries')}
                value={now.maxTries}
                min={1}
                max={20}
                onChange={(maxTries) => write({ maxTries })}
              />,
            )}
          />
        ),
      })}{' '}
      {rich('line.offers', {
        offers: (
          <Word
            label={t('label.offers')}
            was={t(was.offers ? 'offers.yes' : 'offers.no')}
            now={t(now.offers ? 'offers.yes' : 'offers.no')}
            editor={only(<OffersField value={now.offers} onChange={(offers) => write({ offers })} />)}
          />
        ),
      })}{' '}
      <Word
        label={t('label.ladder')}
        was={whose(was.ladder)}
        now={whose(now.ladder)}
        editor={only(
          <SegmentedControl
            value={now.ladder === null ? 'company' : 'own'}
            data={[
              { value: 'company', label: t('ladder.company') },
              { value: 'own', label: t('ladder.own') },
            ]}
            onChange={(next) => write({ ladder: next === 'company' ? null : (was.ladder ?? [...common]) })}
          />,
        )}
      />
      {now.ladder === null ? (
        t('ladder.asAbove')
      ) : (
        <>
          {t('ladder.colon')}
          <LadderPhrases
            was={was.ladder ?? common}
            now={now.ladder}
            onChange={onChange === null ? null : (ladder) => write({ ladder })}
          />
          {t('ladder.end')}
        </>
      )}
    </p>
  );
}
