import { IconAlertTriangle, IconInfoCircle, IconUserPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useCommon } from '../i18n/words.ts';
import { initials } from './initials.ts';
import classes from './parts.module.css';

/** A bordered card without a title bar; `float` lifts it over its neighbours. */
export function Panel({ children, float = false }: { readonly children: ReactNode; readonly float?: boolean }) {
  return (
    <section className={classes.panel} data-float={float || undefined}>
      {children}
    </section>
  );
}

/** A person as a neutral circle with initials; without a name, a dashed place to fill. */
export function Avatar({ name, size = 32 }: { readonly name: string | null; readonly size?: 24 | 32 | 48 }) {
  return (
    <span className={classes.avatar} data-size={size} data-empty={name === null || undefined} aria-hidden>
      {name === null ? <IconUserPlus size={size / 2} stroke={1.5} /> : <bdi>{initials(name)}</bdi>}
    </span>
  );
}

interface HeadProps {
  readonly title: ReactNode;
  readonly count?: ReactNode;
  readonly children?: ReactNode;
}

/** The head of a page: title at the start, actions at the end. */
export function PageHead({ title, count, children }: HeadProps) {
  return (
    <header className={classes.head}>
      <h1>{title}</h1>
      {count === undefined ? null : <span className={classes.count}>{count}</span>}
      <div className={classes.headEnd}>{children}</div>
    </header>
  );
}

/** A key on the keyboard; always Latin, always left to right. */
export function KeyCap({ children }: { readonly children: string }) {
  return (
    <kbd className={classes.key} dir="ltr">
      {children}
    </kbd>
  );
}

/** Says calmly that there is nothing, and what one could do. */
export function EmptyState({ title, children }: { readonly title: ReactNode; readonly children?: ReactNode }) {
  return (
    <div className={classes.empty}>
      <p className={classes.emptyTitle}>{title}</p>
      {children === undefined ? null : <div className={classes.emptyMore}>{children}</div>}
    </div>
  );
}

/** The thin line under a title while newer rows are on their way; the old rows stay. */
export function LoadingLine({ on }: { readonly on: boolean }) {
  return <div className={classes.loading} data-on={on || undefined} aria-hidden />;
}

/** Bars in the place of rows that come for the first time. */
export function LoadingRows({ rows = 6 }: { readonly rows?: number }) {
  const { t } = useCommon();
  return (
    <div className={classes.bars} role="status" aria-label={t('state.loading')}>
      {Array.from({ length: rows }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars are alike and never move
        <span key={at} />
      ))}
    </div>
  );
}

interface BannerProps {
  readonly tone: 'red' | 'plain';
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

/** One line about the state of the whole page. */
export function Banner({ tone, children, action }: BannerProps) {
  const Icon = tone === 'red' ? IconAlertTriangle : IconInfoCircle;
  return (
    <div className={classes.banner} data-tone={tone} role="status">
      <Icon size={16} stroke={1.6} aria-hidden />
      <span>{children}</span>
      {action}
    </div>
  );
}
