import { useMutation } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import type { LiveCard, Match } from '../../../../schema/contracts/live.ts';
import { command } from '../../api/client.ts';
import { useCommon } from '../../i18n/words.ts';
import { useLiveState } from '../../socket/live-store.ts';
import { Tag } from '../../ui/chip.tsx';
import { RelativeTime } from '../../ui/clock.tsx';
import { useKeys } from '../../ui/keys.ts';
import { Avatar, KeyCap } from '../../ui/parts.tsx';
import { PhoneNumber } from '../../ui/phone-number.tsx';
import { useTellProblem } from '../../ui/problem.tsx';
import classes from './match-chooser.module.css';
import { useWords } from './words.ts';

/** Several people use the calling number: all are shown with the reason, and the choice is remembered. */
export function MatchChooser() {
  const card = useLiveState((state) => state.cards.find(({ matches }) => matches.length > 1));
  return card ? <Choices key={card.id} card={card} /> : null;
}

function Choices({ card }: { readonly card: LiveCard }) {
  const { t, rich } = useWords();
  const navigate = useNavigate();
  const tell = useTellProblem();
  const number = card.number ?? '';
  const choose = useMutation({
    mutationFn: (contactId: number) => command('POST', 'matches', { number, contactId }),
    onSuccess: (_, contactId) => navigate(`/people/${contactId}`),
    onError: tell,
  });
  const addPerson = (): void => {
    navigate(`/people/new?number=${encodeURIComponent(number)}`);
  };
  const keys = card.matches
    .slice(0, 8)
    .map(({ contact }, at) => [String(at + 1), () => choose.mutate(contact.id)] as const);
  useKeys({ ...Object.fromEntries(keys), [String(keys.length + 1)]: addPerson });
  const chosen = card.matches[0]?.reason === 'chosen_before' ? card.matches[0].contact.id : null;
  return (
    <section className={classes.chooser}>
      <header className={classes.head}>
        <h2>{rich('match.title', { number: <PhoneNumber number={number} /> }, { count: card.matches.length })}</h2>
        <span>{t('match.remembered')}</span>
      </header>
      <ul className={classes.list}>
        {card.matches.slice(0, 8).map((match, at) => (
          <Choice
            key={match.contact.id}
            match={match}
            cap={String(at + 1)}
            best={at === 0}
            chosen={chosen === match.contact.id}
            onChoose={() => choose.mutate(match.contact.id)}
          />
        ))}
        <li className={classes.row}>
          <Avatar name={null} />
          <span className={classes.reason}>{t('match.someoneElse')}</span>
          <button type="button" className={classes.pick} data-plain onClick={addPerson}>
            {t('match.addPerson')} <KeyCap>{String(keys.length + 1)}</KeyCap>
          </button>
        </li>
      </ul>
    </section>
  );
}

interface ChoiceProps {
  readonly match: Match;
  readonly cap: string;
  readonly best: boolean;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

function Choice({ match, cap, best, chosen, onChoose }: ChoiceProps) {
  const { t, rich } = useWords();
  const common = useCommon();
  const { contact, reason, lastTalkAt, lastTalkWith } = match;
  return (
    <li className={classes.row} data-best={best || undefined}>
      <Avatar name={contact.name} />
      <span>
        <b>
          <bdi>{contact.name}</bdi>
        </b>{' '}
        {contact.vip ? <Tag>{common.t('person.vip')}</Tag> : null}
        <span className={classes.company}>
          <bdi>{contact.organisation ?? common.maybe(`level.${match.level}`) ?? ''}</bdi>
        </span>
      </span>
      <span className={classes.reason}>
        {t(`match.${reason}`)}
        <span>
          {lastTalkAt === null
            ? t('ring.firstTalk')
            : rich('ring.lastTalk', {
                when: <RelativeTime at={lastTalkAt} />,
                name: <bdi>{lastTalkWith?.name ?? common.t('person.nobody')}</bdi>,
              })}
        </span>
      </span>
      <button
        type="button"
        className={classes.pick}
        data-best={best || undefined}
        aria-pressed={chosen}
        onClick={onChoose}
      >
        {t('match.it', { name: contact.name.split(' ')[0] ?? contact.name })} <KeyCap>{cap}</KeyCap>
      </button>
    </li>
  );
}
