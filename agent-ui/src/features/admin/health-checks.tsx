import { Button } from '@mantine/core';
import { formatClock } from '../../i18n/format.ts';
import { FineMark } from '../../ui/fine-mark.tsx';
import { LoadingRows, PageHead } from '../../ui/parts.tsx';
import { ProblemState } from '../../ui/problem.tsx';
import { Scrolled } from '../../ui/scrolled.tsx';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import classes from './admin-page.module.css';
import { HealthGlance } from './health-glance.tsx';
import { shownFacts } from './health-words.ts';
import list from './list.module.css';
import { useHealth } from './use-admin.ts';
import { useWords } from './words.ts';

/** What the service checks about itself; what is wrong says what to do. */
export function HealthChecks() {
  const { t, maybe, language } = useWords();
  const { data, error, isFetching, refetch, dataUpdatedAt } = useHealth(true);
  const bad = data?.checks.filter(({ ok }) => !ok).length ?? 0;
  const sorted = [...(data?.checks ?? [])].sort((a, b) => Number(a.ok) - Number(b.ok));
  return (
    <div className={classes.part}>
      <PageHead title={t('health.title')} count={data ? t('health.version', { version: data.version }) : undefined}>
        {data ? (
          <span className={classes.quiet}>{t('health.asOf', { time: formatClock(dataUpdatedAt, language) })}</span>
        ) : null}
        <Button size="xs" variant="default" loading={isFetching} onClick={() => void refetch()}>
          {t('health.again')}
        </Button>
      </PageHead>
      <Scrolled className={classes.scroll} label={t('health.title')}>
        {error ? <ProblemState error={error} onRetry={() => void refetch()} /> : null}
        {data === undefined && !error ? <LoadingRows rows={4} /> : null}
        {data ? (
          <>
            <p className={list.verdict}>
              {bad > 0 ? <StateGlyph state="breached" withWord word="" /> : <FineMark />}
              <span>{bad > 0 ? t('health.bad', { count: bad }) : t('health.good')}</span>
            </p>
            <HealthGlance checks={data.checks} />
            <ul className={list.checks}>
              {sorted.map(({ name, ok, detail, says, facts = {} }) => (
                <li key={name}>
                  {ok ? <FineMark word={t('health.ok')} /> : <StateGlyph state="breached" word={t('health.fail')} />}
                  <div>
                    <b>{maybe(`check.${partOf(name)}`) ?? name}</b>{' '}
                    {partOf(name) === 'ledger' ? <bdi className={list.saw}>{name}</bdi> : null}{' '}
                    <span className={list.saw}>
                      {(says === undefined ? undefined : maybe(`saw.${says}`, shownFacts(facts, language))) ?? (
                        <bdi dir="auto">{detail}</bdi>
                      )}
                    </span>
                    {ok ? null : <p>{maybe(`help.${partOf(name)}`) ?? t('help.other')}</p>}
                  </div>
                </li>
              ))}
            </ul>
          </>
        ) : null}
      </Scrolled>
    </div>
  );
}

/** The promises of the ledger are checked one by one, S1 to S6; together they are one part of the service. */
const partOf = (name: string): string => (/^S\d$/.test(name) ? 'ledger' : name);
