import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { CallDetail } from '../../../../schema/contracts/calls.ts';
import { todayKey } from '../../api/dialing.ts';
import { sendKept } from '../../api/kept.ts';
import { useTellProblem } from '../../ui/problem.tsx';
import { useWords } from './words.ts';
import type { WrapUpEntry } from './wrap-up-entry.ts';
import { useWrapUps, wrapUps } from './wrap-up-store.ts';

/** Sends what the agent saved; a call that has no row yet is waited for, while the agent works on. */
export function WrapUpSavers() {
  return useWrapUps()
    .filter(({ saving }) => saving)
    .map((entry) => <Saver key={entry.card.id} entry={entry} />);
}

function Saver({ entry }: { readonly entry: WrapUpEntry }) {
  const { t } = useWords();
  const cache = useQueryClient();
  const tell = useTellProblem();
  const { card, draft } = entry;
  const note = draft.note.trim();
  const next =
    draft.nextAt === null
      ? null
      : { dueAt: draft.nextAt, note: note.slice(0, 1000) || t('wrap.next'), origin: draft.nextIs };
  const { mutate, isIdle } = useMutation({
    mutationFn: (callId: number) =>
      sendKept('POST', `calls/${callId}/wrap-up`, CallDetail, { chip: draft.chip, note, next }, entry.key),
    onSuccess: () => {
      wrapUps.finish(card.id);
      for (const queryKey of [todayKey, ['contact'], ['number-calls']]) void cache.invalidateQueries({ queryKey });
    },
    // The form comes back with everything that was typed.
    onError: (error) => {
      wrapUps.markSaving(card.id, false);
      tell(error);
    },
  });
  useEffect(() => {
    if (card.callId !== null && isIdle) mutate(card.callId);
  }, [card.callId, isIdle, mutate]);
  return null;
}
