import { useQuery } from '@tanstack/react-query';
import { Today } from '../../../schema/contracts/callbacks.ts';
import { get } from '../api/client.ts';
import { todayKey } from '../api/dialing.ts';
import { useMinute } from '../ui/ticker.ts';

/** How many items of my list are late at this minute. */
export function useOverdue(): number {
  const now = useMinute();
  const { data } = useQuery({ queryKey: todayKey, queryFn: () => get('today', Today) });
  return (data?.items ?? []).filter(({ dueAt, state }) => dueAt <= now && state !== 'needs_human').length;
}
