import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { EditLine } from '../../../../schema/contracts/leaving.ts';
import { isLanguage, languageNames, languages } from '../../i18n/index.ts';
import { Dialog, Touches } from '../../ui/dialog.tsx';
import { useTellProblem } from '../../ui/problem.tsx';
import { type LineListed, useLineActions, useLineLeaving } from './use-lines.ts';
import { useWords } from './words.ts';

interface Props {
  readonly line: LineListed;
  readonly onClose: () => void;
}

/** Name, language and group of a line. */
export function EditLineDialog({ line, onClose }: Props) {
  const { t } = useWords();
  const tell = useTellProblem();
  const { edit } = useLineActions();
  const [name, setName] = useState(line.name);
  const [language, setLanguage] = useState(line.language);
  const [group, setGroup] = useState(line.group);
  const form = EditLine.safeParse({ version: line.version, name, language, group });
  return (
    <Dialog
      title={t('lines.edit', { name: line.name })}
      act={t('save')}
      busy={edit.isPending}
      disabled={!form.success}
      onClose={onClose}
      onAct={() => {
        if (form.success) edit.mutate({ id: line.id, ...form.data }, { onSuccess: onClose, onError: tell });
      }}
    >
      <TextInput
        data-autofocus
        label={t('lines.name')}
        value={name}
        maxLength={100}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label={t('lines.language')}
        data={languages.map((each) => ({ value: each, label: languageNames[each] }))}
        value={language}
        onChange={(next) => isLanguage(next) && setLanguage(next)}
      />
      <TextInput
        dir="ltr"
        label={t('lines.group')}
        description={t('lines.groupHint')}
        value={group}
        maxLength={40}
        onChange={(event) => setGroup(event.currentTarget.value)}
      />
    </Dialog>
  );
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
