import type { Statement } from '../../../../schema/contracts/statement.ts';
import { useSession } from '../../api/session.ts';
import { formatDate, formatDay, formatExact, formatMonth, formatNumber } from '../../i18n/format.ts';
import { BlindStrip } from '../../ui/blind-strip.tsx';
import { EmptyState } from '../../ui/parts.tsx';
import { atHour } from '../../ui/zone.ts';
import { CountsTable } from './counts-table.tsx';
import classes from './statement-sheet.module.css';
import type { Unit } from './stretch.ts';
import { useWords } from './words.ts';

/** The sheet itself: the sum in words, the lines, the days, what was not seen, and the seal. */
export function StatementSheet({ statement, unit }: { readonly statement: Statement; readonly unit: Unit }) {
  const { t, rich, language } = useWords();
  const { site } = useSession();
  const { from, to, totals, lines, days, coverage, chain } = statement;
  const late = coverage.followedFrom === null || coverage.followedFrom > from;
  const n = (value: number) => <b className="num">{formatNumber(value, language)}</b>;
  return (
    <article className={classes.sheet}>
      <h2 className={classes.onPaper}>
        <bdi>{statement.site}</bdi>, {unit === 'day' ? formatDate(from, language) : formatMonth(from, language)}
      </h2>
      <p className={classes.sum}>
        {rich('sum.inbound', {
          inbound: n(totals.inbound),
          talked: n(totals.talked),
          owed: n(totals.owed),
          excluded: n(totals.excluded),
        })}
      </p>
      <p className={classes.sum}>
        {rich('sum.owed', {
          owed: n(totals.owed),
          returned: n(totals.returned),
          closed: n(totals.closed),
          live: n(totals.live),
        })}
      </p>
      {totals.inbound === 0 ? <EmptyState title={t('empty')} /> : null}
      {lines.length > 0 ? (
        <CountsTable
          title={t('byLine')}
          first={t('column.line')}
          rows={lines.map(({ line, ...counts }) => ({
            key: String(line?.id ?? 'none'),
            name: line?.name ?? t('noLine'),
            counts,
            calls: { from, to, line: line?.id ?? null },
          }))}
          totals={{ counts: totals, calls: { from, to, line: null } }}
        />
      ) : null}
      {unit === 'month' && days.length > 0 ? (
        <CountsTable
          title={t('byDay')}
          first={t('column.day')}
          rows={days.map(({ day, ...counts }) => {
            const noon = Date.parse(`${day}T12:00:00Z`);
            const start = atHour(noon, 0, 0, 0, site.timeZone);
            return {
              key: day,
              name: formatDay(start, language),
              counts,
              calls: { from: start, to: atHour(noon, 1, 0, 0, site.timeZone), line: null },
            };
          })}
          totals={{ counts: totals, calls: { from, to, line: null } }}
        />
      ) : null}
      <footer className={classes.foot}>
        {late ? <p>{t('since', { at: formatExact(coverage.followedFrom ?? to, language) })}</p> : null}
        {coverage.windows.length > 0 ? <BlindStrip from={from} to={to} /> : late ? null : <p>{t('whole')}</p>}
        <p>{t('drawn', { at: formatExact(statement.at, language), zone: statement.timeZone })}</p>
        {chain === null ? null : (
          <p>
            {t('sealed', { seq: formatNumber(chain.seq, language) })} <code dir="ltr">{chain.head}</code>
          </p>
        )}
      </footer>
    </article>
  );
}
