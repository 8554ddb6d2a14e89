import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { LiveCard } from '../../../../schema/contracts/live.ts';
import { command } from '../../api/client.ts';
import { useTellProblem } from '../../ui/problem.tsx';

/** A fact that has not come by then is not waited for: the button is there again. */
const factWithinMs = 4000;

/** Orders about the call on this card: busy from the press until the fact has come, a refusal is told in words. */
export function useOrder(card: Pick<LiveCard, 'id' | 'seq'>) {
  const tell = useTellProblem();
  const [waiting, setWaiting] = useState<{ readonly what: string; readonly seq: number } | null>(null);
  const mutation = useMutation({
    mutationFn: ({ what, body }: { readonly what: string; readonly body?: object }) =>
      command('POST', `cards/${encodeURIComponent(card.id)}/${what}`, body),
    onError: (error) => {
      setWaiting(null);
      tell(error);
    },
  });
  useEffect(() => {
    if (waiting === null) return;
    if (card.seq !== waiting.seq) return setWaiting(null);
    const timer = setTimeout(() => setWaiting(null), factWithinMs);
    return () => clearTimeout(timer);
  }, [waiting, card.seq]);
  return {
    give(what: string, body?: object) {
      setWaiting({ what, seq: card.seq });
      mutation.mutate(body === undefined ? { what } : { what, body });
    },
    /** Whether this order, or any, is on its way. */
    busy: (what?: string) => waiting !== null && (what === undefined || waiting.what === what),
  };
}

export type Order = ReturnType<typeof useOrder>;
