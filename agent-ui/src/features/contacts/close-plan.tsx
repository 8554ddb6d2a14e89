import { Button, Popover, Select } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { CallbackView } from '../../../../schema/contracts/callbacks.ts';
import { closeReasonsFor } from '../../../../schema/contracts/close-reasons.ts';
import { send } from '../../api/client.ts';
import { todayKey } from '../../api/dialing.ts';
import { isText, useDraft } from '../../api/drafts.ts';
import { useCommon } from '../../i18n/words.ts';
import { GrowingText } from '../../ui/growing-text.tsx';
import { useTellProblem } from '../../ui/problem.tsx';
import { textDirection } from '../../ui/text-direction.ts';
import classes from './plan-contact.module.css';
import { useWords } from './words.ts';

/** Ends a planned contact of my own without a talk: a reason and a note, on the record. */
export function ClosePlan({ id, origin }: Pick<CallbackView, 'id' | 'origin'>) {
  const { t } = useWords();
  const common = useCommon();
  const cache = useQueryClient();
  const onError = useTellProblem();
  const reasons = closeReasonsFor(origin);
  const [reason, setReason] = useState<string>(reasons[0] ?? 'other');
  const [note, setNote, forget] = useDraft(`close-${id}`, '', isText);
  const close = useMutation({
    mutationFn: () => send('POST', `callbacks/${id}/close`, CallbackView, { reason, note: note.trim() }),
    onError,
    onSuccess: () => {
      forget();
      void cache.invalidateQueries({ queryKey: todayKey });
      void cache.invalidateQueries({ queryKey: ['contact'] });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (note.trim().length >= 3) close.mutate();
  };
  return (
    <Popover position="bottom-end" trapFocus returnFocus width={300}>
      <Popover.Target>
        <Button size="xs" variant="default" leftSection={<IconCheck size={14} stroke={1.8} />}>
          {t('done.open')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form className={classes.form} onSubmit={submit}>
          <Select
            label={t('done.reason')}
            value={reason}
            data={reasons.map((value) => ({ value, label: common.t(`closeReason.${value}`) }))}
            comboboxProps={{ withinPortal: false }}
            onChange={(value) => value && setReason(value)}
          />
          <GrowingText
            label={t('done.note')}
            w="100%"
            minRows={2}
            maxLength={1000}
            data-autofocus
            dir={textDirection(note)}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <Button type="submit" loading={close.isPending} disabled={note.trim().length < 3}>
            {t('done.save')}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
