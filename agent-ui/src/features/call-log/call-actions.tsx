import { Button } from '@mantine/core';
import { IconLink, IconPhone } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { CallDetail, type CallRow } from '../../../../schema/contracts/calls.ts';
import { send } from '../../api/client.ts';
import { useCallBack } from '../../api/dialing.ts';
import { useSession } from '../../api/session.ts';
import { useDialRequest } from '../../ui/dial-request.tsx';
import { useTellProblem } from '../../ui/problem.tsx';
import classes from './call-opened.module.css';
import { isOwed } from './result.ts';
import { useWords } from './words.ts';

/** What can be done about a call: call back, look at the person or the debt, hand on the address. */
export function CallActions({ call }: { readonly call: CallRow }) {
  const { t } = useWords();
  const { user } = useSession();
  const cache = useQueryClient();
  const tell = useTellProblem();
  const dial = useDialRequest();
  const callBack = useCallBack();
  const { number, contact } = call;
  const restore = async () => {
    try {
      await send('POST', `calls/${call.id}/restore`, CallDetail);
      await cache.invalidateQueries({ queryKey: ['calls'] });
    } catch (error) {
      tell(error);
    }
  };
  return (
    <div className={classes.actions}>
      {call.callback && isOwed(call) && number ? (
        <Button
          size="xs"
          leftSection={<IconPhone size={16} stroke={1.6} aria-hidden />}
          loading={callBack.isPending}
          onClick={() => callBack.mutate(call.callback?.id ?? 0, { onError: tell })}
        >
          {t('actions.callBack')}
        </Button>
      ) : number && call.direction !== 'internal' ? (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPhone size={16} stroke={1.6} aria-hidden />}
          onClick={(event) =>
            dial({
              number,
              anchor: event.currentTarget,
              ...(contact ? { contactId: contact.id, name: contact.name } : {}),
            })
          }
        >
          {t('actions.call')}
        </Button>
      ) : null}
      {call.excluded && user.role !== 'agent' ? (
        <Button size="xs" variant="default" onClick={() => void restore()}>
          {t('actions.restore')}
        </Button>
      ) : null}
      {call.callback ? (
        <Button size="xs" variant="default" component={Link} to={`/callbacks?item=${call.callback.id}`}>
          {t('actions.openDebt')}
        </Button>
      ) : null}
      {contact ? (
        <Button size="xs" variant="default" component={Link} to={`/people/${contact.id}`}>
          {t('actions.person')}
        </Button>
      ) : null}
      <CopyLink id={call.id} />
    </div>
  );
}

function CopyLink({ id }: { readonly id: number }) {
  const { t } = useWords();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () =>
    navigator.clipboard.writeText(`${location.origin}/calls/${id}`).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <Button
      size="xs"
      variant="subtle"
      color="gray"
      className={classes.copy ?? ''}
      leftSection={<IconLink size={16} stroke={1.6} aria-hidden />}
      onClick={() => void copy()}
    >
      <span aria-live="polite">{copied ? t('actions.copied') : t('actions.copy')}</span>
    </Button>
  );
}
