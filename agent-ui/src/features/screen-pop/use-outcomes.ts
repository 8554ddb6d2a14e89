import { outcomeChips, outcomeText } from '../../../../schema/contracts/outcomes.ts';
import { useOutcomeWord } from '../../ui/outcome-word.ts';
import { useLine } from './use-line.ts';

export interface OutcomeChoiceOf {
  /** What is stored when it is chosen. */
  readonly value: string;
  readonly word: string;
  /** Its finer kinds, as they are stored and as they are read. */
  readonly more: readonly { readonly value: string; readonly word: string }[];
}

/** How a talk on a line may have gone: its own list, or the six every line has. Empty while the list is on its way. */
export function useOutcomes(lineId: number | null): readonly OutcomeChoiceOf[] {
  const wordOf = useOutcomeWord();
  const { line, isLoading } = useLine(lineId);
  if (isLoading) return [];
  const own = line?.outcomes ?? null;
  if (own === null) return outcomeChips.map((value) => ({ value, word: wordOf(value), more: [] }));
  return own.map(({ name, more }) => ({
    value: name,
    word: name,
    more: more.map((word) => ({ value: outcomeText(name, word), word })),
  }));
}

/** The choice that a stored outcome belongs to. */
export const choiceOf = (choices: readonly OutcomeChoiceOf[], stored: string | null): OutcomeChoiceOf | undefined =>
  choices.find(({ value, more }) => value === stored || more.some((each) => each.value === stored));
