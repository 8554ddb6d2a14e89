import { Chip } from '../../ui/chip.tsx';
import { useKeys } from '../../ui/keys.ts';
import { useOutcomeWord } from '../../ui/outcome-word.ts';
import { choiceOf, type OutcomeChoiceOf } from './use-outcomes.ts';
import { useWords } from './words.ts';
import classes from './wrap-up-panel.module.css';

interface Props {
  readonly choices: readonly OutcomeChoiceOf[];
  /** What is stored of the choice; null for none. */
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
}

/** How the talk went, by the keys from 1 on; the finer kinds of what is chosen stand below it. */
export function OutcomeChoice({ choices, value, onChange }: Props) {
  const { t } = useWords();
  const wordOf = useOutcomeWord();
  const chosen = choiceOf(choices, value);
  const toggle = (choice: OutcomeChoiceOf): void => onChange(choice === chosen ? null : choice.value);
  useKeys(Object.fromEntries(choices.map((choice, at) => [String(at + 1), () => toggle(choice)])));
  return (
    <>
      <div className={classes.chips}>
        {choices.map((choice) => (
          <Chip key={choice.value} on={choice === chosen} onClick={() => toggle(choice)}>
            <bdi>{choice.word}</bdi>
          </Chip>
        ))}
        {value !== null && chosen === undefined && choices.length > 0 ? (
          // The list has changed since it was chosen: it stays in view until it is taken back.
          <Chip on onClick={() => onChange(null)}>
            <bdi>{wordOf(value)}</bdi>
          </Chip>
        ) : null}
      </div>
      {chosen && chosen.more.length > 0 ? (
        <fieldset className={classes.kinds} aria-label={t('wrap.kind', { outcome: chosen.word })}>
          {chosen.more.map((kind) => (
            <Chip
              key={kind.value}
              on={value === kind.value}
              onClick={() => onChange(value === kind.value ? chosen.value : kind.value)}
            >
              <bdi>{kind.word}</bdi>
            </Chip>
          ))}
        </fieldset>
      ) : null}
    </>
  );
}
