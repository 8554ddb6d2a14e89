import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { CallDetail, CallPage, type CallRow } from '../../../../schema/contracts/calls.ts';
import { get } from '../../api/client.ts';
import { serverNow } from '../../socket/live-store.ts';
import { useLive } from '../../socket/use-live.ts';
import { baseQuery, type Filters, fits, type Show, showQuery, writeFilters } from './filters.ts';
import { type Page, type Pages, replaceRow, withRow } from './rows.ts';

const listKey = (filters: Filters) => ['calls', 'list', writeFilters(filters).toString()] as const;

/**
 * The log for one set of filters, page by page, kept fresh by the line to the server.
 * While `still` is true a new call is only counted, so that nothing moves under the mouse.
 */
export function useCalls(filters: Filters, timeZone: string, still: boolean) {
  const cache = useQueryClient();
  const [waiting, setWaiting] = useState<readonly CallRow[]>([]);
  const key = listKey(filters);
  const query = useInfiniteQuery<Page, Error, Pages, typeof key, string | null>({
    queryKey: key,
    initialPageParam: null,
    queryFn: ({ pageParam, signal }) =>
      get(
        'calls',
        CallPage,
        { ...baseQuery(filters, serverNow(), timeZone), ...showQuery(filters.show), limit: 60, cursor: pageParam },
        signal,
      ),
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });

  const keyText = key[2];
  // biome-ignore lint/correctness/useExhaustiveDependencies: other filters, another list: nothing waits for it yet
  useEffect(() => setWaiting([]), [keyText]);
  const place = (calls: readonly CallRow[]) =>
    cache.setQueryData<Pages>(key, (pages) => (pages ? calls.reduce(withRow, pages) : pages));
  const recount = useSoon(() => void cache.invalidateQueries({ queryKey: ['calls', 'counts'] }));

  useLive('call.logged', ({ call }) => {
    recount();
    cache.setQueryData(['calls', 'detail', call.id], undefined);
    void cache.invalidateQueries({ queryKey: ['calls', 'detail', call.id] });
    const known = query.data?.pages.some((page) => page.rows.some((row) => row.id === call.id)) ?? false;
    const verdict = fits(call, filters, serverNow(), timeZone);
    if (verdict === null && !known) void cache.invalidateQueries({ queryKey: key });
    else if (known) place([call]);
    else if (verdict && still) setWaiting((calls) => [...calls.filter(({ id }) => id !== call.id), call]);
    else if (verdict) place([call]);
  });
  useLive('callback.changed', ({ callback }) => {
    const { id, state, settledAs, dueAt, tries } = callback;
    cache.setQueryData<Pages>(key, (pages) =>
      pages?.pages
        .flatMap((page) => page.rows)
        .filter((row) => row.callback?.id === id)
        .reduce(
          (found, row) =>
            replaceRow(found, row.id, (old) => ({ ...old, callback: { id, state, settledAs, dueAt, tries } })),
          pages,
        ),
    );
    recount();
  });
  const showWaiting = () => {
    place(waiting);
    setWaiting([]);
  };
  return { query, waiting: waiting.length, showWaiting };
}

/** The numbers on the chips: of the same filters, whatever the chip. */
export function useCounts(filters: Filters, timeZone: string): Readonly<Partial<Record<Show, number>>> {
  const all = { ...filters, show: 'all' as const };
  const ask = (show: Show) => ({
    queryKey: ['calls', 'counts', show, writeFilters(all).toString()],
    queryFn: () =>
      get('calls', CallPage, { ...baseQuery(all, serverNow(), timeZone), ...showQuery(show), limit: 1 }).then(
        ({ counts }) => counts,
      ),
    placeholderData: keepPreviousData,
  });
  const main = useQuery(ask('all')).data;
  const lost = useQuery(ask('lost')).data;
  const excluded = useQuery(ask('excluded')).data;
  return {
    ...(main ? { all: main.all, talked: main.talked, missed: main.missed } : {}),
    ...(lost ? { lost: lost.missed } : {}),
    ...(excluded ? { excluded: excluded.all } : {}),
  };
}

/** One call with its legs, offers, talks, recordings and notes. */
export function useCallDetail(id: number) {
  return useQuery({ queryKey: ['calls', 'detail', id], queryFn: () => get(`calls/${id}`, CallDetail) });
}

/** Calls the function once, a moment after the last of several asks. */
function useSoon(act: () => void): () => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(act, 600);
  };
}
