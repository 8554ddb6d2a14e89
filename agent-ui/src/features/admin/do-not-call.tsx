import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { DoNotCallRow } from '../../../../schema/contracts/call-rules.ts';
import { command, get } from '../../api/client.ts';
import { formatDate, formatExact } from '../../i18n/format.ts';
import { Dialog, Touches } from '../../ui/dialog.tsx';
import { EmptyState, LoadingRows, PageHead } from '../../ui/parts.tsx';
import { PhoneNumber } from '../../ui/phone-number.tsx';
import { ProblemState, useProblemWords, useTellProblem } from '../../ui/problem.tsx';
import { Scrolled } from '../../ui/scrolled.tsx';
import classes from './admin-page.module.css';
import list from './list.module.css';
import { useWords } from './words.ts';

const listKey = ['do-not-call'] as const;

/** Numbers that are not rung unless their owner calls us: who put them here, why, and the way off the list. */
export function DoNotCall() {
  const { t, language } = useWords();
  const tell = useTellProblem();
  const cache = useQueryClient();
  const [adding, setAdding] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: listKey,
    queryFn: () => get('do-not-call', z.array(DoNotCallRow)),
  });
  const remove = useMutation({
    mutationFn: (number: string) => command('DELETE', `do-not-call/${encodeURIComponent(number)}`),
    onError: tell,
    onSettled: () => cache.invalidateQueries({ queryKey: listKey }),
  });
  return (
    <div className={classes.part}>
      <PageHead title={t('dnc.title')} count={t('dnc.summary')}>
        <Button size="xs" onClick={() => setAdding(true)}>
          {t('dnc.add')}
        </Button>
      </PageHead>
      <Scrolled className={classes.scroll} label={t('dnc.title')}>
        {error ? <ProblemState error={error} onRetry={() => void refetch()} /> : null}
        {data === undefined && !error ? <LoadingRows rows={3} /> : null}
        {data?.length === 0 ? <EmptyState title={t('dnc.empty')} /> : null}
        {data && data.length > 0 ? (
          <table className={list.table}>
            <thead>
              <tr>
                <th>{t('dnc.number')}</th>
                <th>{t('dnc.reason')}</th>
                <th>{t('dnc.by')}</th>
                <th>
                  <span className="hidden-visually">{t('column.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.map(({ number, reason, addedBy, addedAt }) => (
                <tr key={number}>
                  <td className={list.main}>
                    <PhoneNumber number={number} />
                  </td>
                  <td className={list.wrap}>
                    <bdi>{reason}</bdi>
                  </td>
                  <td>
                    <bdi>{addedBy.name}</bdi>{' '}
                    <small className="num" title={formatExact(addedAt, language)}>
                      {formatDate(addedAt, language)}
                    </small>
                  </td>
                  <td>
                    <Button
                      size="xs"
                      variant="default"
                      loading={remove.isPending && remove.variables === number}
                      aria-label={t('dnc.removeOf', { number })}
                      onClick={() => remove.mutate(number)}
                    >
                      {t('dnc.remove')}
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        ) : null}
        {data ? (
          <div className={list.note}>
            <Touches>{t('dnc.kept')}</Touches>
          </div>
        ) : null}
      </Scrolled>
      {adding ? <AddNumber onClose={() => setAdding(false)} /> : null}
    </div>
  );
}

function AddNumber({ onClose }: { readonly onClose: () => void }) {
  const { t } = useWords();
  const words = useProblemWords();
  const cache = useQueryClient();
  const [number, setNumber] = useState('');
  const [reason, setReason] = useState('');
  const add = useMutation({
    mutationFn: () => command('POST', 'do-not-call', { number, reason }),
    onSuccess: onClose,
    onSettled: () => cache.invalidateQueries({ queryKey: listKey }),
  });
  return (
    <Dialog
      title={t('dnc.add')}
      act={t('dnc.addDo')}
      busy={add.isPending}
      disabled={number.trim() === '' || reason.trim() === ''}
      onClose={onClose}
      onAct={() => add.mutate()}
    >
      <TextInput
        data-autofocus
        type="tel"
        dir="ltr"
        label={t('dnc.number')}
        value={number}
        maxLength={60}
        error={add.error ? words(add.error) : undefined}
        onChange={(event) => setNumber(event.currentTarget.value)}
      />
      <TextInput
        label={t('dnc.reason')}
        value={reason}
        maxLength={300}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Touches>{t('dnc.touches')}</Touches>
    </Dialog>
  );
}
