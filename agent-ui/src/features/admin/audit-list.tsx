import { Button } from '@mantine/core';
import { formatDay, formatExact, formatTime } from '../../i18n/format.ts';
import { EmptyState, LoadingRows, PageHead } from '../../ui/parts.tsx';
import { ProblemState } from '../../ui/problem.tsx';
import { Scrolled } from '../../ui/scrolled.tsx';
import classes from './admin-page.module.css';
import { AuditSubject } from './audit-subject.tsx';
import list from './list.module.css';
import { useAudit } from './use-admin.ts';
import { useWords } from './words.ts';

/** Who did what, newest first. Actions without a sentence here are shown by their own name. */
export function AuditList() {
  const { t, maybe, language } = useWords();
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useAudit();
  const rows = data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <div className={classes.part}>
      <PageHead title={t('audit.title')} count={t('audit.summary')} />
      <Scrolled className={classes.scroll} label={t('audit.title')}>
        {error ? <ProblemState error={error} onRetry={() => void refetch()} /> : null}
        {isPending ? <LoadingRows rows={8} /> : null}
        {data && rows.length === 0 ? <EmptyState title={t('audit.empty')} /> : null}
        {rows.length > 0 ? (
          <table className={list.table}>
            <thead>
              <tr>
                <th>{t('audit.when')}</th>
                <th>{t('audit.who')}</th>
                <th>{t('audit.what')}</th>
                <th>{t('audit.subject')}</th>
                <th>{t('audit.detail')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <td className="num" title={formatExact(row.at, language)}>
                    {formatDay(row.at, language)} {formatTime(row.at, language)}
                  </td>
                  <td className={list.main}>
                    <bdi>{row.actor?.name ?? t('audit.system')}</bdi>
                  </td>
                  <td>{maybe(`action.${row.action}`) ?? <bdi dir="ltr">{row.action}</bdi>}</td>
                  <td>
                    <AuditSubject subject={row.subject} />
                  </td>
                  <td className={list.wrap}>
                    <bdi className={list.detail}>{plain(row.detail)}</bdi>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        ) : null}
        {hasNextPage ? (
          <div className={list.more}>
            <Button size="xs" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {t('audit.more')}
            </Button>
          </div>
        ) : null}
      </Scrolled>
    </div>
  );
}

/** The details of an entry as `name value, name value`. */
export function plain(detail: Readonly<Record<string, unknown>>): string {
  return Object.entries(detail)
    .map(
      ([name, value]) =>
        `${name} ${typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)}`,
    )
    .join(', ');
}
