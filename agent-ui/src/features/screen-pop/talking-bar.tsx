import { IconPhoneCall, IconPhoneOff } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { LiveCard } from '../../../../schema/contracts/live.ts';
import { command } from '../../api/client.ts';
import { Clock } from '../../ui/clock.tsx';
import { useTellProblem } from '../../ui/problem.tsx';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import { useNow } from '../../ui/ticker.ts';
import { CardBadges } from './badges.tsx';
import { BarButton } from './bar-button.tsx';
import { BarFrame } from './bar-frame.tsx';
import { CallerTitle, CallerUnder, LastWords } from './caller-line.tsx';
import { OtherCalls } from './other-calls.tsx';
import { useWords } from './words.ts';

interface Props {
  readonly card: LiveCard;
  readonly others: readonly LiveCard[];
}

/** I am talking. Hanging up is a button of its own and has no key. */
export function TalkingBar({ card, others }: Props) {
  const { t, rich } = useWords();
  const tell = useTellProblem();
  const hangUp = useMutation({
    mutationFn: () => command('POST', `cards/${encodeURIComponent(card.id)}/hangup`),
    onError: tell,
  });
  return (
    <BarFrame
      tone="talk"
      mark={<IconPhoneCall size={22} stroke={1.6} aria-hidden />}
      title={<CallerTitle card={card} />}
      under={<CallerUnder card={card} />}
      clock={<Clock since={card.talkingSince ?? card.startedAt} />}
      clockWords={
        <>
          <span>{t('talk.talking')}</span>
          {card.line ? <span>{rich('ring.onLine', { line: <bdi>{card.line.name}</bdi> })}</span> : null}
        </>
      }
      badges={card.callback ? <Counting card={card} /> : <CardBadges card={card} />}
      line={<LastWords card={card} />}
      others={<OtherCalls card={card} others={others} />}
      actions={
        <BarButton
          kind="danger"
          icon={<IconPhoneOff size={18} stroke={1.6} aria-hidden />}
          busy={hangUp.isPending}
          onClick={() => hangUp.mutate()}
        >
          {t('talk.hangUp')}
        </BarButton>
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
