import type { ReactNode } from 'react';
import classes from './side-panel.module.css';

interface SectionProps {
  readonly title: ReactNode;
  readonly count?: string;
  readonly children: ReactNode;
}

/** One part of the column beside a person, a company or a number. */
export function Section({ title, count, children }: SectionProps) {
  return (
    <section className={classes.section}>
      <h2>
        <span>{title}</span> {count === undefined ? null : <span className="num">{count}</span>}
      </h2>
      {children}
    </section>
  );
}

/** Facts by name; holds `Fact`s alone. */
export const Facts = ({ children }: { readonly children: ReactNode }) => <dl className={classes.facts}>{children}</dl>;

/** One fact: its name and what is known. */
export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
