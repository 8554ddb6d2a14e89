import { Link } from 'react-router';
import type { LiveCard } from '../../../../schema/contracts/live.ts';
import { useSession } from '../../api/session.ts';
import { useCommon } from '../../i18n/words.ts';
import { RelativeTime } from '../../ui/clock.tsx';
import { PhoneNumber } from '../../ui/phone-number.tsx';
import { callerOf, pageOfCard } from './caller.ts';
import { useWords } from './words.ts';

/** The caller's name, or the number while nobody knows the name; it opens the person. */
export function CallerTitle({ card }: { readonly card: LiveCard }) {
  const { rich } = useWords();
  const { name, number, several } = callerOf(card);
  const page = pageOfCard(card);
  const [first, second] = several;
  const title =
    first && second && first.reason !== 'chosen_before' ? (
      rich('ring.either', { one: <bdi>{first.contact.name}</bdi>, other: <bdi>{second.contact.name}</bdi> })
    ) : name === null ? (
      <PhoneNumber number={number} />
    ) : (
      <bdi>{name}</bdi>
    );
  return page === null ? title : <Link to={page}>{title}</Link>;
}

/** Company and number, or why there is no name. */
export function CallerUnder({ card }: { readonly card: LiveCard }) {
  const { t } = useWords();
  const { name, number, organisation, match } = callerOf(card);
  if (card.direction === 'internal')
    return (
      <>
        <span>{t('ring.colleague')}</span>
        {number === null ? null : <PhoneNumber number={number} />}
      </>
    );
  return (
    <>
      {organisation ? (
        <span>
          <bdi>{organisation}</bdi>
        </span>
      ) : null}
      {match === null ? <span>{t('ring.notInContacts')}</span> : null}
      {name === null || number === null ? null : <PhoneNumber number={number} />}
    </>
  );
}

/** The last note in one line, with who and when; without a note, the last talk. */
export function LastWords({ card }: { readonly card: LiveCard }) {
  const { t, rich } = useWords();
  const common = useCommon();
  const { user } = useSession();
  const { match } = callerOf(card);
  if (card.callback?.note) return <b>{t('quote', { text: card.callback.note })}</b>;
  if (!match) return card.callerName ? t('ring.showsAs', { name: card.callerName }) : null;
  const { lastNote, lastTalkAt, lastTalkWith } = match;
  if (lastNote) {
    const author = lastNote.author === user.name ? common.t('person.you') : lastNote.author;
    return (
      <>
        <b>{rich('quote', { text: <bdi>{lastNote.body}</bdi> })}</b>{' '}
        {common.rich('byWhen', { name: <bdi>{author}</bdi>, when: <RelativeTime at={lastNote.at} /> })}
      </>
    );
  }
  if (lastTalkAt === null) return <>{t('ring.firstTalk')}</>;
  const with_ = lastTalkWith?.id === user.id ? common.t('person.you') : (lastTalkWith?.name ?? '');
  return rich('ring.lastTalk', { when: <RelativeTime at={lastTalkAt} />, name: <bdi>{with_}</bdi> });
}
