import { languageNames } from '../../i18n/index.ts';
import { EmptyState, LoadingRows, PageHead } from '../../ui/parts.tsx';
import { PhoneNumber } from '../../ui/phone-number.tsx';
import { ProblemState } from '../../ui/problem.tsx';
import { Scrolled } from '../../ui/scrolled.tsx';
import classes from './admin-page.module.css';
import list from './list.module.css';
import { useLines } from './use-admin.ts';
import { useWords } from './words.ts';

/** The numbers customers dial, as the site file sets them, and how to change them. */
export function LineList() {
  const { t } = useWords();
  const { data, error, refetch } = useLines();
  return (
    <div className={classes.part}>
      <PageHead title={t('lines.title')} count={t('lines.summary')} />
      <Scrolled className={classes.scroll} label={t('lines.title')}>
        {error ? <ProblemState error={error} onRetry={() => void refetch()} /> : null}
        {data === undefined && !error ? <LoadingRows rows={3} /> : null}
        {data?.length === 0 ? <EmptyState title={t('lines.empty')} /> : null}
        {data && data.length > 0 ? (
          <table className={list.table}>
            <thead>
              <tr>
                <th>{t('lines.name')}</th>
                <th>{t('lines.dids')}</th>
                <th>{t('lines.queue')}</th>
                <th>{t('lines.due')}</th>
                <th>{t('lines.group')}</th>
                <th>{t('lines.language')}</th>
              </tr>
            </thead>
            <tbody>
              {data.map((line) => (
                <tr key={line.id}>
                  <td className={list.main}>
                    <bdi>{line.name}</bdi>
                  </td>
                  <td className={list.wrap}>
                    {line.dids.map((did) => (
                      <span key={did} className={list.piece}>
                        <PhoneNumber number={did} />
                      </span>
                    ))}
                  </td>
                  <td>{line.queue ?? <span className={list.quiet}>{t('lines.noQueue')}</span>}</td>
                  <td>{line.dueMinutes === 0 ? t('lines.atOnce') : t('lines.within', { n: line.dueMinutes })}</td>
                  <td>{line.group}</td>
                  <td>{languageNames[line.language]}</td>
                </tr>
              ))}
            </tbody>
          </table>
        ) : null}
        <section className={list.how}>
          <h2>{t('lines.how')}</h2>
          <p>{t('lines.howMore')}</p>
          <pre dir="ltr">{'npx ringback provision site.yaml --dry-run\nnpx ringback provision site.yaml'}</pre>
        </section>
      </Scrolled>
    </div>
  );
}
