import { Select } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { CallbackView } from '../../../../schema/contracts/callbacks.ts';
import { closeReasonsFor } from '../../../../schema/contracts/close-reasons.ts';
import { todayKey } from '../../api/dialing.ts';
import { isText, useDraft } from '../../api/drafts.ts';
import { sendKept } from '../../api/kept.ts';
import { useCommon } from '../../i18n/words.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { GrowingText } from '../../ui/growing-text.tsx';
import { useTellProblem } from '../../ui/problem.tsx';
import { textDirection } from '../../ui/text-direction.ts';
import { ItemName } from './item-name.tsx';
import { useWords } from './words.ts';

/** A plan of my own that needs no call any more: a reason and a note, on the record. */
export function SettleDialog({ item, onClose }: { readonly item: CallbackView; readonly onClose: () => void }) {
  const { t, rich } = useWords();
  const common = useCommon();
  const cache = useQueryClient();
  const tell = useTellProblem();
  const reasons = closeReasonsFor(item.origin);
  const [reason, setReason] = useState<string>(reasons[0] ?? 'other');
  const [note, setNote, forget] = useDraft(`close-${item.id}`, '', isText);
  const close = useMutation({
    mutationFn: () => sendKept('POST', `callbacks/${item.id}/close`, CallbackView, { reason, note: note.trim() }),
    onError: tell,
    onSuccess: () => {
      forget();
      void cache.invalidateQueries({ queryKey: todayKey });
      void cache.invalidateQueries({ queryKey: ['contact'] });
      onClose();
    },
  });
  return (
    <Dialog
      title={rich('done.title', { name: <ItemName item={item} /> })}
      act={t('done.act')}
      busy={close.isPending}
      disabled={note.trim().length < 3}
      onAct={() => close.mutate()}
      onClose={onClose}
    >
      <Select
        label={t('done.reason')}
        value={reason}
        data={reasons.map((value) => ({ value, label: common.t(`closeReason.${value}`) }))}
        comboboxProps={{ withinPortal: false }}
        onChange={(value) => value && setReason(value)}
      />
      <GrowingText
        label={t('done.note')}
        minRows={2}
        maxLength={1000}
        data-autofocus
        dir={textDirection(note)}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </Dialog>
  );
}
