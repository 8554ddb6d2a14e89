import type { CallRow } from '../../../../schema/contracts/calls.ts';
import { useCommon } from '../../i18n/words.ts';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import { resultOf } from './result.ts';
import { useWords } from './words.ts';

/** The reason of a missed call in the words all screens share; an unknown code is shown as it came. */
export function useReason(): (reason: string | null) => string {
  const { maybe, t } = useCommon();
  return (reason) => (reason === null ? t('missed.ended_unknown') : (maybe(`missed.${reason}`) ?? reason));
}

/** How the call ended and what became of it, as shape and words. */
export function ResultCell({ call, now }: { readonly call: CallRow; readonly now: number }) {
  const { t } = useWords();
  const reasonOf = useReason();
  const { glyph, word } = resultOf(call, now);
  const text =
    word === 'excluded' && call.reason === null
      ? t('chips.excluded')
      : word === 'missed' || word === 'excluded'
        ? t(`result.${word}`, { reason: reasonOf(call.reason) })
        : t(`result.${word}`);
  return glyph === null ? <span>{text}</span> : <StateGlyph state={glyph} withWord word={text} />;
}
