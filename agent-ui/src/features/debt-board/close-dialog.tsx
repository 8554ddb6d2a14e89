import { Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { CallbackView } from '../../../../schema/contracts/callbacks.ts';
import { type CloseReason, closeReasonsForAll } from '../../../../schema/contracts/close-reasons.ts';
import { isText, useDraft } from '../../api/drafts.ts';
import { useCommon } from '../../i18n/words.ts';
import { Dialog, Touches } from '../../ui/dialog.tsx';
import { textDirection } from '../../ui/text-direction.ts';
import { useBoardActions } from './use-board-actions.ts';
import { useWords } from './words.ts';

interface Props {
  readonly rows: readonly CallbackView[];
  readonly onClose: () => void;
  readonly onDone?: () => void;
}

/** Ends debts without a talk: a reason that fits all of them and a note, under the name of the one who decides. */
export function CloseDialog({ rows, onClose, onDone }: Props) {
  const { t } = useWords();
  const common = useCommon();
  const [reason, setReason] = useState<CloseReason | null>(null);
  const reasons = closeReasonsForAll(rows.map(({ origin }) => origin));
  // What was typed about these items is not the note of others.
  const [about] = useState(() => `close-${rows.map(({ id }) => id).join('-')}`);
  const [note, setNote, forget] = useDraft(about, '', isText);
  const { close } = useBoardActions(() => {
    forget();
    onDone?.();
    onClose();
  });
  return (
    <Dialog
      title={t('close.title')}
      act={t('close.do', { count: rows.length })}
      danger
      busy={close.isPending}
      disabled={reason === null || note.trim().length < 3}
      onClose={onClose}
      onAct={() => {
        if (reason !== null) close.mutate({ ids: rows.map(({ id }) => id), reason, note: note.trim() });
      }}
    >
      <Touches>{t('close.touches', { count: rows.length })}</Touches>
      <Select
        data-autofocus
        label={t('close.reason')}
        value={reason}
        onChange={(value) => setReason(reasons.find((each) => each === value) ?? null)}
        data={reasons.map((each) => ({ value: each, label: common.t(`closeReason.${each}`) }))}
      />
      <Textarea
        label={t('close.note')}
        description={t('close.noteHint')}
        value={note}
        maxLength={1000}
        rows={2}
        dir={textDirection(note)}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </Dialog>
  );
}
