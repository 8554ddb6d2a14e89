import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { LineRow } from '../../../../schema/contracts/admin.ts';
import { type EditLine, LineLeaving } from '../../../../schema/contracts/leaving.ts';
import { command, get, send } from '../../api/client.ts';

const linesKey = ['admin', 'lines'] as const;
export type LineListed = z.infer<typeof LineRow>;

export const useLines = () => useQuery({ queryKey: linesKey, queryFn: () => get('lines', z.array(LineRow)) });

/** What stands on a line and where it could go; asked anew each time somebody wants to take it out of use. */
export const useLineLeaving = (id: number) =>
  useQuery({
    queryKey: [...linesKey, 'leaving', id],
    staleTime: 0,
    queryFn: () => get(`lines/${id}/leaving`, LineLeaving),
  });

/** Everything an admin changes about a line besides its rule; whatever hangs on it is read again. */
export function useLineActions() {
  const cache = useQueryClient();
  const onSettled = () =>
    Promise.all([
      cache.invalidateQueries({ queryKey: ['admin'] }),
      cache.invalidateQueries({ queryKey: ['callbacks'] }),
      // What stands beside the calls of a line.
      cache.invalidateQueries({ queryKey: ['lines'] }),
    ]);
  const edit = useMutation({
    onSettled,
    mutationFn: ({ id, ...body }: z.infer<typeof EditLine> & { readonly id: number }) =>
      command('PATCH', `lines/${id}`, body),
  });
  const retire = useMutation({
    onSettled,
    mutationFn: ({ id, moveTo }: { readonly id: number; readonly moveTo: number | null }) =>
      send('POST', `lines/${id}/retire`, z.object({ moved: z.number() }), { moveTo }),
  });
  return { edit, retire };
}
