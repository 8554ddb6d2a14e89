import type { LiveCard } from '../../../../schema/contracts/live.ts';
import { useCommon } from '../../i18n/words.ts';
import { grouped } from '../../ui/number-format.ts';
import { callerOf } from './caller.ts';
import { useWords } from './words.ts';

/** Says once, for those who listen to the screen, who is calling. Clocks are never announced. */
export function Announcer({ card }: { readonly card: LiveCard | null }) {
  const { t } = useWords();
  const common = useCommon();
  return (
    <div role="alert" className="hidden-visually">
      {card ? words(card) : ''}
    </div>
  );

  function words(call: LiveCard): string {
    const { name, number } = callerOf(call);
    const who = name ?? (number === null ? common.t('number.withheld') : grouped(number));
    return call.line ? t('ring.announceOn', { name: who, line: call.line.name }) : t('ring.announce', { name: who });
  }
}
