import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ContactDetail } from '../../../../schema/contracts/contacts.ts';
import { codeOf, get, send } from '../../api/client.ts';
import { contactKey } from '../../api/dialing.ts';
import { Banner } from '../../ui/parts.tsx';
import { useProblemWords } from '../../ui/problem.tsx';
import { ContactForm } from './contact-form.tsx';
import { EditClashes } from './edit-clashes.tsx';
import { clashes } from './edit-conflict.ts';
import { type ContactDraft, draftOf, editOf, faultOf } from './form-state.ts';
import classes from './person.module.css';
import type { Contact } from './use-contact.ts';
import { useWords } from './words.ts';

interface Meeting {
  readonly mine: ContactDraft;
  readonly theirs: Contact;
}

/**
 * Edits a person. What is saved is held against the version the form was opened with, also when newer ones come in
 * while one types; who comes second sees what changed and decides field by field.
 */
export function EditPerson({ contact, onDone }: { readonly contact: Contact; readonly onDone: () => void }) {
  const { t } = useWords();
  const words = useProblemWords();
  const cache = useQueryClient();
  const [base, setBase] = useState(contact);
  const [draft, setDraft] = useState(() => draftOf(contact));
  const [meeting, setMeeting] = useState<Meeting | null>(null);
  const path = `contacts/${contact.id}`;
  const save = useMutation({
    mutationFn: ({ mine, version }: { readonly mine: ContactDraft; readonly version: number }) =>
      send('PATCH', path, ContactDetail, editOf(mine, version)),
    onSuccess: (saved) => {
      cache.setQueryData(contactKey(contact.id), saved);
      onDone();
    },
    onError: async (error, { mine }) => {
      if (codeOf(error) !== 'edit-conflict') return;
      const theirs = await cache.fetchQuery({
        queryKey: contactKey(contact.id),
        queryFn: () => get(path, ContactDetail),
        staleTime: 0,
      });
      setMeeting({ mine, theirs });
    },
  });
  const first = draftOf(base);
  const send_ = (mine: ContactDraft, version: number, saved?: () => void) =>
    void save.mutateAsync({ mine, version }).then(saved, () => undefined);
  const settle = (mine: ContactDraft, theirs: Contact) => {
    // From here on the newer version is what both began with: a third change is seen too.
    setBase(theirs);
    setDraft(mine);
    setMeeting(null);
    send_(mine, theirs.version);
  };
  if (meeting !== null) {
    return (
      <div className={classes.form}>
        <EditClashes
          base={first}
          mine={meeting.mine}
          theirs={draftOf(meeting.theirs)}
          busy={save.isPending}
          onSave={(mine) => settle(mine, meeting.theirs)}
          onBack={() => {
            setDraft(meeting.mine);
            setMeeting(null);
          }}
        />
      </div>
    );
  }
  const newer = contact.version !== base.version && clashes(first, first, draftOf(contact)).length > 0;
  return (
    <div className={classes.form}>
      {newer ? <Banner tone="plain">{t('clash.meanwhile')}</Banner> : null}
      <ContactForm
        about={`person-${contact.id}-${base.version}`}
        start={draft}
        saveWord={t('form.save')}
        busy={save.isPending}
        fault={save.isError ? faultOf(save.error, words) : undefined}
        onSave={(mine, saved) => send_(mine, base.version, saved)}
        onCancel={onDone}
      />
    </div>
  );
}
