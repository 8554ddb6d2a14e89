import { Button } from '@mantine/core';
import { useState } from 'react';
import { Navigate, useParams } from 'react-router';
import { codeOf } from '../../api/client.ts';
import { useCommon } from '../../i18n/words.ts';
import { useDeskSlots } from '../../ui/desk-slots.tsx';
import { EmptyState, LoadingLine, LoadingRows } from '../../ui/parts.tsx';
import { ProblemState } from '../../ui/problem.tsx';
import { EditPerson } from './edit-person.tsx';
import { NoteBox } from './note-box.tsx';
import classes from './person.module.css';
import { PersonHead } from './person-head.tsx';
import side from './side-panel.module.css';
import { SidePanel } from './side-panel.tsx';
import { Timeline } from './timeline.tsx';
import { type Contact, useContact, useTimeline } from './use-contact.ts';
import { useWords } from './words.ts';

/** A person: who they are, what happened, what is next. */
export function PersonPage() {
  const { t } = useWords();
  const id = Number(useParams().id);
  const contact = useContact(id);
  // Who was merged into another leads to that one.
  if (contact.data && contact.data.id !== id) return <Navigate to={`/people/${contact.data.id}`} replace />;
  if (contact.data) return <Person key={id} contact={contact.data} stale={contact.isFetching} />;
  if (contact.isPending) return <LoadingRows />;
  if (codeOf(contact.error) === 'not-found') return <EmptyState title={t('person.notFound')} />;
  return <ProblemState error={contact.error} onRetry={() => void contact.refetch()} />;
}

function Person({ contact, stale }: { readonly contact: Contact; readonly stale: boolean }) {
  const slots = useDeskSlots();
  const [editing, setEditing] = useState(false);
  const [sideOpen, setSideOpen] = useState(false);
  return (
    <div className={classes.page}>
      <div className={classes.main}>
        <div className={classes.scroll}>
          {slots.top}
          <PersonHead contact={contact} onEdit={() => setEditing(true)} onSide={() => setSideOpen((open) => !open)} />
          {slots.insert}
          {editing ? (
            <EditPerson contact={contact} onDone={() => setEditing(false)} />
          ) : (
            <History id={contact.id} stale={stale} />
          )}
        </div>
        <NoteBox contactId={contact.id} everyDays={contact.callEveryDays} />
      </div>
      <aside className={side.side} data-open={sideOpen || undefined}>
        <SidePanel contact={contact} />
      </aside>
    </div>
  );
}

function History({ id, stale }: { readonly id: number; readonly stale: boolean }) {
  const { t } = useWords();
  const common = useCommon();
  const timeline = useTimeline(id);
  const entries = timeline.data?.pages.flatMap(({ rows }) => rows) ?? [];
  return (
    <section>
      <div className={classes.tab}>
        <h2>{t('person.timeline')}</h2>
      </div>
      <LoadingLine on={stale || timeline.isFetching} />
      {timeline.isPending ? <LoadingRows /> : null}
      {timeline.isError ? <ProblemState error={timeline.error} onRetry={() => void timeline.refetch()} /> : null}
      {timeline.isSuccess && entries.length === 0 ? <EmptyState title={t('person.noHistory')} /> : null}
      <Timeline entries={entries} />
      {timeline.hasNextPage ? (
        <div className={classes.form}>
          <Button variant="default" loading={timeline.isFetchingNextPage} onClick={() => void timeline.fetchNextPage()}>
            {common.t('action.showMore')}
          </Button>
        </div>
      ) : null}
    </section>
  );
}
