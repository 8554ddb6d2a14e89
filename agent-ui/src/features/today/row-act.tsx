import { Menu } from '@mantine/core';
import type { ReactNode } from 'react';
import { KeyCap } from '../../ui/parts.tsx';
import type { Rest } from './row-reasons.ts';
import classes from './today-row.module.css';
import { useWords } from './words.ts';

interface Props {
  readonly icon: ReactNode;
  readonly cap: string;
  readonly children: ReactNode;
  /** Why it cannot be done now; null where it can. */
  readonly rest?: Rest | null;
  readonly onClick: () => void;
}

/**
 * One entry of a row's menu, with its key; what cannot be done now says why under its name. The arrow keys still come to it: with
 * `disabled` nobody who works by keyboard would hear the reason.
 */
export function RowAct({ icon, cap, children, rest = null, onClick }: Props) {
  const { t } = useWords();
  const rests = rest !== null;
  return (
    <Menu.Item
      leftSection={icon}
      rightSection={<KeyCap>{cap}</KeyCap>}
      className={rests ? (classes.resting ?? '') : ''}
      aria-disabled={rests}
      closeMenuOnClick={!rests}
      onClick={() => (rests ? undefined : onClick())}
    >
      {children}
      {rest === null ? null : <span className={classes.rest}>{t(`row.not.${rest.why}`, { name: rest.name })}</span>}
    </Menu.Item>
  );
}
