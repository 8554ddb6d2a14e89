import { Button } from '@mantine/core';
import { IconNote } from '@tabler/icons-react';
import { useState } from 'react';
import { useDraft } from '../../api/drafts.ts';
import { newKey } from '../../api/kept.ts';
import { useCommon } from '../../i18n/words.ts';
import { GrowingText } from '../../ui/growing-text.tsx';
import { useKeys } from '../../ui/keys.ts';
import { KeyCap } from '../../ui/parts.tsx';
import { useTellProblem } from '../../ui/problem.tsx';
import { textDirection } from '../../ui/text-direction.ts';
import { useOffline } from '../../ui/use-offline.ts';
import classes from './person.module.css';
import { PlanContact } from './plan-contact.tsx';
import { useAddNote } from './use-contact.ts';
import { useWords } from './words.ts';

interface NoteDraft {
  readonly text: string;
  /** Of this text: sent again after a reload, it is the same note. */
  readonly key: string;
}

const empty: NoteDraft = { text: '', key: '' };
const isNote = (value: unknown): value is NoteDraft =>
  typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string' && 'key' in value;

/** The note at the foot of a person. What is typed stays until it is saved, also over a reload. */
export function NoteBox({ contactId, everyDays }: { readonly contactId: number; readonly everyDays: number | null }) {
  const { t } = useWords();
  const common = useCommon();
  const [{ text, key }, change, forget] = useDraft(`note-${contactId}`, empty, isNote);
  const offline = useOffline();
  const [open, setOpen] = useState(text !== '');
  const add = useAddNote(contactId);
  const onError = useTellProblem();
  useKeys({ n: () => setOpen(true) });
  const write = (next: string): void => {
    change({ text: next, key: newKey() });
  };
  const save = (): void => {
    if (text.trim() === '' || add.isPending) return;
    add.mutate(
      { body: text.trim(), key },
      {
        onError,
        onSuccess: () => {
          forget();
          setOpen(false);
        },
      },
    );
  };
  if (!open)
    return (
      <footer className={`${classes.foot} ${classes.footRow}`}>
        <button type="button" className={classes.noteButton} onClick={() => setOpen(true)}>
          <IconNote size={16} stroke={1.6} aria-hidden />
          <span>{t('note.write')}</span>
          <KeyCap>N</KeyCap>
        </button>
        <PlanContact contactId={contactId} everyDays={everyDays} />
      </footer>
    );
  return (
    <footer className={classes.foot}>
      <form
        className={classes.noteForm}
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
          if (event.key === 'Escape' && text === '') setOpen(false);
        }}
      >
        <GrowingText
          aria-label={t('note.label')}
          minRows={2}
          maxRows={8}
          dir={textDirection(text)}
          autoFocus
          maxLength={4000}
          value={text}
          onChange={(event) => write(event.currentTarget.value)}
        />
        <div className={classes.noteActions}>
          <Button type="submit" size="xs" loading={add.isPending} disabled={text.trim() === ''}>
            {t('note.save')}
          </Button>
          {add.isPending && offline ? <span role="status">{common.t('line.waiting')}</span> : null}
          <Button size="xs" variant="subtle" color="gray" onClick={() => setOpen(false)}>
            {common.t('action.close')}
          </Button>
        </div>
      </form>
    </footer>
  );
}
