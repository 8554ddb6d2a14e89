import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { Today } from '../../../../schema/contracts/callbacks.ts';
import { get } from '../../api/client.ts';
import { todayKey } from '../../api/dialing.ts';
import { useSession } from '../../api/session.ts';
import { socket } from '../../socket/socket.ts';
import { useLive } from '../../socket/use-live.ts';
import { keepLeases } from './keep-leases.ts';

/** My list, kept fresh by the facts of the line: a known row changes at once, the whole follows. */
export function useToday() {
  const cache = useQueryClient();
  const refresh = (): void => {
    void cache.invalidateQueries({ queryKey: todayKey });
  };
  useLive('callback.changed', ({ callback }) => {
    cache.setQueryData<Today>(todayKey, (today) => {
      if (!today) return today;
      return { ...today, items: today.items.map((item) => (item.id === callback.id ? callback : item)) };
    });
    refresh();
  });
  useLive('snapshot', refresh);
  return useQuery({ queryKey: todayKey, queryFn: () => get('today', Today), refetchInterval: 60_000 });
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
