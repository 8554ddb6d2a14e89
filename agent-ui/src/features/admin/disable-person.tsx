import { useQuery } from '@tanstack/react-query';
import type { PersonRow } from '../../../../schema/contracts/admin.ts';
import { Board } from '../../../../schema/contracts/callbacks.ts';
import { get } from '../../api/client.ts';
import { Dialog, Touches } from '../../ui/dialog.tsx';
import { useTellProblem } from '../../ui/problem.tsx';
import { usePeopleActions } from './use-admin.ts';
import { useWords } from './words.ts';

interface Props {
  readonly person: PersonRow;
  readonly onClose: () => void;
}

/** Switching a person off, after showing all it touches: sessions, phones, open callbacks. */
export function DisablePerson({ person, onClose }: Props) {
  const { t } = useWords();
  const tell = useTellProblem();
  const { edit } = usePeopleActions();
  const owed = useQuery({
    queryKey: ['admin', 'owed-by', person.id],
    staleTime: 0,
    queryFn: () =>
      get('board', Board, { filter: 'owed', owner: person.id, limit: 200 }).then(({ rows }) => rows.length),
  });
  const { name, devices } = person;
  return (
    <Dialog
      title={t('disable.title', { name })}
      act={t('disable.do')}
      danger
      busy={edit.isPending}
      disabled={owed.isPending}
      onClose={onClose}
      onAct={() => edit.mutate({ id: person.id, disabled: true }, { onSuccess: onClose, onError: tell })}
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
          {owed.data === undefined ? null : (
            <li>{owed.data === 0 ? t('disable.noCallbacks') : t('disable.callbacks', { count: owed.data })}</li>
          )}
          <li>{t('disable.keeps')}</li>
        </ul>
      </Touches>
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
