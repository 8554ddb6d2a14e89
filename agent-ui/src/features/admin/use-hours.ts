import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { type Hours, HoursPreview, HoursRow } from '../../../../schema/contracts/hours.ts';
import { get, send } from '../../api/client.ts';

const hoursKey = ['admin', 'hours'] as const;

export const useHours = () => useQuery({ queryKey: hoursKey, queryFn: () => get('hours', z.array(HoursRow)) });

/** What hours would come to, asked a moment after the last stroke; the answer before stands until then. */
export function useHoursPreview(id: number, hours: Hours | null) {
  const asked = hours === null ? null : JSON.stringify(hours);
  const [wanted] = useDebouncedValue(asked, 350);
  const query = useQuery({
    queryKey: [...hoursKey, 'preview', id, wanted],
    enabled: wanted !== null,
    placeholderData: keepPreviousData,
    queryFn: () => send('POST', `hours/${id}/preview`, HoursPreview, JSON.parse(wanted ?? 'null')),
  });
  // What is saved is what was shown: until the answer is about these very hours, it is stale.
  return { query, stale: wanted !== asked || query.isPlaceholderData || query.isFetching };
}

/** Saves hours; whatever hangs on them is read again. */
export function useSaveHours() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: { readonly id: number; readonly version: number; readonly hours: Hours }) =>
      send('PUT', `hours/${id}`, z.object({ row: HoursRow, moved: z.number() }), body),
    onSettled: () =>
      Promise.all([
        cache.invalidateQueries({ queryKey: hoursKey }),
        cache.invalidateQueries({ queryKey: ['callbacks'] }),
      ]),
  });
}
