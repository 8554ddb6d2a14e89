import { rungOut, type Unanswered } from '../domain/agent/unanswered.ts';
import type { CallFact } from '../domain/call/call-fact.ts';

interface Parts {
  readonly ownerOf: (device: string) => number | null;
  readonly limit: () => number;
  /** So many calls in a row now. */
  readonly counted: (userId: number, calls: number) => void;
  /** The limit is reached: they are to be paused. */
  readonly tooMany: (userId: number, calls: number) => void;
}

/** Counts for each person the calls that rang out in a row; a talk of any kind ends the row. */
export function watchPhonesLetRing({ ownerOf, limit, counted, tooMany }: Parts): (fact: CallFact) => void {
  const rows = new Map<number, Unanswered>();
  return (fact) => {
    if (fact.type !== 'leg.stopped' && fact.type !== 'call.talking') return;
    const userId = ownerOf(fact.device);
    if (userId === null) return;
    const before = rows.get(userId) ?? [];
    if (fact.type === 'call.talking') {
      if (before.length === 0) return;
      rows.delete(userId);
      counted(userId, 0);
    } else if (fact.why === 'no_answer' && fact.call.direction === 'inbound') {
      const { calls, comes } = rungOut(before, fact.call.id, limit());
      if (comes === 'nothing') return;
      rows.set(userId, calls);
      counted(userId, calls.length);
      if (comes === 'pause') tooMany(userId, before.length + 1);
    }
  };
}
