import { Select } from '@mantine/core';
import { useState } from 'react';
import type { CallbackView } from '../../../../schema/contracts/callbacks.ts';
import { useSession } from '../../api/session.ts';
import { Dialog, Touches } from '../../ui/dialog.tsx';
import { useBoardActions } from './use-board-actions.ts';
import { useWords } from './words.ts';

interface Props {
  readonly rows: readonly CallbackView[];
  readonly onClose: () => void;
  readonly onDone?: () => void;
}

/** Gives items to one person, or back to the queue of their line. */
export function AssignDialog({ rows, onClose, onDone }: Props) {
  const { t } = useWords();
  const { people } = useSession();
  const [to, setTo] = useState<string | null>(null);
  const { assign } = useBoardActions(() => {
    onDone?.();
    onClose();
  });
  return (
    <Dialog
      title={t('assign.title')}
      act={t('assign.do')}
      busy={assign.isPending}
      disabled={to === null}
      onClose={onClose}
      onAct={() =>
        assign.mutate({ ids: rows.map(({ id }) => id), userId: to === null || to === 'nobody' ? null : Number(to) })
      }
    >
      <Touches>{t('assign.touches', { count: rows.length })}</Touches>
      <Select
        data-autofocus
        searchable
        openOnFocus={false}
        label={t('assign.to')}
        value={to}
        onChange={setTo}
        data={[
          ...people.map(({ id, name }) => ({ value: String(id), label: name })),
          { value: 'nobody', label: t('assign.nobody') },
        ]}
      />
    </Dialog>
  );
}
