import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { useSession } from '../../api/session.ts';
import { languageNames } from '../../i18n/index.ts';
import { EmptyState, LoadingRows, PageHead } from '../../ui/parts.tsx';
import { PhoneNumber } from '../../ui/phone-number.tsx';
import { ProblemState } from '../../ui/problem.tsx';
import { Scrolled } from '../../ui/scrolled.tsx';
import { EditLineDialog } from './edit-line-dialog.tsx';
import classes from './lines.module.css';
import { RetireLineDialog } from './retire-line-dialog.tsx';
import { type LineListed, useLines } from './use-lines.ts';
import { useWords } from './words.ts';

interface Asked {
  readonly what: 'edit' | 'retire';
  readonly line: LineListed;
}

/** The numbers customers dial: an admin names them, groups them, and takes them out of use. */
export function LinesPage() {
  const { t } = useWords();
  const { user } = useSession();
  const { data, error, refetch } = useLines();
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  return (
    <div className={classes.page}>
      <PageHead title={t('lines.title')} count={t('lines.summary')} />
      <Scrolled className={classes.scroll} label={t('lines.title')}>
        {error ? <ProblemState error={error} onRetry={() => void refetch()} /> : null}
        {data === undefined && !error ? <LoadingRows rows={3} /> : null}
        {data?.length === 0 ? <EmptyState title={t('lines.empty')} /> : null}
        {data && data.length > 0 ? (
          <LineTable lines={data} onAsk={user.role === 'admin' ? (what, line) => setAsked({ what, line }) : null} />
        ) : null}
        <p className={classes.hint}>
          {t('lines.rules')} <Link to="/admin/rules">{t('title')}</Link>. {t('lines.file')}
        </p>
      </Scrolled>
      {asked?.what === 'edit' ? <EditLineDialog line={asked.line} onClose={close} /> : null}
      {asked?.what === 'retire' ? <RetireLineDialog line={asked.line} onClose={close} /> : null}
    </div>
  );
}

interface TableProps {
  readonly lines: readonly LineListed[];
  /** Null: this person may look, not change. */
  readonly onAsk: ((what: Asked['what'], line: LineListed) => void) | null;
}

function LineTable({ lines, onAsk }: TableProps) {
  const { t } = useWords();
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th>{t('lines.name')}</th>
          <th>{t('lines.dids')}</th>
          <th>{t('lines.queue')}</th>
          <th>{t('lines.due')}</th>
          <th>{t('lines.group')}</th>
          <th>{t('lines.language')}</th>
          {onAsk === null ? null : (
            <th>
              <span className="hidden-visually">{t('lines.actions')}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.id}>
            <td className={classes.main}>
              <bdi>{line.name}</bdi>
            </td>
            <td className={classes.wrap} data-label={t('lines.dids')}>
              {line.dids.map((did) => (
                <span key={did} className={classes.piece}>
                  <PhoneNumber number={did} />
                </span>
              ))}
            </td>
            <td data-label={t('lines.queue')}>
              {line.queue ?? <span className={classes.quiet}>{t('lines.noQueue')}</span>}
            </td>
            <td data-label={t('lines.due')}>
              {line.dueMinutes === 0 ? t('lines.atOnce') : t('lines.within', { n: line.dueMinutes })}
            </td>
            <td data-label={t('lines.group')}>{line.group}</td>
            <td data-label={t('lines.language')}>{languageNames[line.language]}</td>
            {onAsk === null ? null : (
              <td className={classes.acts}>
                <Button
                  size="xs"
                  variant="default"
                  aria-label={`${t('lines.editDo')}: ${line.name}`}
                  onClick={() => onAsk('edit', line)}
                >
                  {t('lines.editDo')}
                </Button>
                <Button
                  size="xs"
                  variant="default"
                  aria-label={`${t('lines.retire')}: ${line.name}`}
                  onClick={() => onAsk('retire', line)}
                >
                  {t('lines.retire')}
                </Button>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
