import { Button } from '@mantine/core';
import { IconBuilding } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { CallPage } from '../../../../schema/contracts/calls.ts';
import { OrganisationDetail } from '../../../../schema/contracts/contacts.ts';
import { codeOf, get } from '../../api/client.ts';
import { formatNumber } from '../../i18n/format.ts';
import { useCommon } from '../../i18n/words.ts';
import { useNews } from '../../socket/use-news.ts';
import { useDeskSlots } from '../../ui/desk-slots.tsx';
import { EmptyState, LoadingLine, LoadingRows } from '../../ui/parts.tsx';
import { ProblemState } from '../../ui/problem.tsx';
import company from './company.module.css';
import classes from './person.module.css';
import side from './side-panel.module.css';
import { Colleague } from './side-panel.tsx';
import { Section } from './side-parts.tsx';
import { Timeline } from './timeline.tsx';
import { useWords } from './words.ts';

const companyKey = (id: number) => ['company', id] as const;

/** A company: who is there and what they do, and everything that was called. */
export function CompanyPage() {
  const { t } = useWords();
  const id = Number(useParams().id);
  const cache = useQueryClient();
  const refresh = () => void cache.invalidateQueries({ queryKey: companyKey(id) });
  // Calls of all of them, and people who come and go.
  const looker = { readAgain: refresh, onFacts: refresh };
  useNews('people', looker);
  useNews('calls', looker);
  const found = useQuery({
    queryKey: companyKey(id),
    queryFn: () => get(`organisations/${id}`, OrganisationDetail),
  });
  if (found.data) return <Company key={id} company={found.data} />;
  if (found.isPending) return <LoadingRows />;
  if (codeOf(found.error) === 'not-found') return <EmptyState title={t('company.notFound')} />;
  return <ProblemState error={found.error} onRetry={() => void found.refetch()} />;
}

function Company({ company: { id, name, people, owed } }: { readonly company: OrganisationDetail }) {
  const { t, language } = useWords();
  const slots = useDeskSlots();
  return (
    <div className={`${classes.page} ${company.page}`}>
      <div className={`${classes.main} ${company.main}`}>
        <div className={`${classes.scroll} ${company.scroll}`}>
          {slots.top}
          <header className={classes.head}>
            <span className={company.mark}>
              <IconBuilding size={24} stroke={1.5} aria-hidden />
            </span>
            <div className={classes.names}>
              <h1 className={classes.name}>
                <bdi>{name}</bdi>
              </h1>
              <p className={classes.roles}>
                <span>{t('company.count', { count: people.length })}</span>
                {owed > 0 ? <span>{t('company.owed', { count: owed })}</span> : null}
              </p>
            </div>
          </header>
          {slots.insert}
          <Calls id={id} />
        </div>
      </div>
      <aside className={`${side.side} ${company.side}`}>
        <Section title={t('company.people')} count={formatNumber(people.length, language)}>
          {people.length === 0 ? <p className={side.quiet}>{t('company.nobody')}</p> : null}
          {people.map((person) => (
            <Colleague
              key={person.id}
              id={person.id}
              name={person.name}
              roles={person.roles}
              phone={person.phones[0]?.e164 ?? null}
            />
          ))}
        </Section>
      </aside>
    </div>
  );
}

function Calls({ id }: { readonly id: number }) {
  const { t } = useWords();
  const common = useCommon();
  const calls = useInfiniteQuery({
    queryKey: [...companyKey(id), 'calls'],
    initialPageParam: '',
    queryFn: ({ pageParam }) => get('calls', CallPage, { organisation: id, cursor: pageParam, limit: 30 }),
    getNextPageParam: ({ next }) => next,
  });
  const entries = (calls.data?.pages ?? [])
    .flatMap(({ rows }) => rows)
    .map((call) => ({ kind: 'call' as const, at: call.startedAt, call, recordings: [], notes: [] }));
  return (
    <section className={company.calls}>
      <div className={classes.tab}>
        <h2>{t('company.calls')}</h2>
      </div>
      <LoadingLine on={calls.isFetching && !calls.isPending} />
      {calls.isPending ? <LoadingRows /> : null}
      {calls.isError ? <ProblemState error={calls.error} onRetry={() => void calls.refetch()} /> : null}
      {calls.isSuccess && entries.length === 0 ? <EmptyState title={t('company.noCalls')} /> : null}
      <Timeline entries={entries} withNames />
      {calls.hasNextPage ? (
        <div className={classes.form}>
          <Button variant="default" loading={calls.isFetchingNextPage} onClick={() => void calls.fetchNextPage()}>
            {common.t('action.showMore')}
          </Button>
        </div>
      ) : null}
    </section>
  );
}
