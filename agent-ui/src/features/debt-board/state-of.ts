import type { BoardFilter, CallbackView } from '../../../../schema/contracts/callbacks.ts';
import type { GlyphName } from '../../ui/glyph-shapes.tsx';

/** How an item stands on the board at one moment. */
export type BoardState =
  | 'open'
  | 'due_soon'
  | 'overdue'
  | 'breached'
  | 'not_reached'
  | 'needs_human'
  | 'claimed'
  | 'calling'
  | 'in_time'
  | 'late'
  | 'called_again'
  | 'closed'
  | 'merged';

const SOON = 20 * 60_000;
type Row = Pick<CallbackView, 'state' | 'dueAt' | 'tries' | 'settledAs' | 'escalation'>;

/** The word of a row: what happens to it now comes before how late it is, that before how often it was tried. */
export function stateOf(row: Row, now: number): BoardState {
  switch (row.state) {
    case 'returned':
      return row.settledAs ?? 'in_time';
    case 'closed':
    case 'merged':
    case 'needs_human':
      return row.state;
    case 'dialing':
      return 'calling';
    case 'claimed':
      return 'claimed';
    case 'open':
      if (row.dueAt <= now) return row.escalation?.step === 'breached' ? 'breached' : 'overdue';
      if (row.tries > 0) return 'not_reached';
      return row.dueAt - now <= SOON ? 'due_soon' : 'open';
  }
}

/** The shape of a state. */
export const glyphOf: Record<BoardState, GlyphName> = {
  open: 'open',
  due_soon: 'due_soon',
  overdue: 'overdue',
  breached: 'breached',
  not_reached: 'not_reached',
  needs_human: 'needs_human',
  claimed: 'calling',
  calling: 'calling',
  in_time: 'in_time',
  late: 'late',
  called_again: 'called_again',
  closed: 'closed',
  merged: 'closed',
};

export const isLive = (row: Pick<CallbackView, 'state'>): boolean =>
  row.state === 'open' || row.state === 'claimed' || row.state === 'dialing' || row.state === 'needs_human';

/** What a chip lists, in the order the chips stand; the second group is what the day has settled. */
export const owedFilters = [
  'owed',
  'overdue',
  'breached',
  'not_reached',
  'needs_human',
] as const satisfies readonly BoardFilter[];
export const settledFilters = ['in_time', 'late', 'called_again', 'closed'] as const satisfies readonly BoardFilter[];

/** How long something lasts in the words of the board: minutes, then hours, then days. */
export function spanOf(ms: number): {
  readonly kind: 'minutes' | 'hours' | 'days';
  readonly values: Readonly<Record<string, string | number>>;
} {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 60) return { kind: 'minutes', values: { n: minutes } };
  const h = Math.floor(minutes / 60);
  if (h < 24) return { kind: 'hours', values: { h, mm: String(minutes % 60).padStart(2, '0') } };
  return { kind: 'days', values: { count: Math.floor(h / 24) } };
}
