import { Modal } from '@mantine/core';
import { useCommon } from '../i18n/words.ts';
import type { OpenedProps } from '../ui/on-request.tsx';
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

/** All keys of the desk on one sheet. Hanging up is not among them, on purpose. */
export function KeyboardSheet({ opened, onClose }: OpenedProps) {
  const { t } = useCommon();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
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
