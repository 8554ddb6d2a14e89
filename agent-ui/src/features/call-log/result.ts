import type { CallRow } from '../../../../schema/contracts/calls.ts';
import type { GlyphName } from '../../ui/glyph-shapes.tsx';

/** The words of a result that need no reason. */
export type ResultWord =
  | 'talked'
  | 'settles'
  | 'not_answered'
  | 'internalNoAnswer'
  | 'unknown'
  | 'in_time'
  | 'late'
  | 'called_again'
  | 'needs_human'
  | 'not_reached'
  | 'overdue'
  | 'calling'
  | 'closed';

export interface Result {
  readonly glyph: GlyphName | null;
  /** A word of its own, or `missed` / `excluded` with the reason in words. */
  readonly word: ResultWord | 'missed' | 'excluded';
}

/** What a row says about how its call ended and what became of the debt, at this moment. */
export function resultOf(call: CallRow, now: number): Result {
  if (call.excluded) return { glyph: 'closed', word: 'excluded' };
  switch (call.outcome) {
    case 'talked':
      if (call.settles === null) return { glyph: null, word: 'talked' };
      // Whether our call came in time stands with the debt itself; the shape here does not promise it.
      return { glyph: call.direction === 'inbound' ? 'called_again' : 'closed', word: 'settles' };
    case 'not_answered':
      return call.direction === 'internal'
        ? { glyph: null, word: 'internalNoAnswer' }
        : { glyph: 'not_reached', word: 'not_answered' };
    case 'unknown':
      return { glyph: 'needs_human', word: 'unknown' };
    case 'missed':
      return call.callback === null ? { glyph: 'missed', word: 'missed' } : debtResult(call.callback, now);
  }
}

function debtResult(debt: NonNullable<CallRow['callback']>, now: number): Result {
  if (debt.settledAs === 'in_time' || debt.settledAs === 'late' || debt.settledAs === 'called_again') {
    return { glyph: debt.settledAs, word: debt.settledAs };
  }
  switch (debt.state) {
    case 'closed':
    case 'merged':
      return { glyph: 'closed', word: 'closed' };
    case 'returned':
      return { glyph: 'in_time', word: 'in_time' };
    case 'needs_human':
      return { glyph: 'needs_human', word: 'needs_human' };
    case 'dialing':
      return { glyph: 'calling', word: 'calling' };
    default:
      if (debt.tries > 0) return { glyph: 'not_reached', word: 'not_reached' };
      if (debt.dueAt <= now) return { glyph: 'overdue', word: 'overdue' };
      return { glyph: 'missed', word: 'missed' };
  }
}

/** Still owed: the log offers to call back. */
export function isOwed(call: CallRow): boolean {
  const state = call.callback?.state;
  return state === 'open' || state === 'claimed';
}
