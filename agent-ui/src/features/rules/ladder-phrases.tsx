import { Fragment } from 'react';
import type { RungText } from '../../../../schema/contracts/rules.ts';
import { RungField } from './fields.tsx';
import { useRuleWords } from './use-rule-words.ts';
import { Word } from './word.tsx';
import { useWords } from './words.ts';

const steps = ['due_soon', 'overdue', 'breached'] as const;

interface Props {
  readonly was: readonly RungText[];
  readonly now: readonly RungText[];
  /** Null: this person may look, not write. */
  readonly onChange: ((ladder: RungText[]) => void) | null;
}

/** The steps of a ladder as a sentence: each step is one editable phrase. */
export function LadderPhrases({ was, now, onChange }: Props) {
  const { t } = useWords();
  const { rung } = useRuleWords();
  const phrase = (ladder: readonly RungText[], step: RungText['step']): string => {
    const found = ladder.find((one) => one.step === step);
    return found ? rung(found) : t(`rung.${step}Off`);
  };
  return steps.map((step, at) => (
    <Fragment key={step}>
      {at === 0 ? ' ' : t('ladder.then')}
      <Word
        label={t(`step.${step}`)}
        was={phrase(was, step)}
        now={phrase(now, step)}
        editor={
          onChange === null ? null : (
            <RungField
              step={step}
              value={now.find((one) => one.step === step) ?? null}
              onChange={(next) =>
                onChange(
                  steps.flatMap((each) => {
                    const kept = each === step ? next : (now.find((one) => one.step === each) ?? null);
                    return kept === null ? [] : [kept];
                  }),
                )
              }
            />
          )
        }
      />
    </Fragment>
  ));
}
