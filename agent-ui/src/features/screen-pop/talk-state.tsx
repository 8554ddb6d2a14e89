import type { LiveCard } from '../../../../schema/contracts/live.ts';
import { Duration } from '../../ui/clock.tsx';
import { useNow } from '../../ui/ticker.ts';
import { useWords } from './words.ts';

/** What the clock counts, in one word: talking, on hold, muted; and whether the recording is silent. */
export function TalkState({ card }: { readonly card: LiveCard }) {
  const { t } = useWords();
  return (
    <>
      <span>{t(`talk.state.${stateOf(card)}`)}</span>
      {card.recording === 'paused' ? <Paused until={card.recordsAgainAt} /> : null}
      {card.recording === 'on' ? <span>{t('record.on')}</span> : null}
    </>
  );
}

function stateOf({ aside, hold, muted }: LiveCard) {
  if (aside) return 'aside';
  if (hold !== 'none') return 'held';
  return muted ? 'muted' : 'talking';
}

function Paused({ until }: { readonly until: number | null }) {
  const { rich, t } = useWords();
  const now = useNow();
  if (until === null || until <= now) return <b>{t('record.paused')}</b>;
  return <b>{rich('record.pausedFor', { left: <Duration ms={until - now} /> })}</b>;
}
