import { useMutation } from '@tanstack/react-query';
import { useTellProblem } from '../ui/problem.tsx';
import { command } from './client.ts';

/** What may be ordered about where somebody is; without a person it is meant for oneself. */
export type PresenceOrder =
  | { readonly do: 'pause'; readonly reason: string; readonly userId?: number }
  | { readonly do: 'ready'; readonly userId?: number }
  | { readonly do: 'more' }
  | { readonly do: 'serve'; readonly queue: string; readonly serves: boolean };

function send(order: PresenceOrder): Promise<void> {
  const who = 'userId' in order && order.userId !== undefined ? `agents/${order.userId}` : 'me';
  switch (order.do) {
    case 'pause':
      return command('POST', `${who}/pause`, { reason: order.reason });
    case 'ready':
      return command('POST', `${who}/ready`);
    case 'more':
      return command('POST', 'me/wrap-up/more');
    case 'serve':
      return command('POST', 'me/queues', { queue: order.queue, serves: order.serves });
  }
}

/** Orders it; the screen changes when the telephone system says so. */
export function usePresenceOrder() {
  const tell = useTellProblem();
  return useMutation({ mutationFn: send, onError: tell });
}
