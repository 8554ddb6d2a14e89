import { Checkbox } from '@mantine/core';
import type { CallbackView } from '../../../../schema/contracts/callbacks.ts';
import { formatNumber, formatTime } from '../../i18n/format.ts';
import { useMinute } from '../../ui/ticker.ts';
import { DebtRow } from './debt-row.tsx';
import classes from './debt-table.module.css';
import track from './due-track.module.css';
import { axisAround, place, ticks } from './due-track.ts';
import { isLive } from './state-of.ts';
import { useWords } from './words.ts';

interface Props {
  readonly rows: readonly CallbackView[];
  /** Settled today, below their own head. */
  readonly settled: readonly CallbackView[];
  readonly current: number | null;
  /** Null: this person may look, not act. */
  readonly picked: ReadonlySet<number> | null;
  readonly onPick: (picked: ReadonlySet<number>) => void;
  readonly onCurrent: (id: number) => void;
}

/** The list of debts on one shared time axis, whose line of the present runs through all rows. */
export function DebtTable({ rows, settled, current, picked, onPick, onCurrent }: Props) {
  const { t, language } = useWords();
  const axis = axisAround(useMinute());
  const open = rows.filter(isLive);
  const all = picked !== null && open.length > 0 && open.every(({ id }) => picked.has(id));
  const some = picked !== null && open.some(({ id }) => picked.has(id));
  const nowTime = formatTime(axis.now, language);
  const toggle = (id: number) => {
    const next = new Set(picked);
    if (!next.delete(id)) next.add(id);
    onPick(next);
  };
  const line = (row: CallbackView) => (
    <DebtRow
      key={row.id}
      row={row}
      axis={axis}
      current={row.id === current}
      picked={picked === null || !isLive(row) ? null : picked.has(row.id)}
      onPick={() => toggle(row.id)}
      onCurrent={() => onCurrent(row.id)}
    />
  );
  return (
    <table className={classes.table} data-picks={picked !== null || undefined}>
      <thead>
        <tr>
          {picked === null ? (
            <td className={classes.box} />
          ) : (
            <th className={classes.box}>
              <Checkbox
                size="xs"
                aria-label={t('row.selectAll')}
                checked={all}
                indeterminate={some && !all}
                onChange={() => onPick(all ? new Set() : new Set(open.map(({ id }) => id)))}
              />
            </th>
          )}
          <th className={classes.state}>{t('column.state')}</th>
          <th className={classes.caller}>{t('column.caller')}</th>
          <th className={classes.line}>{t('column.line')}</th>
          <th className={classes.misses}>{t('column.misses')}</th>
          <th className={classes.age}>{t('column.age')}</th>
          <th className={classes.due}>
            <span className={track.dueWord}>{t('column.due')}</span>
            <span className={track.axis} aria-hidden title={t('track.label', { time: nowTime })}>
              {ticks(axis).map(({ at, place: where }) => (
                <span key={at} className={`${track.tick} num`} style={{ insetInlineStart: `${where * 100}%` }}>
                  {formatTime(at, language)}
                </span>
              ))}
              <span className={`${track.nowLabel} num`} style={{ insetInlineStart: `${place(axis, axis.now) * 100}%` }}>
                {nowTime}
              </span>
            </span>
          </th>
          <th className={classes.owner}>{t('column.owner')}</th>
          <th className={classes.tries}>{t('column.tries')}</th>
          <th className={classes.why}>{t('column.why')}</th>
        </tr>
      </thead>
      <tbody>{rows.map(line)}</tbody>
      {settled.length === 0 ? null : (
        <tbody>
          <tr className={classes.settledHead}>
            <th colSpan={10} scope="rowgroup">
              {t('row.settledHead')} <span className="num">{formatNumber(settled.length, language)}</span>
            </th>
          </tr>
          {settled.map(line)}
        </tbody>
      )}
    </table>
  );
}
