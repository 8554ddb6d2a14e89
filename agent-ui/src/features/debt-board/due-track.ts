import type { CallbackView } from '../../../../schema/contracts/callbacks.ts';

/** The one time axis all rows of the board share: a stretch of time with the present inside it. */
export interface Axis {
  readonly from: number;
  readonly to: number;
  readonly now: number;
}

/** What stands on the axis for one row; places are fractions 0..1 from the start side. */
export type Mark =
  /** Past due and still owed: a bar that grows to the present. `cut`: it began before the axis. */
  | { readonly kind: 'late'; readonly from: number; readonly to: number; readonly cut: boolean }
  /** Still to come: a stem from the present to a tick. `cut`: the tick lies beyond the axis. */
  | { readonly kind: 'ahead'; readonly from: number; readonly to: number; readonly cut: boolean }
  /** Settled: a dot where it was settled, a tick where it was due. */
  | { readonly kind: 'settled'; readonly dot: number; readonly tick: number; readonly cut: boolean }
  /** Nothing to place: a person has to decide, or it was closed without a talk. */
  | { readonly kind: 'none' };

const MINUTE = 60_000;
const PAST = 60 * MINUTE;
const AHEAD = 75 * MINUTE;

/** One hour back, an hour and a quarter ahead. */
export function axisAround(now: number): Axis {
  return { from: now - PAST, to: now + AHEAD, now };
}

/** Where an instant stands on the axis, held inside it. */
export function place(axis: Axis, at: number): number {
  const fraction = (at - axis.from) / (axis.to - axis.from);
  return Math.min(1, Math.max(0, fraction));
}

/** Half-hour ticks of the axis that keep clear of the present's own label. */
export function ticks(axis: Axis, clear = 0.15): readonly { readonly at: number; readonly place: number }[] {
  const step = 30 * MINUTE;
  const found: { at: number; place: number }[] = [];
  const nowPlace = place(axis, axis.now);
  for (let at = Math.ceil(axis.from / step) * step; at <= axis.to; at += step) {
    const where = place(axis, at);
    if (Math.abs(where - nowPlace) >= clear && where > 0.04 && where < 0.96) found.push({ at, place: where });
  }
  return found;
}

/** Where the words of a mark stand: they begin or end at this place, so that they never lie on the mark. */
export function wordsPlace(axis: Axis, mark: Mark): { readonly side: 'before' | 'after'; readonly at: number } {
  const here = place(axis, axis.now);
  if (mark.kind === 'ahead') return { side: 'before', at: here };
  if (mark.kind !== 'settled') return { side: 'after', at: here };
  const end = Math.max(here, mark.dot, mark.tick);
  return end <= ROOM_UNTIL ? { side: 'after', at: end } : { side: 'before', at: Math.min(here, mark.dot, mark.tick) };
}

/** Beyond this part of the axis there is no room for words after a mark. */
const ROOM_UNTIL = 0.6;

/** The mark of one item on the shared axis. */
export function markOf(
  axis: Axis,
  row: Pick<CallbackView, 'state' | 'dueAt' | 'promisedAt' | 'settledAt' | 'settledAs'>,
): Mark {
  const here = place(axis, axis.now);
  if (row.settledAt !== null && row.settledAs !== null) {
    return {
      kind: 'settled',
      dot: place(axis, row.settledAt),
      tick: place(axis, row.promisedAt),
      cut: row.settledAt < axis.from || row.promisedAt < axis.from || row.promisedAt > axis.to,
    };
  }
  if (row.state === 'needs_human' || row.state === 'closed' || row.state === 'merged') return { kind: 'none' };
  if (row.dueAt <= axis.now) {
    return { kind: 'late', from: place(axis, row.dueAt), to: here, cut: row.dueAt < axis.from };
  }
  return { kind: 'ahead', from: here, to: place(axis, row.dueAt), cut: row.dueAt > axis.to };
}
