import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PersonRow } from '../../../../schema/contracts/admin.ts';
import { PersonLeaving } from '../../../../schema/contracts/leaving.ts';
import { get } from '../../api/client.ts';
import { formatNumber } from '../../i18n/format.ts';
import { Dialog, Touches } from '../../ui/dialog.tsx';
import { useTellProblem } from '../../ui/problem.tsx';
import { usePeople, usePeopleActions } from './use-admin.ts';
import { useWords } from './words.ts';

interface Props {
  readonly person: PersonRow;
  readonly onClose: () => void;
}

/** Switching a person off, after showing all it touches: sessions, phones, open callbacks. */
export function DisablePerson({ person, onClose }: Props) {
  const { t, language } = useWords();
  const tell = useTellProblem();
  const { edit } = usePeopleActions();
  const leaving = useQuery({
    queryKey: ['admin', 'leaving', person.id],
    staleTime: 0,
    queryFn: () => get(`people/${person.id}/leaving`, PersonLeaving),
  });
  const others = (usePeople().data ?? []).filter(({ id, disabledAt }) => id !== person.id && disabledAt === null);
  const [handTo, setHandTo] = useState<number | null>(null);
  const owned = leaving.data?.owned;
  const goes = leaving.data?.goes
    .map(({ to, count }) => `${to?.name ?? t('disable.queue')} ${formatNumber(count, language)}`)
    .join(t('comma'));
  const { name, devices } = person;
  return (
    <Dialog
      title={t('disable.title', { name })}
      act={t('disable.do')}
      danger
      busy={edit.isPending}
      disabled={leaving.isPending}
      onClose={onClose}
      onAct={() =>
        edit.mutate(
          { id: person.id, disabled: true, ...(handTo === null ? {} : { handTo }) },
          { onSuccess: onClose, onError: tell },
        )
      }
    >
      <Touches>
        {t('disable.intro')}
        <ul>
          <li>{t('disable.signsOut', { name })}</li>
          <li>
            {devices.length === 0
              ? t('disable.noDevices')
              : t('disable.devices', {
                  count: devices.length,
                  names: devices.map(({ device }) => device).join(', '),
                })}
          </li>
          {owned === undefined ? null : (
            <li>{owned === 0 ? t('disable.noCallbacks') : t('disable.callbacks', { count: owned })}</li>
          )}
          {owned !== undefined && owned > 0 && goes && handTo === null ? (
            <li>{t('disable.goesTo', { names: goes })}</li>
          ) : null}
          <li>{t('disable.keeps')}</li>
        </ul>
      </Touches>
      {owned !== undefined && owned > 0 ? (
        <Select
          label={t('disable.handTo')}
          data={[
            { value: '', label: t('disable.byRule') },
            ...others.map(({ id, name }) => ({ value: String(id), label: name })),
          ]}
          value={handTo === null ? '' : String(handTo)}
          searchable
          onChange={(next) => setHandTo(next ? Number(next) : null)}
        />
      ) : null}
    </Dialog>
  );
}

/** Switching a person on again touches nothing else. */
export function EnablePerson({ person, onClose }: Props) {
  const { t } = useWords();
  const tell = useTellProblem();
  const { edit } = usePeopleActions();
  return (
    <Dialog
      title={person.name}
      act={t('menu.enable')}
      busy={edit.isPending}
      onClose={onClose}
      onAct={() => edit.mutate({ id: person.id, disabled: false }, { onSuccess: onClose, onError: tell })}
    >
      <Touches>{t('enable.touches', { name: person.name })}</Touches>
    </Dialog>
  );
}
