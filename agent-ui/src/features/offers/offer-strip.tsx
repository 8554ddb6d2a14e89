import { Button } from '@mantine/core';
import { IconPhoneOutgoing } from '@tabler/icons-react';
import { formatNumber } from '../../i18n/format.ts';
import { serverNow } from '../../socket/live-store.ts';
import { PhoneNumber } from '../../ui/phone-number.tsx';
import { useTellProblem } from '../../ui/problem.tsx';
import { useNow } from '../../ui/ticker.ts';
import classes from './offer-strip.module.css';
import { useOffer } from './use-offer.ts';
import { useWords } from './words.ts';

/** A callback for me: who, since when, and the seconds I have to say yes. Takes no room while there is none. */
export function OfferStrip() {
  const { t, rich, language } = useWords();
  const tell = useTellProblem();
  const { offer, accept, decline } = useOffer();
  useNow();
  const leftMs = offer === null ? 0 : offer.untilAt - serverNow();
  if (offer === null || leftMs <= 0) return null;
  const { contact, number, line } = offer.callback;
  const who = contact ? <bdi>{contact.name}</bdi> : <PhoneNumber number={number} />;
  const busy = accept.isPending || decline.isPending;
  return (
    <section className={classes.strip} aria-label={t('title')} role="status" data-offer>
      <IconPhoneOutgoing size={18} stroke={1.6} aria-hidden />
      <span className={classes.words}>{rich('ask', { who: <b>{who}</b>, line: <bdi>{line?.name ?? ''}</bdi> })}</span>
      <span className={`${classes.left} num`} aria-hidden>
        {t('left', { n: formatNumber(Math.ceil(leftMs / 1000), language) })}
      </span>
      <Button
        size="xs"
        loading={accept.isPending}
        disabled={busy}
        onClick={() => accept.mutate(offer.id, { onError: tell })}
      >
        {t('accept')}
      </Button>
      <Button size="xs" variant="default" disabled={busy} onClick={() => decline.mutate(offer.id, { onError: tell })}>
        {t('decline')}
      </Button>
    </section>
  );
}
