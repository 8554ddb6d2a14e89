import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { CallbackView, type CloseCallback } from '../../../../schema/contracts/callbacks.ts';
import { send } from '../../api/client.ts';
import { useTellProblem } from '../../ui/problem.tsx';

const Changed = z.object({ changed: z.number().int() });

/** Assigning, acknowledging and closing, one item or many; the rows change when the fact arrives. */
export function useBoardActions(onDone: () => void) {
  const cache = useQueryClient();
  const tell = useTellProblem();
  const after = {
    onError: tell,
    onSuccess: onDone,
    onSettled: () => cache.invalidateQueries({ queryKey: ['callbacks'] }),
  };
  const assign = useMutation({
    ...after,
    mutationFn: ({
      ids,
      userId,
    }: {
      readonly ids: readonly number[];
      readonly userId: number | null;
    }): Promise<unknown> =>
      ids.length === 1
        ? send('POST', `callbacks/${ids[0]}/assign`, CallbackView, { userId })
        : send('POST', 'callbacks/assign', Changed, { ids, userId }),
  });
  const close = useMutation({
    ...after,
    mutationFn: ({
      ids,
      ...body
    }: z.infer<typeof CloseCallback> & { readonly ids: readonly number[] }): Promise<unknown> =>
      ids.length === 1
        ? send('POST', `callbacks/${ids[0]}/close`, CallbackView, body)
        : send('POST', 'callbacks/close', Changed, { ids, ...body }),
  });
  const acknowledge = useMutation({
    ...after,
    mutationFn: ({ ids }: { readonly ids: readonly number[] }): Promise<unknown> =>
      send('POST', 'callbacks/acknowledge', Changed, { ids }),
  });
  return { assign, close, acknowledge };
}
