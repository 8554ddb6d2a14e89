import { IconPhoneCall } from '@tabler/icons-react';
import type { LiveCard } from '../../../../schema/contracts/live.ts';
import { Clock } from '../../ui/clock.tsx';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import { useNow } from '../../ui/ticker.ts';
import { CardBadges } from './badges.tsx';
import { BarFrame } from './bar-frame.tsx';
import { CallerTitle, CallerUnder, LastWords } from './caller-line.tsx';
import { ConsultActions, ConsultLine } from './consult.tsx';
import { OtherCalls } from './other-calls.tsx';
import { TalkActions } from './talk-actions.tsx';
import { TalkState } from './talk-state.tsx';
import { useOrder } from './use-order.ts';
import { useWords } from './words.ts';

interface Props {
  readonly card: LiveCard;
  readonly others: readonly LiveCard[];
}

/** I am talking. Hanging up is a button of its own and has no key. */
export function TalkingBar({ card, others }: Props) {
  const { rich } = useWords();
  const order = useOrder(card);
  return (
    <BarFrame
      tone="talk"
      mark={<IconPhoneCall size={22} stroke={1.6} aria-hidden />}
      title={<CallerTitle card={card} />}
      under={<CallerUnder card={card} />}
      clock={<Clock since={card.talkingSince ?? card.startedAt} />}
      clockWords={
        <>
          <TalkState card={card} />
          {card.line ? <span>{rich('ring.onLine', { line: <bdi>{card.line.name}</bdi> })}</span> : null}
        </>
      }
      badges={card.callback ? <Counting card={card} /> : <CardBadges card={card} />}
      line={card.consult ? <ConsultLine card={card} consult={card.consult} /> : <LastWords card={card} />}
      others={<OtherCalls card={card} others={others} />}
      actions={
        card.consult ? (
          <ConsultActions card={card} consult={card.consult} order={order} />
        ) : (
          <TalkActions card={card} order={order} />
        )
      }
    />
  );
}

const returnedTalkMs = 10_000;

/** Whether this talk is long enough to settle what is owed. */
function Counting({ card }: { readonly card: LiveCard }) {
  const { t } = useWords();
  const now = useNow();
  const since = card.talkingSince ?? now;
  const settled = now - since >= returnedTalkMs;
  const late = (card.callback?.dueAt ?? now) < since;
  const state = !settled ? 'calling' : late ? 'late' : 'in_time';
  return <StateGlyph state={state} withWord word={settled ? t('talk.counted') : t('talk.counts')} />;
}
