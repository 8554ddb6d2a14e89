import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { BlindWindow } from '../../../schema/contracts/live.ts';
import { useLiveState } from '../socket/live-store.ts';
import { get } from './client.ts';

/** Windows are closed by records read behind the screen's back, so they are asked for again now and then. */
const askAgainMs = 60_000;

/** The stretches between `from` and `to` (epoch ms) in which calls may be missing, the latest first. */
export function useBlindWindows(
  from = Number.NEGATIVE_INFINITY,
  to = Number.POSITIVE_INFINITY,
): readonly BlindWindow[] {
  const live = useLiveState((state) => state.coverage?.live ?? null);
  const { data } = useQuery({
    queryKey: ['coverage', 'blind', live],
    queryFn: ({ signal }) => get('coverage/blind', z.array(BlindWindow), {}, signal),
    refetchInterval: askAgainMs,
    placeholderData: (before) => before,
  });
  return (data ?? []).filter(({ startedAt, endedAt }) => startedAt < to && (endedAt === null || endedAt > from));
}
