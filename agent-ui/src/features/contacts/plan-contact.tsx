import { Button, Popover, TextInput } from '@mantine/core';
import { IconCalendarPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { CallbackView } from '../../../../schema/contracts/callbacks.ts';
import { send } from '../../api/client.ts';
import { contactKey, todayKey } from '../../api/dialing.ts';
import { NextContact } from '../../ui/next-contact.tsx';
import { useTellProblem } from '../../ui/problem.tsx';
import { textDirection } from '../../ui/text-direction.ts';
import classes from './plan-contact.module.css';
import { useWords } from './words.ts';

/** Plans the next contact with a person: it becomes an item of my own list. */
export function PlanContact({ contactId }: { readonly contactId: number }) {
  const { t } = useWords();
  const cache = useQueryClient();
  const onError = useTellProblem();
  const [opened, setOpened] = useState(false);
  const [note, setNote] = useState('');
  const [dueAt, setDueAt] = useState<number | null>(null);
  const plan = useMutation({
    mutationFn: () =>
      send('POST', 'callbacks', CallbackView, {
        contactId,
        origin: 'follow_up',
        dueAt,
        ...(note.trim() ? { note: note.trim() } : {}),
      }),
    onError,
    onSuccess: () => {
      setOpened(false);
      setNote('');
      setDueAt(null);
      void cache.invalidateQueries({ queryKey: todayKey });
      void cache.invalidateQueries({ queryKey: contactKey(contactId) });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (dueAt !== null) plan.mutate();
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="top-end" trapFocus returnFocus width={460}>
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconCalendarPlus size={14} stroke={1.6} />}
          onClick={() => setOpened((now) => !now)}
        >
          {t('plan.open')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form className={classes.form} onSubmit={submit}>
          <TextInput
            label={t('plan.about')}
            data-autofocus
            maxLength={1000}
            dir={textDirection(note)}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <NextContact value={dueAt} onChange={setDueAt} />
          <Button type="submit" loading={plan.isPending} disabled={dueAt === null}>
            {t('plan.save')}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
