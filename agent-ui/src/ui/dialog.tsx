import { Button, Modal } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import type { FormEvent, ReactNode } from 'react';
import { useCommon } from '../i18n/words.ts';
import classes from './dialog.module.css';
import { useOffline } from './use-offline.ts';

interface DialogProps {
  readonly title: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** The word of the one button that acts. */
  readonly act: string;
  readonly onAct: () => void;
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly danger?: boolean;
  /** Nothing to call off: only the acting button is shown. */
  readonly noCancel?: boolean;
  /** For forms whose rows stand side by side. */
  readonly wide?: boolean;
}

/** A question with one answer that acts. It leaves the call bar in reach, so that a ringing call can be taken. */
export function Dialog(props: DialogProps) {
  const {
    title,
    onClose,
    children,
    act,
    onAct,
    busy = false,
    disabled = false,
    danger = false,
    noCancel,
    wide = false,
  } = props;
  const { t } = useCommon();
  const offline = useOffline();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A dialog may stand inside a form of the page in React's tree.
    event.stopPropagation();
    if (!busy && !disabled && !offline) onAct();
  };
  const { inner = '', overlay = '', content = '', header = '', title: titleClass = '', body = '' } = classes;
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={wide ? 620 : 460}
      lockScroll={false}
      classNames={{ inner, overlay, content, header, title: titleClass, body }}
      closeButtonProps={{ 'aria-label': t('action.close') }}
      overlayProps={{ backgroundOpacity: 0.28 }}
    >
      <form onSubmit={submit} className={classes.form}>
        {children}
        <div className={classes.actions}>
          {noCancel ? null : (
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
          )}
          <Button
            type="submit"
            className={danger ? (classes.danger ?? '') : ''}
            loading={busy}
            disabled={disabled || offline}
          >
            {act}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** What an action is about to touch; stands above the fields of every action that cannot be taken back. */
export function Touches({ children }: { readonly children: ReactNode }) {
  return (
    <div className={classes.touches}>
      <IconInfoCircle size={16} stroke={1.6} aria-hidden />
      <div>{children}</div>
    </div>
  );
}
