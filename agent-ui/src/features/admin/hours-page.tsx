import { useState } from 'react';
import { FilterChip } from '../../ui/chip.tsx';
import { EmptyState, LoadingRows, PageHead } from '../../ui/parts.tsx';
import { ProblemState } from '../../ui/problem.tsx';
import classes from './admin-page.module.css';
import { HoursEditor } from './hours-editor.tsx';
import { useHours } from './use-hours.ts';
import { useWords } from './words.ts';

/** When people are there to call back, calendar by calendar: what is written here is what due times are counted by. */
export function HoursPage({ admin }: { readonly admin: boolean }) {
  const { t } = useWords();
  const { data, error, refetch } = useHours();
  const [chosen, setChosen] = useState<number | null>(null);
  const row = data?.find(({ id }) => id === chosen) ?? data?.[0];
  return (
    <div className={classes.part}>
      <PageHead title={t('hours.title')} count={t('hours.summary')} />
      {data && data.length > 1 ? (
        <div className={classes.filters}>
          <fieldset aria-label={t('hours.calendars')}>
            {data.map(({ id, name, lines }) => (
              <FilterChip key={id} on={id === row?.id} count={lines.length} onClick={() => setChosen(id)}>
                <bdi>{name}</bdi>
              </FilterChip>
            ))}
          </fieldset>
        </div>
      ) : null}
      {error ? <ProblemState error={error} onRetry={() => void refetch()} /> : null}
      {data === undefined && !error ? <LoadingRows rows={6} /> : null}
      {data?.length === 0 ? <EmptyState title={t('hours.none')}>{t('hours.noneMore')}</EmptyState> : null}
      {row ? <HoursEditor key={`${row.id} ${row.version}`} row={row} admin={admin} /> : null}
    </div>
  );
}
