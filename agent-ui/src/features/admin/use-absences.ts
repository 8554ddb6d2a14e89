import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { type Absence, AbsenceRow } from '../../../../schema/contracts/notices.ts';
import { command, get, send } from '../../api/client.ts';
import { useMinute } from '../../ui/ticker.ts';

const absencesKey = ['admin', 'absences'] as const;

export const useAbsences = () =>
  useQuery({ queryKey: absencesKey, queryFn: () => get('absences', z.array(AbsenceRow)) });

/** The absence a person is in at this minute. */
export function useAwayNow(userId: number): AbsenceRow | null {
  const now = useMinute();
  const { data } = useAbsences();
  return data?.find(({ user, fromAt, untilAt }) => user.id === userId && fromAt <= now && now < untilAt) ?? null;
}

/** Notes and ends absences; the list is read again after each. */
export function useAbsenceActions() {
  const cache = useQueryClient();
  const onSettled = () => cache.invalidateQueries({ queryKey: absencesKey });
  const add = useMutation({
    onSettled,
    mutationFn: ({ userId, ...body }: z.infer<typeof Absence> & { readonly userId: number }) =>
      send('POST', `people/${userId}/absences`, AbsenceRow, body),
  });
  const end = useMutation({ onSettled, mutationFn: (id: number) => command('DELETE', `absences/${id}`) });
  return { add, end };
}
