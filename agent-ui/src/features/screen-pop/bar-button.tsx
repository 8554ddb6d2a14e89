import { forwardRef, type ReactNode } from 'react';
import { KeyCap } from '../../ui/parts.tsx';
import classes from './bar-button.module.css';

interface Props {
  readonly kind: 'white' | 'primary' | 'outline' | 'plain' | 'danger';
  readonly onClick: () => void;
  readonly children: ReactNode;
  readonly icon?: ReactNode;
  readonly cap?: string;
  readonly busy?: boolean;
  /** A switch: on or off. */
  readonly pressed?: boolean;
  /** Where room is short only the icon stays; the words are read aloud and shown on hover. */
  readonly tight?: boolean;
  /** Only the icon, always. */
  readonly bare?: boolean;
  /** It opens a menu, which is open. */
  readonly expanded?: boolean;
}

/** A button of the call bar, 44 px high so that it is hit without aiming. */
export const BarButton = forwardRef<HTMLButtonElement, Props>(function BarButton(
  { kind, onClick, children, icon, cap, busy = false, pressed, tight, bare, expanded },
  ref,
) {
  return (
    <button
      ref={ref}
      type="button"
      className={classes.button}
      data-kind={kind}
      data-tight={tight || undefined}
      data-bare={bare || undefined}
      disabled={busy}
      aria-pressed={pressed}
      aria-expanded={expanded}
      title={(tight || bare) && typeof children === 'string' ? children : undefined}
      onClick={onClick}
    >
      {icon}
      <span className={classes.words}>{children}</span>
      {cap ? <KeyCap>{cap}</KeyCap> : null}
    </button>
  );
});
