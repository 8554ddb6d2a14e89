import type { ReactNode } from 'react';

interface Props {
  readonly label: string;
  readonly className: string | undefined;
  readonly children: ReactNode;
}

/** A part of the page that scrolls by itself and holds nothing to press: it can be reached and moved by keys. */
export function Scrolled({ label, className, children }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it the keyboard cannot scroll what it cannot focus
    <section className={`scrolled ${className ?? ''}`} aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
