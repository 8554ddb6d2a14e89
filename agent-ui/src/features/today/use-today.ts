import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { Today } from '../../../../schema/contracts/callbacks.ts';
import type { NewsFact } from '../../../../schema/contracts/news.ts';
import { todayKey } from '../../api/dialing.ts';
import { useSession } from '../../api/session.ts';
import { todayQuery } from '../../api/today.ts';
import { socket } from '../../socket/socket.ts';
import { useNews, useSoon } from '../../socket/use-news.ts';
import { keepLeases } from './keep-leases.ts';
import { withNews } from './today-news.ts';

/** My list. */
export function useToday() {
  return useQuery({ ...todayQuery, refetchInterval: 60_000 });
}

/** Keeps my list fresh: a known row changes at once, the whole follows. Once on a screen. */
export function useTodayNews(): void {
  const cache = useQueryClient();
  const readAgain = (wholly: boolean): void => {
    void cache.invalidateQueries({ queryKey: todayKey }, { cancelRefetch: wholly });
  };
  const change = (facts: readonly NewsFact[]): void => {
    cache.setQueryData<Today>(todayKey, (today) => today && withNews(today, facts));
  };
  const readSoon = useSoon(() => readAgain(true));
  useNews('today', {
    readAgain,
    onFacts(facts, spreadMs) {
      change(facts);
      readSoon(spreadMs);
    },
  });
  useNews('mine', {
    readAgain,
    onFacts(facts) {
      change(facts);
      readAgain(true);
    },
  });
}

/** While an item is in my hands its lease is renewed over the line; a lost tab lets it go by itself. */
export function useRenewLeases(today: Today | undefined): void {
  const { user } = useSession();
  const cache = useQueryClient();
  const mine = useMemo(
    () => (today?.items ?? []).filter((item) => item.state === 'claimed' && item.claimedBy?.id === user.id),
    [today, user.id],
  );
  const ids = mine.map(({ id }) => id).join(',');
  useEffect(() => {
    if (ids === '') return;
    return keepLeases(socket, ids.split(',').map(Number), () => {
      void cache.invalidateQueries({ queryKey: todayKey });
    });
  }, [ids, cache]);
}
