import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import type { PersonRow } from '../../../../schema/contracts/admin.ts';
import { useSession } from '../../api/session.ts';
import { formatDate } from '../../i18n/format.ts';
import { DateField } from '../../ui/date-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useProblemWords } from '../../ui/problem.tsx';
import { useMinute } from '../../ui/ticker.ts';
import { dateIn, dayStart } from '../../ui/zone.ts';
import { useAbsenceActions, useAbsences } from './use-absences.ts';
import { useWords } from './words.ts';

interface Props {
  readonly person: PersonRow;
  readonly onClose: () => void;
}

const dayMs = 86_400_000;

/** Notes when a person is away and who stands in; notices meant for them go there meanwhile, and come back by themselves. */
export function AwayDialog({ person, onClose }: Props) {
  const { t, language } = useWords();
  const words = useProblemWords();
  const { site, people } = useSession();
  const { data } = useAbsences();
  const { add, end } = useAbsenceActions();
  const today = dateIn(useMinute(), site.timeZone);
  const [from, setFrom] = useState(today);
  const [until, setUntil] = useState(today);
  const [substitute, setSubstitute] = useState<string | null>(null);
  const noted = data?.filter(({ user }) => user.id === person.id) ?? [];
  const ready = from !== '' && until !== '' && from <= until && until >= today;
  const save = (): void => {
    const fromAt = dayStart(from, site.timeZone);
    // The last day is a day away too, however long the clock makes it.
    const next = new Date(Date.parse(`${until}T00:00:00Z`) + dayMs).toISOString().slice(0, 10);
    const untilAt = dayStart(next, site.timeZone);
    const substituteId = substitute === null ? null : Number(substitute);
    add.mutate({ userId: person.id, fromAt, untilAt, substituteId }, { onSuccess: onClose });
  };
  const refused = add.error ?? end.error;
  return (
    <Dialog
      title={t('away.title', { name: person.name })}
      act={t('away.save')}
      busy={add.isPending}
      disabled={!ready}
      onAct={save}
      onClose={onClose}
    >
      <p>{t('away.more')}</p>
      {noted.map(({ id, fromAt, untilAt, substitute: other }) => (
        <p key={id}>
          {other === null
            ? t('away.noted', { from: formatDate(fromAt, language), until: formatDate(untilAt - 1, language) })
            : t('away.notedFor', {
                from: formatDate(fromAt, language),
                until: formatDate(untilAt - 1, language),
                name: other.name,
              })}{' '}
          <Button size="compact-xs" variant="default" loading={end.isPending} onClick={() => end.mutate(id)}>
            {t('away.end')}
          </Button>
        </p>
      ))}
      <DateField label={t('away.from')} today={today} value={from} onChange={setFrom} />
      <DateField label={t('away.until')} today={today} value={until} min={from} onChange={setUntil} />
      <Select
        label={t('away.substitute')}
        description={t('away.substituteHint')}
        clearable
        searchable
        value={substitute}
        data={people.filter(({ id }) => id !== person.id).map(({ id, name }) => ({ value: String(id), label: name }))}
        onChange={setSubstitute}
      />
      {refused === null ? null : <p role="alert">{words(refused)}</p>}
    </Dialog>
  );
}
