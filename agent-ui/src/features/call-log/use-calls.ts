import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { z } from 'zod';
import { type CallDebt, CallDetail, CallPage, type CallRow } from '../../../../schema/contracts/calls.ts';
import { get } from '../../api/client.ts';
import { serverNow } from '../../socket/live-store.ts';
import { useNews, useSoon, watched } from '../../socket/use-news.ts';
import { baseQuery, type Filters, fits, type Show, showQuery, writeFilters } from './filters.ts';
import { type Page, type Pages, replaceRow, withRow } from './rows.ts';

type Debt = z.infer<typeof CallDebt>;

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
    async queryFn({ pageParam, signal }) {
      await watched('calls');
      const asked = { ...baseQuery(filters, serverNow(), timeZone), ...showQuery(filters.show) };
      return get('calls', CallPage, { ...asked, limit: 60, cursor: pageParam }, signal);
    },
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });

  const keyText = key[2];
  // biome-ignore lint/correctness/useExhaustiveDependencies: other filters, another list: nothing waits for it yet
  useEffect(() => setWaiting([]), [keyText]);
  const place = (calls: readonly CallRow[]) =>
    cache.setQueryData<Pages>(key, (pages) => (pages ? calls.reduce(withRow, pages) : pages));
  const recount = useSoon(() => void cache.invalidateQueries({ queryKey: ['calls', 'counts'] }), 600);

  useNews('calls', {
    readAgain: (wholly) => void cache.invalidateQueries({ queryKey: ['calls'] }, { cancelRefetch: wholly }),
    onFacts(facts, spreadMs) {
      for (const fact of facts) {
        if (fact.type === 'call') onCall(fact.call);
        else if (fact.type === 'debt') onDebt(fact.debt);
      }
      recount(spreadMs);
    },
  });
  function onCall(call: CallRow): void {
    cache.setQueryData(['calls', 'detail', call.id], undefined);
    void cache.invalidateQueries({ queryKey: ['calls', 'detail', call.id] });
    const known = query.data?.pages.some((page) => page.rows.some((row) => row.id === call.id)) ?? false;
    const verdict = fits(call, filters, serverNow(), timeZone);
    if (verdict === null && !known) void cache.invalidateQueries({ queryKey: key });
    else if (known) place([call]);
    else if (verdict && still) setWaiting((calls) => [...calls.filter(({ id }) => id !== call.id), call]);
    else if (verdict) place([call]);
  }
  function onDebt(callback: Debt): void {
    cache.setQueryData<Pages>(key, (pages) =>
      pages?.pages
        .flatMap((page) => page.rows)
        .filter((row) => row.callback?.id === callback.id)
        .reduce((found, row) => replaceRow(found, row.id, (old) => ({ ...old, callback })), pages),
    );
  }
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
    async queryFn() {
      await watched('calls');
      const asked = { ...baseQuery(all, serverNow(), timeZone), ...showQuery(show), limit: 1 };
      return (await get('calls', CallPage, asked)).counts;
    },
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
  return useQuery({
    queryKey: ['calls', 'detail', id],
    queryFn: () => watched('calls').then(() => get(`calls/${id}`, CallDetail)),
  });
}
