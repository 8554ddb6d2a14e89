import { Checkbox } from '@mantine/core';
import type { CallbackView } from '../../../../schema/contracts/callbacks.ts';
import { formatDuration, formatExact, formatNumber } from '../../i18n/format.ts';
import { Tag } from '../../ui/chip.tsx';
import { TimeOfDay } from '../../ui/clock.tsx';
import { PhoneNumber } from '../../ui/phone-number.tsx';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import { useMinutesSince } from '../../ui/ticker.ts';
import classes from './debt-table.module.css';
import { DueCell } from './due-cell.tsx';
import type { Axis } from './due-track.ts';
import { glyphOf, isLive, spanOf, stateOf } from './state-of.ts';
import { useWords } from './words.ts';

const minute = 60_000;

interface Props {
  readonly row: CallbackView;
  readonly axis: Axis;
  readonly current: boolean;
  /** Null: cannot be picked. */
  readonly picked: boolean | null;
  readonly onPick: () => void;
  readonly onCurrent: () => void;
}

/** One debt; settled, it is struck through in the colour of how it was settled. */
export function DebtRow({ row, axis, current, picked, onPick, onCurrent }: Props) {
  const { t, language } = useWords();
  // Drawn anew when a minute of its own is full, not every second.
  const state = stateOf(row, row.dueAt + useMinutesSince(row.dueAt) * minute);
  const live = isLive(row);
  const name = row.contact?.name ?? row.number ?? t('row.withheld');
  const age = spanOf(useMinutesSince(row.firstMissAt) * minute);
  return (
    <tr
      className={classes.row}
      data-current={current || undefined}
      data-picked={picked || undefined}
      data-settled={live ? undefined : state}
      onClick={onCurrent}
    >
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: only keeps a press beside the box from opening the row */}
      <td className={classes.box} onClick={(event) => event.stopPropagation()}>
        {picked === null ? null : (
          <Checkbox size="xs" aria-label={t('row.select', { who: name })} checked={picked} onChange={onPick} />
        )}
      </td>
      <td className={classes.state}>
        <StateGlyph state={glyphOf[state]} withWord word={t(`state.${state}`)} />
      </td>
      <td className={classes.caller}>
        <button
          type="button"
          aria-expanded={current}
          title={t('row.open', { who: name })}
          onClick={(event) => {
            event.stopPropagation();
            onCurrent();
          }}
        >
          {row.contact ? <bdi>{row.contact.name}</bdi> : <PhoneNumber number={row.number} />}
        </button>
        {row.contact?.vip ? <Tag>VIP</Tag> : null}
      </td>
      <td className={classes.line}>{row.line?.name ?? null}</td>
      <td className={`${classes.misses} num`} data-many={row.misses > 1 || undefined}>
        {formatNumber(row.misses, language)}
      </td>
      <td className={`${classes.age} num`} title={formatExact(row.firstMissAt, language)}>
        {t(`span.${age.kind}`, age.values)}
      </td>
      <DueCell row={row} axis={axis} state={state} />
      <td className={classes.owner} data-nobody={ownerOf(row) === null || undefined}>
        {live ? (
          (ownerOf(row) ?? t('row.nobody'))
        ) : (
          <span className={classes.settledBy}>
            <bdi>{(row.returnedBy ?? row.closedBy)?.name ?? t('event.someone')}</bdi>
            <TimeOfDay at={row.settledAt ?? row.dueAt} />
          </span>
        )}
      </td>
      <td className={`${classes.tries} num`}>{formatNumber(row.tries, language)}</td>
      <td className={classes.why}>
        <Why row={row} />
      </td>
    </tr>
  );
}

const ownerOf = (row: CallbackView): string | null => (row.claimedBy ?? row.owner)?.name ?? null;

/** Why it was missed, or how it was settled. */
function Why({ row }: { readonly row: CallbackView }) {
  const { t, maybe, language } = useWords();
  if (row.state === 'returned' && row.returnedTalkMs !== null) {
    const talked = formatDuration(row.returnedTalkMs, language);
    return t(row.settledAs === 'called_again' ? 'row.served' : 'row.talked', { talked });
  }
  if (row.needsReason !== null) return maybe(`needs.${row.needsReason}`) ?? t('needs.other');
  if (row.origin !== 'missed_call') return t(`origin.${row.origin}`);
  return row.missedReason === null ? null : (maybe(`reason.${row.missedReason}`) ?? row.missedReason);
}
