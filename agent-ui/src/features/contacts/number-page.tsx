import { useParams } from 'react-router';
import { localDigits } from '../../i18n/digits.ts';
import { formatNumber } from '../../i18n/format.ts';
import { useCommon } from '../../i18n/words.ts';
import { useLiveState } from '../../socket/live-store.ts';
import { useDeskSlots } from '../../ui/desk-slots.tsx';
import { Avatar, EmptyState, LoadingRows } from '../../ui/parts.tsx';
import { DialableNumber, PhoneNumber } from '../../ui/phone-number.tsx';
import { ProblemState, useProblemWords } from '../../ui/problem.tsx';
import { ContactForm } from './contact-form.tsx';
import { emptyContact, faultOf } from './form-state.ts';
import classes from './person.module.css';
import side from './side-panel.module.css';
import { OpenItem } from './side-panel.tsx';
import { Fact, Facts, Section } from './side-parts.tsx';
import { SimilarPeople } from './similar-people.tsx';
import { Timeline } from './timeline.tsx';
import { useNumberCalls } from './use-contact.ts';
import { useOpenItems } from './use-open-items.ts';
import { useNewPerson } from './use-save-person.ts';
import { useWords } from './words.ts';

/** A number nobody has in contacts: one types the name while it rings. */
export function NumberPage() {
  const { number = '' } = useParams();
  return <UnknownNumber key={number} number={number} />;
}

function UnknownNumber({ number }: { readonly number: string }) {
  const { t, rich } = useWords();
  const words = useProblemWords();
  const slots = useDeskSlots();
  const card = useLiveState((state) => state.cards.find((each) => each.number === number));
  const save = useNewPerson();
  return (
    <div className={classes.page}>
      <div className={classes.main}>
        <div className={classes.scroll}>
          {slots.top}
          <header className={classes.head}>
            <Avatar name={null} size={48} />
            <div className={classes.names}>
              <h1 className={classes.name}>{card ? t('number.title') : t('number.titleQuiet')}</h1>
              <p className={classes.lead}>{rich('number.lead', { number: <PhoneNumber number={number} /> })}</p>
            </div>
            <div className={classes.numbers}>
              <DialableNumber number={number} live={card !== undefined} label={card ? t('person.calling') : null} />
              {card?.callerName ? (
                <span className={classes.week}>{t('number.shows', { name: card.callerName })}</span>
              ) : null}
            </div>
          </header>
          <div className={classes.form}>
            <ContactForm
              short
              focused={card !== undefined}
              about={`number-${number}`}
              start={emptyContact(number)}
              saveWord={t('number.save')}
              busy={save.isPending}
              fault={save.isError ? faultOf(save.error, words) : undefined}
              onSave={(draft, saved) => void save.mutateAsync(draft).then(saved, () => undefined)}
              underName={(name) => <SimilarPeople name={name} number={number} />}
            />
          </div>
          {slots.insert}
          <Before number={number} />
        </div>
      </div>
      <aside className={side.side}>
        <NumberFacts number={number} />
      </aside>
    </div>
  );
}

function Before({ number }: { readonly number: string }) {
  const { t } = useWords();
  const calls = useNumberCalls(number);
  const entries = (calls.data?.rows ?? []).map((call) => ({
    kind: 'call' as const,
    at: call.startedAt,
    call,
    recordings: [],
    notes: [],
  }));
  return (
    <section>
      <div className={classes.tab}>
        <h2>{t('number.before')}</h2>
      </div>
      {calls.isPending ? <LoadingRows rows={3} /> : null}
      {calls.isError ? <ProblemState error={calls.error} onRetry={() => void calls.refetch()} /> : null}
      {calls.isSuccess && entries.length === 0 ? <EmptyState title={t('number.noBefore')} /> : null}
      <Timeline entries={entries} />
    </section>
  );
}

function NumberFacts({ number }: { readonly number: string }) {
  const { t, language } = useWords();
  const common = useCommon();
  const open = useOpenItems(number);
  const { data } = useNumberCalls(number);
  return (
    <>
      {open.length > 0 ? (
        <Section title={t('side.next')}>
          {open.map((item) => (
            <OpenItem key={item.id} item={item} />
          ))}
        </Section>
      ) : null}
      <Section title={t('side.number')}>
        <Facts>
          <Fact name={t('side.stored')}>
            <bdi dir="ltr" className="num">
              {localDigits(number, language)}
            </bdi>
          </Fact>
          <Fact name={t('side.matched')}>{common.t('person.nobody')}</Fact>
          <Fact name={t('side.earlier')}>{data?.counts ? formatNumber(data.counts.all, language) : null}</Fact>
        </Facts>
      </Section>
    </>
  );
}
