import { Button, Modal, Popover } from '@mantine/core';
import { IconPhoneFilled } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useDial } from '../../api/dialing.ts';
import { useCommon } from '../../i18n/words.ts';
import { type DialRequest, DialRequestProvider } from '../../ui/dial-request.tsx';
import { useMadeClosed } from '../../ui/in-turn.ts';
import { PhoneNumber } from '../../ui/phone-number.tsx';
import { useProblemWords } from '../../ui/problem.tsx';
import { useOffline } from '../../ui/use-offline.ts';
import classes from './dial-confirm.module.css';
import { telNumber } from './dialled-text.ts';
import { useNumberCheck } from './use-number-check.ts';
import { useWords } from './words.ts';

/** Every wish to dial, also from a `tel:` link, is confirmed once, beside the thing that was pressed. */
export function DialConfirm({ children }: { readonly children: ReactNode }) {
  const common = useCommon();
  const [request, setRequest] = useState<DialRequest | null>(null);
  const isMade = useMadeClosed(request !== null);
  useTelLinks(setRequest);
  const close = (): void => setRequest(null);
  return (
    <DialRequestProvider value={setRequest}>
      {children}
      {request?.anchor ? (
        <Popover opened onChange={(opened) => opened || close()} trapFocus returnFocus position="bottom-start">
          <Popover.Target>
            <span style={boxOf(request.anchor)} aria-hidden />
          </Popover.Target>
          <Popover.Dropdown>
            <Question request={request} onDone={close} />
          </Popover.Dropdown>
        </Popover>
      ) : request !== null || isMade ? (
        <Modal
          opened={request !== null && isMade}
          onClose={close}
          size={340}
          closeButtonProps={{ 'aria-label': common.t('action.close') }}
        >
          {request ? <Question request={request} onDone={close} /> : null}
        </Modal>
      ) : null}
    </DialRequestProvider>
  );
}

/** An invisible box over the pressed button, for the confirmation to hang on. */
function boxOf(anchor: HTMLElement) {
  const { top, left, width, height } = anchor.getBoundingClientRect();
  return { position: 'fixed', top, left, width, height, pointerEvents: 'none' } as const;
}

function useTelLinks(onRequest: (request: DialRequest) => void): void {
  useEffect(() => {
    const click = (event: MouseEvent): void => {
      if (!(event.target instanceof Element)) return;
      const link = event.target.closest<HTMLAnchorElement>('a[href^="tel:" i]');
      const number = link ? telNumber(link.getAttribute('href') ?? '') : null;
      if (!link || number === null) return;
      event.preventDefault();
      onRequest({ number, anchor: link });
    };
    document.addEventListener('click', click);
    return () => document.removeEventListener('click', click);
  }, [onRequest]);
}

function Question({ request, onDone }: { readonly request: DialRequest; readonly onDone: () => void }) {
  const { t, rich } = useWords();
  const common = useCommon();
  const words = useProblemWords();
  const dial = useDial();
  const offline = useOffline();
  const { number, contactId, name } = request;
  const refusal = useNumberCheck(number).data?.refusal ?? null;
  const who = name === undefined ? <PhoneNumber number={number} /> : <bdi>{name}</bdi>;
  return (
    <div className={classes.question}>
      <p className={classes.who}>{rich('confirm.title', { who })}</p>
      {name === undefined ? null : <PhoneNumber number={number} />}
      {refusal ? (
        <p className={classes.fault} role="alert">
          {common.maybe(`problem.${refusal}`) ?? common.t('problem.bad-number')}
        </p>
      ) : dial.isError ? (
        <p className={classes.fault} role="alert">
          {words(dial.error)}
        </p>
      ) : (
        <p className={classes.how}>{t('confirm.how')}</p>
      )}
      <div className={classes.actions}>
        <Button
          data-autofocus
          leftSection={<IconPhoneFilled size={14} />}
          loading={dial.isPending}
          disabled={refusal !== null || offline}
          onClick={() => dial.mutate({ number, contactId }, { onSuccess: onDone })}
        >
          {t('call')}
        </Button>
        <Button variant="default" onClick={onDone}>
          {common.t('action.cancel')}
        </Button>
      </div>
    </div>
  );
}
