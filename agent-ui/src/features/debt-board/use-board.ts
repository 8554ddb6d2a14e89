import {
  type InfiniteData,
  keepPreviousData,
  useInfiniteQuery,
  useQueries,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { z } from 'zod';
import { Board, type BoardFilter, CallbackDetail, type CallbackView } from '../../../../schema/contracts/callbacks.ts';
import { AgentPresence } from '../../../../schema/contracts/live.ts';
import { get } from '../../api/client.ts';
import { useLiveState } from '../../socket/live-store.ts';
import { useNews, useSoon, watched } from '../../socket/use-news.ts';
import { type BoardFilters, writeBoard } from './board-filters.ts';
import { isLive, settledFilters } from './state-of.ts';

type Page = z.infer<typeof Board>;
type Pages = InfiniteData<Page, string | null>;
export const boardKey = ['callbacks', 'board'] as const;
export const detailKey = (id: number) => ['callbacks', 'detail', id] as const;

const withRow = (pages: Pages, row: CallbackView): Pages => ({
  ...pages,
  pages: pages.pages.map((page) => ({ ...page, rows: page.rows.map((each) => (each.id === row.id ? row : each)) })),
});

async function ask(
  filters: BoardFilters,
  filter: BoardFilter,
  limit: number,
  cursor: string | null,
  signal: AbortSignal,
): Promise<Page> {
  await watched('board');
  const { line, owner, queue, age, q } = filters;
  return get('board', Board, { filter, line, owner, queue, age, q, limit, cursor }, signal);
}

/** The board for one set of filters. A changed item is replaced at once; the counts follow a moment later. */
export function useBoard(filters: BoardFilters) {
  const cache = useQueryClient();
  const scope = writeBoard({ ...filters, item: null }).toString();
  const query = useInfiniteQuery<Page, Error, Pages, readonly unknown[], string | null>({
    queryKey: [...boardKey, 'list', scope],
    initialPageParam: null,
    queryFn: ({ pageParam, signal }) => ask(filters, filters.filter, 50, pageParam, signal),
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
  // What the day has settled stands below what is owed, until all settled items are asked for by their chip.
  const settled = useQueries({
    queries: settledFilters.map((filter) => ({
      queryKey: [...boardKey, 'settled', filter, scope],
      queryFn: ({ signal }: { signal: AbortSignal }) => ask(filters, filter, 8, null, signal).then(({ rows }) => rows),
      enabled: filters.filter === 'owed',
    })),
    combine: (answers) =>
      answers
        .flatMap(({ data }) => data ?? [])
        .sort((a, b) => (b.settledAt ?? 0) - (a.settledAt ?? 0))
        .slice(0, 12),
  });

  const refreshSoon = useSoon(() => void cache.invalidateQueries({ queryKey: boardKey }), 500);
  useNews('board', {
    readAgain: (wholly) => void cache.invalidateQueries({ queryKey: ['callbacks'] }, { cancelRefetch: wholly }),
    onFacts(facts, spreadMs) {
      for (const fact of facts) if (fact.type === 'callback') place(fact.callback);
      refreshSoon(spreadMs);
    },
  });
  const place = (callback: CallbackView) => {
    cache.setQueriesData<Pages>({ queryKey: [...boardKey, 'list'] }, (pages) => pages && withRow(pages, callback));
    void cache.invalidateQueries({ queryKey: detailKey(callback.id) });
  };

  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  // An item that was settled while it stood among the owed keeps its place, struck through, until the next reading.
  return { query, rows, settled: settled.filter((row) => !isLive(row) && !rows.some(({ id }) => id === row.id)) };
}

/** One item with its history. */
export function useCallbackDetail(id: number) {
  return useQuery({
    queryKey: detailKey(id),
    queryFn: () => watched('board').then(() => get(`callbacks/${id}`, CallbackDetail)),
  });
}

/** Who is at work now: from the line to the server, or asked for until that stands. */
export function useAgents(allowed: boolean): readonly AgentPresence[] {
  const live = useLiveState((state) => state.agents);
  const line = useLiveState((state) => state.line);
  const { data } = useQuery({
    queryKey: ['agents'],
    queryFn: () => get('agents', z.array(AgentPresence)),
    enabled: allowed && line !== 'live',
  });
  return line === 'live' ? live : (data ?? live);
}
