import type { ReactNode } from 'react';
import { KeyCap } from '../../ui/parts.tsx';
import classes from './bar-button.module.css';

interface Props {
  readonly kind: 'white' | 'primary' | 'outline' | 'plain' | 'danger';
  readonly onClick: () => void;
  readonly children: ReactNode;
  readonly icon?: ReactNode;
  readonly cap?: string;
  readonly busy?: boolean;
}

/** A button of the call bar, 44 px high so that it is hit without aiming. */
export function BarButton({ kind, onClick, children, icon, cap, busy = false }: Props) {
  return (
    <button type="button" className={classes.button} data-kind={kind} disabled={busy} onClick={onClick}>
      {icon}
      <span>{children}</span>
      {cap ? <KeyCap>{cap}</KeyCap> : null}
    </button>
  );
}
