import { IconPhoneFilled, IconPhoneOutgoing } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { AttemptView } from '../../../../schema/contracts/dial.ts';
import type { LiveCard } from '../../../../schema/contracts/live.ts';
import { command } from '../../api/client.ts';
import { useDemoPhone } from '../../api/demo.ts';
import { useSession } from '../../api/session.ts';
import { Clock } from '../../ui/clock.tsx';
import { PhoneNumber } from '../../ui/phone-number.tsx';
import { useTellProblem } from '../../ui/problem.tsx';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import { CardBadges } from './badges.tsx';
import { BarButton } from './bar-button.tsx';
import { BarFrame } from './bar-frame.tsx';
import { CallerTitle, CallerUnder } from './caller-line.tsx';
import { useWords } from './words.ts';

interface Props {
  readonly card: LiveCard | null;
  readonly attempt: AttemptView | null;
}

/** A call of mine goes out: first my own phone rings, then the customer's; where the line says so, the other way round. */
export function DialingBar({ card, attempt }: Props) {
  const { t } = useWords();
  const { demo } = useSession();
  const phone = useDemoPhone();
  const tell = useTellProblem();
  const step = attempt?.step ?? card?.attempt?.step ?? 'customer';
  const attemptId = attempt?.id ?? card?.attempt?.id;
  const path = attemptId
    ? `attempts/${encodeURIComponent(attemptId)}/hangup`
    : card
      ? `cards/${encodeURIComponent(card.id)}/hangup`
      : null;
  const cancel = useMutation({
    mutationFn: async () => {
      if (path) await command('POST', path);
    },
    onError: tell,
  });
  return (
    <BarFrame
      tone="talk"
      mark={<IconPhoneOutgoing size={22} stroke={1.6} aria-hidden />}
      title={card ? <CallerTitle card={card} /> : <PhoneNumber number={attempt?.number ?? null} />}
      under={card ? <CallerUnder card={card} /> : null}
      clock={<Clock since={attempt?.createdAt ?? card?.startedAt ?? 0} />}
      clockWords={<StateGlyph state="calling" withWord />}
      badges={card ? <CardBadges card={card} /> : null}
      line={<b>{t(lineOf(step, attempt?.dialOrder === 'customer_first'))}</b>}
      actions={
        <>
          {demo && step === 'agent' ? (
            <BarButton
              kind="primary"
              icon={<IconPhoneFilled size={18} aria-hidden />}
              busy={phone.isPending}
              onClick={() => phone.act('pick_up')}
            >
              {t('dial.pickUp')}
            </BarButton>
          ) : null}
          <BarButton kind="danger" busy={cancel.isPending} onClick={() => cancel.mutate()}>
            {t('dial.cancel')}
          </BarButton>
        </>
      }
    />
  );
}

function lineOf(step: AttemptView['step'], customerFirst: boolean) {
  if (customerFirst) return step === 'agent' ? 'dial.waitsForYou' : 'dial.forYou';
  return step === 'agent' ? 'dial.agent' : 'dial.customer';
}
