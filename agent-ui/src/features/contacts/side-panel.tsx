import { Button } from '@mantine/core';
import { IconPhone } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { CallbackView } from '../../../../schema/contracts/callbacks.ts';
import { useCallBack } from '../../api/dialing.ts';
import { useSession } from '../../api/session.ts';
import { formatBirthday, formatDate, formatNumber } from '../../i18n/format.ts';
import { useCommon } from '../../i18n/words.ts';
import { DueClock, RelativeTime } from '../../ui/clock.tsx';
import { useDialRequest } from '../../ui/dial-request.tsx';
import { grouped } from '../../ui/number-format.ts';
import { Avatar } from '../../ui/parts.tsx';
import { useTellProblem } from '../../ui/problem.tsx';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import { useMinute } from '../../ui/ticker.ts';
import { ClosePlan } from './close-plan.tsx';
import { SamePerson } from './same-person.tsx';
import classes from './side-panel.module.css';
import { Fact, Facts, Section } from './side-parts.tsx';
import type { Contact } from './use-contact.ts';
import { useWords } from './words.ts';

/** Beside the person: what is next, who else is at the company, who has this. */
export function SidePanel({ contact }: { readonly contact: Contact }) {
  const { t, rich, language } = useWords();
  const common = useCommon();
  const { openCallbacks, colleagues, organisation, counts, mergedFrom } = contact;
  return (
    <>
      <Section title={t('side.next')}>
        {openCallbacks.length === 0 ? <p className={classes.quiet}>{t('side.nothing')}</p> : null}
        {openCallbacks.map((item) => (
          <OpenItem key={item.id} item={item} />
        ))}
      </Section>
      {organisation ? (
        <Section
          title={rich('side.colleagues', {
            company: (
              <Link className={classes.companyLink} to={`/companies/${contact.organisationId}`}>
                <bdi>{organisation}</bdi>
              </Link>
            ),
          })}
          count={formatNumber(colleagues.length, language)}
        >
          {colleagues.length === 0 ? <p className={classes.quiet}>{t('company.alone')}</p> : null}
          {colleagues.map((colleague) => (
            <Colleague key={colleague.id} {...colleague} />
          ))}
        </Section>
      ) : null}
      <Section title={t('side.who')}>
        <Facts>
          <Fact name={t('side.owner')}>
            <Person ref_={contact.owner} />
          </Fact>
          {contact.favourite ? (
            <Fact name={t('side.favourite')}>
              <Person ref_={contact.favourite} />
            </Fact>
          ) : null}
          {contact.lastTalkAt === null ? null : (
            <Fact name={t('side.lastTalk')}>
              {common.rich('byWhen', {
                name: <Person ref_={contact.lastTalkWith} />,
                when: <RelativeTime at={contact.lastTalkAt} />,
              })}
            </Fact>
          )}
          {contact.callEveryDays === null ? null : (
            <Fact name={t('side.rhythm')}>{t('side.everyDays', { count: contact.callEveryDays })}</Fact>
          )}
          {contact.birthday === null ? null : (
            <Fact name={t('side.birthday')}>{formatBirthday(contact.birthday, language)}</Fact>
          )}
          <Fact name={t('side.since')}>{formatDate(contact.createdAt, language)}</Fact>
          {(['calls', 'recordings', 'notes'] as const).map((kind) => (
            <Fact key={kind} name={t(`merge.${kind}`)}>
              <span className="num">{formatNumber(counts[kind], language)}</span>
            </Fact>
          ))}
          {mergedFrom.map(({ id, name, by, at }) => (
            <Fact key={id} name={t('merge.mergedFrom')}>
              {rich(
                'merge.byWhen',
                { name: <bdi>{name}</bdi>, by: <Person ref_={by} /> },
                { date: formatDate(at, language) },
              )}
            </Fact>
          ))}
        </Facts>
      </Section>
      <SamePerson id={contact.id} />
    </>
  );
}

function Person({ ref_ }: { readonly ref_: { id: number; name: string } | null }) {
  const common = useCommon();
  const { user } = useSession();
  if (ref_ === null) return <span className={classes.quiet}>{common.t('person.nobody')}</span>;
  return ref_.id === user.id ? common.t('person.you') : <bdi>{ref_.name}</bdi>;
}

/** One thing owed to this person, with the way to settle it. */
export function OpenItem({ item }: { readonly item: CallbackView }) {
  const { t } = useWords();
  const common = useCommon();
  const now = useMinute();
  const callBack = useCallBack();
  const onError = useTellProblem();
  const { user } = useSession();
  const planned = item.origin !== 'missed_call' && item.origin !== 'requested';
  const mine = planned && item.owner?.id === user.id && item.state === 'open';
  const callable = item.number !== null && (item.state === 'open' || item.state === 'claimed');
  const glyph = item.state === 'dialing' ? 'calling' : item.state === 'needs_human' ? 'needs_human' : null;
  return (
    <article className={classes.card}>
      <b>
        {item.origin === 'missed_call'
          ? t('side.misses', { count: item.misses })
          : (item.note ?? common.t(`origin.${item.origin}`))}
      </b>
      <span className={classes.due}>
        <StateGlyph state={glyph ?? (item.dueAt <= now ? 'overdue' : 'open')} />
        {item.state === 'needs_human' ? (
          common.t('state.needs_human')
        ) : (
          <DueClock dueAt={item.dueAt} zone={item.timeZone} />
        )}
      </span>
      <span className={classes.due}>
        {callable ? (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPhone size={14} stroke={1.6} />}
            loading={callBack.isPending}
            onClick={() => callBack.mutate(item.id, { onError })}
          >
            {t('side.callBack')}
          </Button>
        ) : null}
        {mine ? <ClosePlan id={item.id} origin={item.origin} /> : null}
      </span>
    </article>
  );
}

/** Somebody at a company: their page, what they do, and a press to call them. */
export function Colleague({ id, name, roles, phone }: Omit<Contact['colleagues'][number], 'organisation' | 'vip'>) {
  const common = useCommon();
  const request = useDialRequest();
  return (
    <div className={classes.colleague}>
      <Avatar name={name} size={24} />
      <Link to={`/people/${id}`}>
        <b>
          <bdi>{name}</bdi>
        </b>
        <bdi>{roles.join(', ')}</bdi>
      </Link>
      {phone ? (
        <button
          type="button"
          aria-label={common.t('number.call', { number: grouped(phone) })}
          title={grouped(phone)}
          onClick={(event) => request({ number: phone, contactId: id, name, anchor: event.currentTarget })}
        >
          <IconPhone size={14} stroke={1.6} aria-hidden />
        </button>
      ) : null}
    </div>
  );
}
