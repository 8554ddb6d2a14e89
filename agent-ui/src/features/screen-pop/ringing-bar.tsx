import { IconPhoneFilled, IconPhoneIncoming } from '@tabler/icons-react';
import { useLocation, useNavigate } from 'react-router';
import type { LiveCard } from '../../../../schema/contracts/live.ts';
import { Clock } from '../../ui/clock.tsx';
import { useKeys } from '../../ui/keys.ts';
import { CardBadges } from './badges.tsx';
import { BarButton } from './bar-button.tsx';
import { BarFrame } from './bar-frame.tsx';
import { pageOfCard } from './caller.ts';
import { CallerTitle, CallerUnder, LastWords } from './caller-line.tsx';
import { OtherCalls } from './other-calls.tsx';
import classes from './ringing-bar.module.css';
import { useOrder } from './use-order.ts';
import { usePainted } from './use-painted.ts';
import { useWords } from './words.ts';

interface Props {
  readonly card: LiveCard;
  readonly others: readonly LiveCard[];
}

/** A phone of mine rings: who it is, for how long, and what we owe them. */
export function RingingBar({ card, others }: Props) {
  const { t, rich } = useWords();
  usePainted([card.id]);
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
  const order = useOrder(card);
  const accept = () => order.give('accept');
  const reject = () => order.give('reject');
  useKeys({ r: reject, a: card.mayAccept ? accept : undefined });
  return (
    <>
      <OpenCaller card={card} />
      <BarButton kind="outline" cap="R" busy={order.busy('reject')} onClick={reject}>
        {t('ring.reject')}
      </BarButton>
      {card.mayAccept ? (
        <BarButton
          kind="white"
          cap="A"
          busy={order.busy('accept')}
          icon={<IconPhoneFilled size={18} aria-hidden />}
          onClick={accept}
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
