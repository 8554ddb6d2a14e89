import { Link } from 'react-router';
import type { LiveCard } from '../../../../schema/contracts/live.ts';
import { Clock } from '../../ui/clock.tsx';
import { PhoneNumber } from '../../ui/phone-number.tsx';
import { callerOf, pageOfCard } from './caller.ts';
import classes from './other-calls.module.css';
import { usePainted } from './use-painted.ts';
import { useWords } from './words.ts';

/** Other calls of this agent, or the other phones that ring for this one, in two quiet lines. */
export function OtherCalls({ card, others }: { readonly card: LiveCard; readonly others: readonly LiveCard[] }) {
  const { t } = useWords();
  const [other] = others;
  // Also those that are only counted: the screen is there, and says that somebody rings.
  usePainted(others.filter(({ state }) => state === 'ringing').map(({ id }) => id));
  if (other) {
    const { name, number } = callerOf(other);
    return (
      <Link to={pageOfCard(other) ?? '/'} className={classes.other}>
        <span>
          {name === null ? <PhoneNumber number={number} /> : <bdi>{name}</bdi>}{' '}
          <b>
            <Clock since={other.ringingSince ?? other.startedAt} />
          </b>
        </span>
        <b>
          {others.length > 1
            ? t('ring.more', { count: others.length - 1 })
            : (other.line?.name ?? t('ring.alsoRinging'))}
        </b>
      </Link>
    );
  }
  if (card.ringingOthers === 0 || card.state !== 'ringing') return null;
  return (
    <div className={classes.other}>
      <span>{t('ring.alsoRinging')}</span>
      <b>{t('ring.otherPhones', { count: card.ringingOthers })}</b>
    </div>
  );
}
