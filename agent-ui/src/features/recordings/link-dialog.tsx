import { Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { RecordingView } from '../../../../schema/contracts/calls.ts';
import { codeOf, send } from '../../api/client.ts';
import { Dialog, Touches } from '../../ui/dialog.tsx';
import { useProblemWords } from '../../ui/problem.tsx';
import { ContactField } from './contact-field.tsx';
import { useWords } from './words.ts';

type RecordingLink = RecordingView['links'][number];

/** What an admin wants to do with a recording's place on profiles. */
export type LinkAsk =
  | { readonly what: 'attach'; readonly recording: RecordingView }
  | { readonly what: 'move' | 'detach'; readonly recording: RecordingView; readonly link: RecordingLink };

interface Props {
  readonly ask: LinkAsk;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Attach, move or detach: what it touches, to whom, and why. Nothing is overwritten; the history keeps each step. */
export function LinkDialog({ ask, onDone, onClose }: Props) {
  const { t } = useWords();
  const words = useProblemWords();
  const [contact, setContact] = useState<number | null>(null);
  const [why, setWhy] = useState('');
  const { recording, what } = ask;
  const change = useMutation({
    mutationFn: () =>
      ask.what === 'detach'
        ? send('POST', `recordings/${recording.id}/links/${ask.link.id}/detach`, RecordingView, { why: why.trim() })
        : send('POST', `recordings/${recording.id}/links`, RecordingView, {
            contactId: contact,
            why: why.trim(),
            ...(ask.what === 'move' ? { insteadOf: ask.link.id } : {}),
          }),
    onSuccess: () => {
      onDone();
      onClose();
    },
  });
  const title =
    ask.what === 'attach' ? t('link.attachTitle') : t(`link.${ask.what}Title`, { name: ask.link.contact.name });
  const linked = codeOf(change.error) === 'already-linked';
  return (
    <Dialog
      title={title}
      act={t(`link.${what}`)}
      danger={what === 'detach'}
      busy={change.isPending}
      disabled={why.trim().length < 3 || (what !== 'detach' && contact === null)}
      onAct={() => change.mutate()}
      onClose={onClose}
    >
      <Touches>{t(`link.${what}Touches`)}</Touches>
      {what === 'detach' ? null : (
        <ContactField
          value={contact}
          taken={recording.links.map((link) => link.contact.id)}
          error={change.error && linked ? words(change.error) : null}
          onChange={setContact}
        />
      )}
      <Textarea
        label={t('link.why')}
        description={t('link.whyHint')}
        value={why}
        maxLength={500}
        rows={2}
        {...(what === 'detach' ? { 'data-autofocus': true } : {})}
        onChange={(event) => setWhy(event.currentTarget.value)}
      />
      {change.error && !linked ? <p role="alert">{words(change.error)}</p> : null}
    </Dialog>
  );
}
