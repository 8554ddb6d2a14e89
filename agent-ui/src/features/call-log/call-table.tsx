import { Fragment } from 'react';
import type { CallRow } from '../../../../schema/contracts/calls.ts';
import { dayKey, formatDay } from '../../i18n/format.ts';
import { useMinute } from '../../ui/ticker.ts';
import { CallLine } from './call-line.tsx';
import { CallOpened } from './call-opened.tsx';
import classes from './call-table.module.css';
import { useWords } from './words.ts';

interface Props {
  readonly rows: readonly CallRow[];
  readonly open: number | null;
  /** The list spans days: each begins with its name. */
  readonly byDay: boolean;
  readonly onOpen: (id: number | null) => void;
}

/** The list of calls; one of them may be open below its row. */
export function CallTable({ rows, open, byDay, onOpen }: Props) {
  const { t, language } = useWords();
  const now = useMinute();
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th className={classes.chevron}>
            <span className="hidden-visually">{t('columns.open')}</span>
          </th>
          <th className={classes.time}>{t('columns.time')}</th>
          <th className={classes.arrow}>
            <span className="hidden-visually">{t('columns.direction')}</span>
          </th>
          <th className={classes.who}>{t('columns.who')}</th>
          <th className={classes.line}>{t('columns.line')}</th>
          <th className={classes.number}>{t('columns.number')}</th>
          <th className={classes.agent}>{t('columns.agent')}</th>
          <th className={classes.waited}>{t('columns.waited')}</th>
          <th className={classes.talked}>{t('columns.talked')}</th>
          <th className={classes.result}>{t('columns.result')}</th>
          <th className={classes.sound}>
            <span className="hidden-visually">{t('columns.recording')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => {
          const before = rows[at - 1];
          const newDay = byDay && (before === undefined || dayKey(before.startedAt) !== dayKey(row.startedAt));
          return (
            <Fragment key={row.id}>
              {newDay ? (
                <tr className={classes.day}>
                  <th colSpan={11} scope="rowgroup">
                    {formatDay(row.startedAt, language)}
                  </th>
                </tr>
              ) : null}
              <CallLine
                call={row}
                now={now}
                open={open === row.id}
                onToggle={() => onOpen(open === row.id ? null : row.id)}
              />
              {open === row.id ? (
                <tr className={classes.opened}>
                  <td colSpan={11}>
                    <CallOpened call={row} />
                  </td>
                </tr>
              ) : null}
            </Fragment>
          );
        })}
      </tbody>
    </table>
  );
}
