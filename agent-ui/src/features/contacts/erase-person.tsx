import { TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Erased, ErasurePreview } from '../../../../schema/contracts/privacy.ts';
import { get, send } from '../../api/client.ts';
import { contactKey, todayKey } from '../../api/dialing.ts';
import { formatNumber } from '../../i18n/format.ts';
import { Dialog, Touches } from '../../ui/dialog.tsx';
import { ProblemState, useTellProblem } from '../../ui/problem.tsx';
import { textDirection } from '../../ui/text-direction.ts';
import type { Contact } from './use-contact.ts';
import { useWords } from './words.ts';

interface Props {
  readonly contact: Pick<Contact, 'id' | 'name'>;
  readonly onClose: () => void;
}

/** Asked twice: first what goes and what stays, then the name, typed. */
export function ErasePerson({ contact: { id, name }, onClose }: Props) {
  const { t, rich } = useWords();
  const tell = useTellProblem();
  const erase = useErase(id);
  const [sure, setSure] = useState(false);
  const [typed, setTyped] = useState('');
  const preview = useQuery({
    queryKey: ['erasure', id],
    staleTime: 0,
    queryFn: () => get(`contacts/${id}/erasure`, ErasurePreview),
  });
  const title = rich('erase.title', { name: <bdi>{name}</bdi> });
  if (!sure) {
    return (
      <Dialog
        title={title}
        act={t('erase.next')}
        disabled={preview.data === undefined || preview.data.live > 0}
        onClose={onClose}
        onAct={() => setSure(true)}
      >
        {preview.isError ? <ProblemState error={preview.error} onRetry={() => void preview.refetch()} /> : null}
        {preview.data === undefined ? null : <Extent extent={preview.data} />}
      </Dialog>
    );
  }
  return (
    <Dialog
      title={title}
      act={t('erase.do')}
      danger
      busy={erase.isPending}
      disabled={typed.trim() !== name.trim()}
      onClose={onClose}
      onAct={() => erase.mutate(typed, { onError: tell })}
    >
      <Touches>{t('erase.final')}</Touches>
      <TextInput
        label={rich('erase.type', { name: <bdi>{name}</bdi> })}
        autoComplete="off"
        data-autofocus
        dir={textDirection(typed)}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </Dialog>
  );
}

const counted = {
  numbers: 'merge.phones',
  calls: 'merge.calls',
  callbacks: 'erase.callbacks',
  recordings: 'merge.recordings',
  notes: 'merge.notes',
} as const;

function Extent({ extent }: { readonly extent: ErasurePreview }) {
  const { t, language } = useWords();
  if (extent.live > 0) return <Touches>{t('erase.owed')}</Touches>;
  return (
    <>
      <Touches>
        {t('erase.goes')}
        <ul>
          {Object.entries(counted).map(([what, word]) => (
            <li key={what}>
              {t(word)} <span className="num">{formatNumber(extent[what as keyof typeof counted], language)}</span>
            </li>
          ))}
        </ul>
      </Touches>
      <p>{t('erase.stays')}</p>
    </>
  );
}

function useErase(id: number) {
  const { t, language } = useWords();
  const cache = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (name: string) => send('POST', `contacts/${id}/erase`, Erased, { name }),
    onSuccess: ({ filesLeft }) => {
      navigate('/people', { replace: true });
      cache.removeQueries({ queryKey: contactKey(id) });
      void cache.invalidateQueries({ queryKey: ['contacts'] });
      void cache.invalidateQueries({ queryKey: todayKey });
      if (filesLeft > 0) {
        const message = t('erase.filesLeft', { files: formatNumber(filesLeft, language) });
        notifications.show({ message, color: 'red', autoClose: 30_000 });
      }
    },
  });
}
