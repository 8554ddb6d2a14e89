import { Button, Popover, TextInput } from '@mantine/core';
import { IconCalendarPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { CallbackView, planOrigins } from '../../../../schema/contracts/callbacks.ts';
import { send } from '../../api/client.ts';
import { contactKey, todayKey } from '../../api/dialing.ts';
import { NextContact } from '../../ui/next-contact.tsx';
import { hoursFor, PlanKind, type Planned } from '../../ui/plan-kind.tsx';
import { useTellProblem } from '../../ui/problem.tsx';
import { textDirection } from '../../ui/text-direction.ts';
import classes from './plan-contact.module.css';
import { useWords } from './words.ts';

interface Props {
  readonly contactId: number;
  /** The rhythm this customer is called in, days. */
  readonly everyDays: number | null;
}

const kinds: readonly Planned[] = [...planOrigins, 'requested'];

/**
 * Plans the next contact with a person: an item of my own list, such as an answer I promised, or, when the customer asked for it, one that is owed like
 * a missed call. Another number than theirs may be named.
 */
export function PlanContact({ contactId, everyDays }: Props) {
  const { t } = useWords();
  const cache = useQueryClient();
  const onError = useTellProblem();
  const [opened, setOpened] = useState(false);
  const [note, setNote] = useState('');
  const [dueAt, setDueAt] = useState<number | null>(null);
  const [number, setNumber] = useState('');
  const [kind, setKind] = useState<Planned>('follow_up');
  const plan = useMutation({
    mutationFn: () =>
      send('POST', 'callbacks', CallbackView, {
        contactId,
        origin: kind,
        dueAt,
        ...(number.trim() ? { number: number.trim() } : {}),
        ...(note.trim() ? { note: note.trim() } : {}),
      }),
    onError,
    onSuccess: () => {
      setOpened(false);
      setNote('');
      setDueAt(null);
      setNumber('');
      setKind('follow_up');
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
      <Popover.Dropdown className={classes.drop ?? ''}>
        <form className={classes.form} onSubmit={submit}>
          <TextInput
            label={t('plan.about')}
            data-autofocus
            maxLength={1000}
            dir={textDirection(note)}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <TextInput
            label={t('plan.number')}
            description={t('plan.numberHint')}
            type="tel"
            dir="ltr"
            maxLength={60}
            value={number}
            onChange={(event) => setNumber(event.currentTarget.value)}
          />
          <PlanKind kinds={kinds} value={kind} onChange={setKind} />
          {kind === 'requested' ? <p className={classes.hint}>{t('plan.askedHint')}</p> : null}
          <NextContact none={false} value={dueAt} onChange={setDueAt} everyDays={everyDays} hours={hoursFor(kind)} />
          <Button type="submit" loading={plan.isPending} disabled={dueAt === null}>
            {t('plan.save')}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
