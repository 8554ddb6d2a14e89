import { IconPhoneFilled, IconPhoneIncoming } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useLocation, useNavigate } from 'react-router';
import type { LiveCard } from '../../../../schema/contracts/live.ts';
import { command } from '../../api/client.ts';
import { useDemoPhone } from '../../api/demo.ts';
import { useSession } from '../../api/session.ts';
import { Clock } from '../../ui/clock.tsx';
import { useKeys } from '../../ui/keys.ts';
import { useTellProblem } from '../../ui/problem.tsx';
import { CardBadges } from './badges.tsx';
import { BarButton } from './bar-button.tsx';
import { BarFrame } from './bar-frame.tsx';
import { pageOfCard } from './caller.ts';
import { CallerTitle, CallerUnder, LastWords } from './caller-line.tsx';
import { OtherCalls } from './other-calls.tsx';
import classes from './ringing-bar.module.css';
import { usePainted } from './use-painted.ts';
import { useWords } from './words.ts';

interface Props {
  readonly card: LiveCard;
  readonly others: readonly LiveCard[];
}

/** A phone of mine rings: who it is, for how long, and what we owe them. */
export function RingingBar({ card, others }: Props) {
  const { t, rich } = useWords();
  usePainted(card.id);
  return (
    <BarFrame
      tone="ring"
      mark={<IconPhoneIncoming size={22} stroke={1.6} className={classes.rocking} aria-hidden />}
      title={<CallerTitle card={card} />}
      under={<CallerUnder card={card} />}
      clock={<Clock since={card.startedAt} />}
      clockWords={
        <>
          <span>{t('ring.waiting')}</span>
          {card.line ? <span>{rich('ring.onLine', { line: <bdi>{card.line.name}</bdi> })}</span> : null}
        </>
      }
      badges={<CardBadges card={card} />}
      line={<LastWords card={card} />}
      others={<OtherCalls card={card} others={others} />}
      actions={<RingActions card={card} />}
    />
  );
}

function RingActions({ card }: { readonly card: LiveCard }) {
  const { t } = useWords();
  const { demo } = useSession();
  const phone = useDemoPhone();
  const tell = useTellProblem();
  const reject = useMutation({
    mutationFn: () => command('POST', `cards/${encodeURIComponent(card.id)}/reject`),
    onError: tell,
  });
  useKeys({ r: () => reject.mutate(), a: demo ? () => phone.act('pick_up') : undefined });
  return (
    <>
      <OpenCaller card={card} />
      <BarButton kind="outline" cap="R" busy={reject.isPending} onClick={() => reject.mutate()}>
        {t('ring.reject')}
      </BarButton>
      {demo ? (
        <BarButton
          kind="white"
          cap="A"
          busy={phone.isPending}
          icon={<IconPhoneFilled size={18} aria-hidden />}
          onClick={() => phone.act('pick_up')}
        >
          {t('ring.accept')}
        </BarButton>
      ) : (
        <span className={classes.pickUp}>{t('ring.pickUp')}</span>
      )}
    </>
  );
}

/** Shown when the caller's page could not be opened by itself, because somebody was typing. */
function OpenCaller({ card }: { readonly card: LiveCard }) {
  const { t } = useWords();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const page = pageOfCard(card);
  if (page === null || decodeURIComponent(page) === decodeURIComponent(pathname)) return null;
  return (
    <BarButton kind="outline" onClick={() => navigate(page)}>
      {t('ring.open')}
    </BarButton>
  );
}
