import { Button, SegmentedControl } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconDownload, IconPrinter } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useLocation, useNavigate } from 'react-router';
import { Statement } from '../../../../schema/contracts/statement.ts';
import { address, get } from '../../api/client.ts';
import { useSession } from '../../api/session.ts';
import { formatDate, formatMonth } from '../../i18n/format.ts';
import { serverNow } from '../../socket/live-store.ts';
import { LoadingLine, LoadingRows } from '../../ui/parts.tsx';
import { ProblemState } from '../../ui/problem.tsx';
import classes from './statement-page.module.css';
import { StatementSheet } from './statement-sheet.tsx';
import { neighbour, type Stretch, stretchAround, type Unit, units } from './stretch.ts';
import { useWords } from './words.ts';

/** What came in on a day or in a month and what became of it; on paper as on the screen. */
export function StatementPage() {
  const { t, language } = useWords();
  const { site } = useSession();
  const navigate = useNavigate();
  const search = new URLSearchParams(useLocation().search);
  const unit: Unit = search.get('unit') === 'month' ? 'month' : 'day';
  const now = serverNow();
  const asked = Number(search.get('at'));
  const at = Number.isSafeInteger(asked) && asked > 0 && asked < now ? asked : now;
  const stretch = stretchAround(at, unit, language, site.timeZone);
  const { from, to } = stretch;
  const query = useQuery({
    queryKey: ['statement', from, to],
    queryFn: ({ signal }) => get('statement', Statement, { from, to }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: to > now ? 30_000 : false,
  });
  const go = (next: Stretch, nextUnit: Unit = unit) => {
    const words = new URLSearchParams({ unit: nextUnit, at: String(next.from) });
    void navigate({ pathname: '/statement', search: words.toString() }, { replace: true });
  };
  const step = (way: -1 | 1) => go(neighbour(stretch, way, unit, language, site.timeZone));
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1>{t('title')}</h1>
        <div className={classes.period}>
          <SegmentedControl
            size="xs"
            aria-label={t('unit.group')}
            value={unit}
            data={units.map((each) => ({ value: each, label: t(`unit.${each}`) }))}
            onChange={(value) => {
              const next: Unit = value === 'month' ? 'month' : 'day';
              go(stretchAround(at, next, language, site.timeZone), next);
            }}
          />
          <Button variant="default" size="xs" px={6} aria-label={t(`before.${unit}`)} onClick={() => step(-1)}>
            <IconChevronLeft size={16} stroke={1.6} className={classes.turn} aria-hidden />
          </Button>
          <b className={classes.when}>{unit === 'day' ? formatDate(from, language) : formatMonth(from, language)}</b>
          <Button
            variant="default"
            size="xs"
            px={6}
            aria-label={t(`after.${unit}`)}
            disabled={to > now}
            onClick={() => step(1)}
          >
            <IconChevronRight size={16} stroke={1.6} className={classes.turn} aria-hidden />
          </Button>
        </div>
        <div className={classes.take}>
          <Button
            component="a"
            href={address('statement.csv', { from, to })}
            download
            variant="default"
            size="xs"
            className={classes.file ?? ''}
            leftSection={<IconDownload size={15} stroke={1.6} aria-hidden />}
          >
            {t('csv')}
          </Button>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPrinter size={15} stroke={1.6} aria-hidden />}
            onClick={() => window.print()}
          >
            {t('print')}
          </Button>
        </div>
      </header>
      <LoadingLine on={query.isFetching && !query.isPending} />
      {query.isPending ? <LoadingRows rows={6} /> : null}
      {query.isError ? <ProblemState error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.data ? <StatementSheet statement={query.data} unit={unit} /> : null}
    </div>
  );
}
