import { Button } from '@mantine/core';
import { IconPhone } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import type { CallbackDetail } from '../../../../schema/contracts/callbacks.ts';
import { useCallBack } from '../../api/dialing.ts';
import { useTellProblem } from '../../ui/problem.tsx';
import { AcknowledgeButton } from './acknowledge-button.tsx';
import { AssignDialog } from './assign-dialog.tsx';
import { CloseDialog } from './close-dialog.tsx';
import { isLive } from './state-of.ts';
import classes from './why-panel.module.css';
import { useWords } from './words.ts';

interface Props {
  readonly item: CallbackDetail;
  readonly acts: boolean;
}

/** The foot of the why panel: what closes the item, and the steps a person can take. */
export function WhyActions({ item, acts }: Props) {
  const { t } = useWords();
  const [asking, setAsking] = useState<'assign' | 'close' | null>(null);
  const callBack = useCallBack();
  const tell = useTellProblem();
  const live = isLive(item);
  const call = item.returnedCallId ?? item.covers.at(-1)?.callId ?? null;
  const callable = item.state === 'open' && item.number !== null;
  return (
    <footer className={classes.foot}>
      {live ? (
        <>
          <h3>{t('why.closes')}</h3>
          <p>{t(item.state === 'needs_human' ? 'why.closesHuman' : 'why.closesTalk')}</p>
        </>
      ) : null}
      <div className={classes.actions}>
        {callable ? (
          <Button
            size="xs"
            leftSection={<IconPhone size={16} stroke={1.6} aria-hidden />}
            loading={callBack.isPending}
            onClick={() => callBack.mutate(item.id, { onError: tell })}
          >
            {t('action.callNow')}
          </Button>
        ) : null}
        <AcknowledgeButton item={item} acts={acts} />
        {live && acts ? (
          <Button size="xs" variant="default" onClick={() => setAsking('assign')}>
            {t('action.assign')}
          </Button>
        ) : null}
        {call === null ? null : (
          <Button size="xs" variant="default" component={Link} to={`/calls/${call}`}>
            {t('action.openCall')}
          </Button>
        )}
        {item.contact ? (
          <Button size="xs" variant="default" component={Link} to={`/people/${item.contact.id}`}>
            {t('action.profile')}
          </Button>
        ) : null}
        {acts && (item.state === 'open' || item.state === 'needs_human') ? (
          <button type="button" className={classes.close} onClick={() => setAsking('close')}>
            {t('action.close')}
          </button>
        ) : null}
      </div>
      {asking === 'assign' ? <AssignDialog rows={[item]} onClose={() => setAsking(null)} /> : null}
      {asking === 'close' ? <CloseDialog rows={[item]} onClose={() => setAsking(null)} /> : null}
    </footer>
  );
}
