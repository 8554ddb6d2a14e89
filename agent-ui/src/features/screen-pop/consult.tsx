import { IconArrowBackUp, IconArrowsExchange, IconPhoneOutgoing } from '@tabler/icons-react';
import type { LiveCard } from '../../../../schema/contracts/live.ts';
import { BarButton } from './bar-button.tsx';
import { callerOf } from './caller.ts';
import type { Order } from './use-order.ts';
import { useWords } from './words.ts';

type Consult = NonNullable<LiveCard['consult']>;

interface Props {
  readonly card: LiveCard;
  readonly consult: Consult;
}

/** Who is asked, and who waits meanwhile. */
export function ConsultLine({ card, consult }: Props) {
  const { rich, t } = useWords();
  const { name, number } = callerOf(card);
  const colleague = <bdi>{consult.name}</bdi>;
  const customer = <bdi>{name ?? number ?? t('consult.customer')}</bdi>;
  if (consult.state === 'ringing') return <b>{rich('consult.ringing', { colleague })}</b>;
  return (
    <b>{card.aside ? rich('consult.with', { colleague, customer }) : rich('consult.waits', { colleague, customer })}</b>
  );
}

const icon = { size: 18, stroke: 1.6, 'aria-hidden': true } as const;

/** A colleague is asked: hand over, talk with the other side, or come back alone. */
export function ConsultActions({ card, consult, order }: Props & { readonly order: Order }) {
  const { t } = useWords();
  const step = (next: 'swap' | 'back' | 'complete') => order.give('consultation', { step: next });
  const busy = order.busy();
  return (
    <>
      <BarButton kind="plain" busy={busy} icon={<IconArrowBackUp {...icon} />} tight onClick={() => step('back')}>
        {t('consult.back')}
      </BarButton>
      {consult.state === 'talking' ? (
        <BarButton kind="plain" busy={busy} icon={<IconArrowsExchange {...icon} />} tight onClick={() => step('swap')}>
          {card.aside ? t('consult.toCustomer') : t('consult.toColleague')}
        </BarButton>
      ) : null}
      <BarButton kind="primary" busy={busy} icon={<IconPhoneOutgoing {...icon} />} onClick={() => step('complete')}>
        {t('consult.complete')}
      </BarButton>
    </>
  );
}
