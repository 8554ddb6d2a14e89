import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { CallDetail } from '../../../../schema/contracts/calls.ts';
import { send } from '../../api/client.ts';
import { todayKey } from '../../api/dialing.ts';
import { useTellProblem } from '../../ui/problem.tsx';
import { useWords } from './words.ts';
import type { WrapUpEntry } from './wrap-up-entry.ts';
import { wrapUps } from './wrap-up-store.ts';

/** Saves the wrap-up; when the call has no row yet, it waits for it and saves then. */
export function useSaveWrapUp(entry: WrapUpEntry): { readonly save: () => void; readonly busy: boolean } {
  const { t } = useWords();
  const cache = useQueryClient();
  const tell = useTellProblem();
  const { card, draft, saving } = entry;
  const { mutate, isPending } = useMutation({
    mutationFn: (callId: number) =>
      send('POST', `calls/${callId}/wrap-up`, CallDetail, {
        chip: draft.chip,
        note: draft.note.trim(),
        next:
          draft.nextAt === null
            ? null
            : { dueAt: draft.nextAt, note: draft.note.trim().slice(0, 1000) || t('wrap.next') },
      }),
    onSuccess: () => {
      wrapUps.finish(card.id);
      void cache.invalidateQueries({ queryKey: todayKey });
      void cache.invalidateQueries({ queryKey: ['contact'] });
      void cache.invalidateQueries({ queryKey: ['number-calls'] });
    },
    onError: (error) => {
      wrapUps.markSaving(card.id, false);
      tell(error);
    },
  });
  useEffect(() => {
    if (saving && card.callId !== null && !isPending) mutate(card.callId);
  }, [saving, card.callId, isPending, mutate]);
  return { save: () => wrapUps.markSaving(card.id, true), busy: saving };
}
