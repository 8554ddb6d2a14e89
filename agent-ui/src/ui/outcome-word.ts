import { outcomeChips } from '../../../schema/contracts/outcomes.ts';
import { useCommon } from '../i18n/words.ts';

/** How a talk went, in words: one of the six every line has is translated, a line's own stands as it was written. */
export function useOutcomeWord(): (stored: string) => string {
  const { t } = useCommon();
  return (stored) => {
    const known = outcomeChips.find((chip) => chip === stored);
    return known === undefined ? stored : t(`chip.${known}`);
  };
}
