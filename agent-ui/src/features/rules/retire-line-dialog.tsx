import { Select } from '@mantine/core';
import { useState } from 'react';
import { Dialog, Touches } from '../../ui/dialog.tsx';
import { useTellProblem } from '../../ui/problem.tsx';
import { type LineListed, useLineActions, useLineLeaving } from './use-lines.ts';
import { useWords } from './words.ts';

interface Props {
  readonly line: LineListed;
  readonly onClose: () => void;
}

/** Taking a line out of use, after showing what stands on it and where that goes. */
export function RetireLineDialog({ line, onClose }: Props) {
  const { t } = useWords();
  const tell = useTellProblem();
  const { retire } = useLineActions();
  const { data } = useLineLeaving(line.id);
  const [chosen, setChosen] = useState<number | null>(null);
  const open = data?.open ?? 0;
  const target = data?.targets.find(({ id }) => id === chosen);
  return (
    <Dialog
      title={t('lines.retireOf', { name: line.name })}
      act={open > 0 ? t('lines.retireMoves', { count: open }) : t('lines.retire')}
      danger
      busy={retire.isPending}
      disabled={data === undefined || (open > 0 && target === undefined)}
      onClose={onClose}
      onAct={() => retire.mutate({ id: line.id, moveTo: target?.id ?? null }, { onSuccess: onClose, onError: tell })}
    >
      <Touches>
        <p>{open === 0 ? t('lines.nothingOpen') : t('lines.open', { count: open })}</p>
        {open > 0 && data?.targets.length === 0 ? <p>{t('lines.noTarget')}</p> : null}
        {target && target.moved > 0 ? <p>{t('lines.movedDue', { count: target.moved })}</p> : null}
      </Touches>
      {open > 0 && data && data.targets.length > 0 ? (
        <Select
          label={t('lines.moveTo')}
          data={data.targets.map(({ id, name }) => ({ value: String(id), label: name }))}
          value={chosen === null ? null : String(chosen)}
          onChange={(next) => setChosen(next === null ? null : Number(next))}
        />
      ) : null}
    </Dialog>
  );
}
