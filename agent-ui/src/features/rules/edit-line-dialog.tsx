import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { isLanguage, languageNames, languages } from '../../i18n/index.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { GrowingText } from '../../ui/growing-text.tsx';
import { useTellProblem } from '../../ui/problem.tsx';
import { textDirection } from '../../ui/text-direction.ts';
import { draftOf, editOf, type LineDraft, wrongIn } from './line-draft.ts';
import classes from './lines.module.css';
import { OutcomeFields } from './outcome-fields.tsx';
import { type LineListed, useLineActions } from './use-lines.ts';
import { useWords } from './words.ts';

interface Props {
  readonly line: LineListed;
  readonly onClose: () => void;
}

/** What a line is called, and what stands beside its calls: the greeting, the checklist, how a talk may have gone. */
export function EditLineDialog({ line, onClose }: Props) {
  const { t } = useWords();
  const tell = useTellProblem();
  const { edit } = useLineActions();
  const [draft, setDraft] = useState(draftOf(line));
  const change = (part: Partial<LineDraft>): void => setDraft({ ...draft, ...part });
  const form = editOf(draft, line.version);
  const wrong = wrongIn(form);
  return (
    <Dialog
      title={t('lines.edit', { name: line.name })}
      act={t('save')}
      wide
      busy={edit.isPending}
      disabled={!form.success}
      onClose={onClose}
      onAct={() => {
        if (form.success) edit.mutate({ id: line.id, ...form.data }, { onSuccess: onClose, onError: tell });
      }}
    >
      <div className={classes.named}>
        <TextInput
          data-autofocus
          label={t('lines.name')}
          value={draft.name}
          maxLength={100}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <Select
          label={t('lines.language')}
          data={languages.map((each) => ({ value: each, label: languageNames[each] }))}
          value={draft.language}
          onChange={(next) => isLanguage(next) && change({ language: next })}
        />
      </div>
      <TextInput
        dir="ltr"
        label={t('lines.group')}
        description={t('lines.groupHint')}
        value={draft.group}
        maxLength={40}
        error={wrong.has('group') ? t('lines.groupWrong') : undefined}
        onChange={(event) => change({ group: event.currentTarget.value })}
      />
      <GrowingText
        label={t('lines.greeting')}
        description={t('lines.greetingHint')}
        minRows={2}
        maxRows={6}
        dir={textDirection(draft.greeting)}
        maxLength={1000}
        value={draft.greeting}
        onChange={(event) => change({ greeting: event.currentTarget.value })}
      />
      <GrowingText
        label={t('lines.checklist')}
        description={t('lines.checklistHint')}
        minRows={2}
        maxRows={8}
        dir={textDirection(draft.checklist)}
        value={draft.checklist}
        error={wrong.has('checklist') ? t('lines.checklistWrong') : undefined}
        onChange={(event) => change({ checklist: event.currentTarget.value })}
      />
      <OutcomeFields
        value={draft.outcomes}
        wrong={wrong.has('outcomes')}
        onChange={(outcomes) => change({ outcomes })}
      />
    </Dialog>
  );
}
