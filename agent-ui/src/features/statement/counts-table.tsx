import { Link } from 'react-router';
import type { StatementCounts } from '../../../../schema/contracts/statement.ts';
import { formatNumber } from '../../i18n/format.ts';
import { Scrolled } from '../../ui/scrolled.tsx';
import classes from './counts-table.module.css';
import { useWords } from './words.ts';

/** Where a total leads: the calls of a stretch and a line. */
export interface CallsBehind {
  readonly from: number;
  readonly to: number;
  readonly line: number | null;
}

interface Row {
  readonly counts: StatementCounts;
  readonly calls: CallsBehind;
}

interface Props {
  readonly title: string;
  readonly first: string;
  readonly rows: readonly (Row & { readonly key: string; readonly name: string })[];
  readonly totals: Row;
}

/** Each count with what the log must be asked for to list the same calls. */
const columns = [
  ['inbound', { direction: 'inbound' }],
  ['talked', { direction: 'inbound', show: 'talked' }],
  ['excluded', { direction: 'inbound', show: 'excluded' }],
  ['owed', { debt: 'owed' }],
  ['returned', { debt: 'returned' }],
  ['closed', { debt: 'closed' }],
  ['live', { debt: 'live' }],
] as const;

/** Counts by line or by day, the sum below; every number opens its calls. */
export function CountsTable({ title, first, rows, totals }: Props) {
  const { t } = useWords();
  return (
    <Scrolled label={title} className={classes.scroll}>
      <table className={classes.table}>
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            {columns.map(([name]) => (
              <th key={name} scope="col" data-part={name === 'owed' || undefined}>
                {t(`column.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, ...row }) => (
            <tr key={key}>
              <th scope="row">
                <bdi>{name}</bdi>
              </th>
              <Cells {...row} name={name} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('column.all')}</th>
            <Cells {...totals} name={t('column.all')} />
          </tr>
        </tfoot>
      </table>
    </Scrolled>
  );
}

function Cells({ counts, calls, name }: Row & { readonly name: string }) {
  const { t, language } = useWords();
  return columns.map(([column, filter]) => {
    const { from, to, line } = calls;
    const search = new URLSearchParams({ from: String(from), to: String(to), ...filter });
    if (line !== null) search.set('line', String(line));
    const shown = formatNumber(counts[column], language);
    return (
      <td
        key={column}
        className="num"
        data-part={column === 'owed' || undefined}
        data-bad={isBad(column, counts) || undefined}
      >
        {counts[column] === 0 ? (
          shown
        ) : (
          <Link to={`/calls?${search}`} aria-label={`${name}, ${t(`column.${column}`)}: ${shown}`}>
            {shown}
          </Link>
        )}
      </td>
    );
  });
}

const isBad = (column: string, counts: StatementCounts) => column === 'live' && counts.live > 0;
