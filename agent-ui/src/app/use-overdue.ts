import { useQuery } from '@tanstack/react-query';
import { todayQuery } from '../api/today.ts';
import { useMinute } from '../ui/ticker.ts';

/** How many items of my list are late at this minute. */
export function useOverdue(): number {
  const now = useMinute();
  const { data } = useQuery(todayQuery);
  return (data?.items ?? []).filter(({ dueAt, state }) => dueAt <= now && state !== 'needs_human').length;
}
