import { Button, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { RecordingView } from '../../../../schema/contracts/calls.ts';
import { page } from '../../../../schema/contracts/common.ts';
import { get } from '../../api/client.ts';
import { useSession } from '../../api/session.ts';
import { useNews, useSoon, watched } from '../../socket/use-news.ts';
import { FilterChip } from '../../ui/chip.tsx';
import { EmptyState, LoadingLine, LoadingRows, PageHead } from '../../ui/parts.tsx';
import { ProblemState } from '../../ui/problem.tsx';
import { type LinkAsk, LinkDialog } from './link-dialog.tsx';
import { RecordingRow } from './recording-row.tsx';
import classes from './recordings-page.module.css';
import { useWords } from './words.ts';

const listKey = ['recordings'] as const;

/** All recordings, to be heard and put on the profiles they belong to. */
export function RecordingsPage() {
  const { t } = useWords();
  const { user } = useSession();
  const cache = useQueryClient();
  const [unlinked, setUnlinked] = useState(false);
  const [typed, setTyped] = useState('');
  const [q, setQ] = useState('');
  const [asked, setAsked] = useState<LinkAsk | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setQ(typed.trim()), 250);
    return () => clearTimeout(timer);
  }, [typed]);
  const readAgain = (wholly: boolean) => void cache.invalidateQueries({ queryKey: listKey }, { cancelRefetch: wholly });
  useNews('recordings', { readAgain, onFacts: (_facts, spreadMs) => readSoon(spreadMs) });
  const readSoon = useSoon(() => readAgain(true));
  const query = useInfiniteQuery({
    queryKey: [...listKey, unlinked, q],
    initialPageParam: null as string | null,
    async queryFn({ pageParam, signal }) {
      await watched('recordings');
      return get('recordings', page(RecordingView), { unlinked: unlinked ? 1 : null, q, cursor: pageParam }, signal);
    },
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
  const rows = query.data?.pages.flatMap((each) => each.rows) ?? [];
  const admin = user.role === 'admin';
  return (
    <div className={classes.part}>
      <PageHead title={t('page.title')} count={<span className={classes.summary}>{t('page.summary')}</span>} />
      <LoadingLine on={query.isFetching && !query.isPending} />
      <div className={classes.filters}>
        <fieldset aria-label={t('page.group')}>
          <FilterChip on={!unlinked} onClick={() => setUnlinked(false)}>
            {t('page.all')}
          </FilterChip>
          <FilterChip on={unlinked} onClick={() => setUnlinked(true)}>
            {t('page.unlinked')}
          </FilterChip>
        </fieldset>
        <TextInput
          className={classes.search ?? ''}
          size="sm"
          type="search"
          leftSection={<IconSearch size={14} stroke={1.6} aria-hidden />}
          placeholder={t('page.search')}
          aria-label={t('page.search')}
          value={typed}
          maxLength={100}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </div>
      <div className={classes.scroll}>
        {query.isPending ? <LoadingRows rows={5} /> : null}
        {query.isError ? <ProblemState error={query.error} onRetry={() => void query.refetch()} /> : null}
        {query.isSuccess && rows.length === 0 ? (
          <EmptyState title={t(unlinked && q === '' ? 'page.emptyUnlinked' : 'page.empty')} />
        ) : null}
        <ul className={classes.rows}>
          {rows.map((recording) => (
            <RecordingRow key={recording.id} recording={recording} admin={admin} onAsk={setAsked} />
          ))}
        </ul>
        {query.hasNextPage ? (
          <div className={classes.more}>
            <Button
              size="xs"
              variant="default"
              loading={query.isFetchingNextPage}
              onClick={() => void query.fetchNextPage()}
            >
              {t('page.more')}
            </Button>
          </div>
        ) : null}
      </div>
      {asked ? <LinkDialog ask={asked} onDone={() => readAgain(true)} onClose={() => setAsked(null)} /> : null}
    </div>
  );
}
