import type { CompanyRule } from '../../../../schema/contracts/rules.ts';
import { QuietField } from './fields.tsx';
import { LadderPhrases } from './ladder-phrases.tsx';
import classes from './rules.module.css';
import { useRuleWords } from './use-rule-words.ts';
import { Word } from './word.tsx';
import { useWords } from './words.ts';

interface Props {
  readonly was: CompanyRule;
  readonly now: CompanyRule;
  /** Null: this person may look, not write. */
  readonly onChange: ((rule: CompanyRule) => void) | null;
}

/** What holds on every line: when nobody is rung, and whom a late callback reaches. */
export function CompanySentence({ was, now, onChange }: Props) {
  const { t, rich } = useWords();
  const { quiet } = useRuleWords();
  return (
    <p className={classes.sentence}>
      {rich('company.quiet', {
        quiet: (
          <Word
            label={t('label.quiet')}
            was={quiet(was.quietHours)}
            now={quiet(now.quietHours)}
            editor={
              onChange === null ? null : (
                <QuietField value={now.quietHours} onChange={(quietHours) => onChange({ ...now, quietHours })} />
              )
            }
          />
        ),
      })}{' '}
      {t('company.ladder')}
      <LadderPhrases
        was={was.ladder}
        now={now.ladder}
        onChange={onChange === null ? null : (ladder) => onChange({ ...now, ladder })}
      />
      {t('ladder.end')}
    </p>
  );
}
