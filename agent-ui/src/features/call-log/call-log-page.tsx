import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { useLocation, useNavigate, useParams } from 'react-router';
import { useSession } from '../../api/session.ts';
import { serverNow } from '../../socket/live-store.ts';
import { BlindStrip } from '../../ui/blind-strip.tsx';
import { EmptyState, LoadingLine, LoadingRows } from '../../ui/parts.tsx';
import { ProblemState } from '../../ui/problem.tsx';
import classes from './call-log-page.module.css';
import { CallTable } from './call-table.tsx';
import { FilterBar } from './filter-bar.tsx';
import { FilterWords } from './filter-words.tsx';
import { type Filters, readFilters, stretchOf, writeFilters } from './filters.ts';
import { useCallDetail, useCalls, useCounts } from './use-calls.ts';
import { useWords } from './words.ts';

/** Every call, newest first; a row opens into its legs, its reason and its recording. The address holds all of it. */
export function CallLogPage() {
  const { t } = useWords();
  const { site } = useSession();
  const navigate = useNavigate();
  const open = openCall(useParams().id);
  const filters = readFilters(new URLSearchParams(useLocation().search));
  const [scrolled, setScrolled] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const { query, waiting, showWaiting } = useCalls(filters, site.timeZone, scrolled || open !== null);
  const counts = useCounts(filters, site.timeZone);
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];

  const go = (next: Filters, id: number | null) => {
    const search = writeFilters(next).toString();
    void navigate({ pathname: id === null ? '/calls' : `/calls/${id}`, search }, { replace: true });
  };
  const change = (part: Partial<Filters>) => {
    list.current?.scrollTo({ top: 0 });
    go({ ...filters, ...part }, null);
  };
  const showNew = () => {
    showWaiting();
    list.current?.scrollTo({ top: 0 });
  };
  const filtered = writeFilters({ ...filters, period: 'all' }).size > 0 || filters.period !== 'all';

  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1>{t('title')}</h1>
        <FilterWords
          filters={filters}
          contact={rows.find((row) => row.contact?.id === filters.contact)?.contact?.name}
        />
        <span className={classes.count} aria-live="polite">
          {counts.all === undefined ? null : t('conversations', { count: counts.all })}
        </span>
      </header>
      <LoadingLine on={query.isFetching && !query.isPending} />
      <FilterBar filters={filters} counts={counts} onChange={change} />
      <BlindStrip {...stretchOf(filters, serverNow(), site.timeZone)} />
      <section
        className={classes.list}
        ref={list}
        aria-label={t('title')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: without it the keyboard cannot scroll what it cannot focus
        tabIndex={0}
        onScroll={(event) => setScrolled(event.currentTarget.scrollTop > 40)}
      >
        {waiting > 0 ? (
          <button type="button" className={classes.newer} onClick={showNew}>
            {t('actions.newer', { count: waiting })}
          </button>
        ) : null}
        {query.isPending ? <LoadingRows rows={9} /> : null}
        {query.isError ? <ProblemState error={query.error} onRetry={() => void query.refetch()} /> : null}
        {open !== null && query.isSuccess && !rows.some(({ id }) => id === open) ? (
          <LinkedCall id={open} onClose={() => go(filters, null)} />
        ) : null}
        {rows.length > 0 ? (
          <CallTable
            rows={rows}
            open={open}
            byDay={filters.span !== null || (filters.period !== 'today' && filters.period !== 'yesterday')}
            onOpen={(id) => go(filters, id)}
          />
        ) : null}
        {query.isSuccess && rows.length === 0 ? (
          <EmptyState title={filtered ? t('empty.filtered') : t('empty.none')} />
        ) : null}
        {query.hasNextPage ? (
          <div className={classes.older}>
            <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {t('actions.older')}
            </Button>
          </div>
        ) : null}
      </section>
    </div>
  );
}

function openCall(id: string | undefined): number | null {
  const number = Number(id);
  return Number.isInteger(number) && number > 0 ? number : null;
}

/** A call that was linked to and is not on the loaded pages stands above them, open. */
function LinkedCall({ id, onClose }: { readonly id: number; readonly onClose: () => void }) {
  const { data, error, refetch } = useCallDetail(id);
  if (error) return <ProblemState error={error} onRetry={() => void refetch()} />;
  return data ? <CallTable rows={[data]} open={id} byDay onOpen={onClose} /> : null;
}
