import { Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useEffect } from 'react';
import { useCommon } from '../i18n/words.ts';
import { useKeys } from '../ui/keys.ts';
import { KeyCap } from '../ui/parts.tsx';
import classes from './keyboard-sheet.module.css';

const rows = [
  [['/'], 'keys.search'],
  [['D'], 'keys.dial'],
  [['P'], 'keys.presence'],
  [['A'], 'keys.accept'],
  [['R'], 'keys.reject'],
  [['M'], 'keys.mute'],
  [['H'], 'keys.hold'],
  [['J', 'K'], 'keys.move'],
  [['↵'], 'keys.open'],
  [['C'], 'keys.callBack'],
  [['S'], 'keys.putOff'],
  [['X'], 'keys.settle'],
  [['N'], 'keys.note2'],
  [['1', '6'], 'keys.outcome'],
  [['Ctrl', '↵'], 'keys.saveNext'],
  [['Esc'], 'keys.leave'],
  [['?'], 'keys.sheet'],
] as const;

const request = 'rb-keyboard-sheet';
/** Opens the sheet from a menu. */
export const openKeyboardSheet = (): void => void document.dispatchEvent(new Event(request));

/** All keys of the desk on one sheet. Hanging up is not among them, on purpose. */
export function KeyboardSheet() {
  const { t } = useCommon();
  const [opened, { open, close }] = useDisclosure(false);
  useKeys({ '?': open });
  useEffect(() => {
    document.addEventListener(request, open);
    return () => document.removeEventListener(request, open);
  }, [open]);
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('keys.title')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <dl className={classes.sheet}>
        {rows.map(([caps, words]) => (
          <div key={words}>
            <dt>{t(words)}</dt>
            <dd dir="ltr">
              {caps.map((cap) => (
                <KeyCap key={cap}>{cap}</KeyCap>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <p className={classes.note}>{t('keys.note')}</p>
    </Modal>
  );
}
