import { closeReasonsFor } from '../../../schema/contracts/close-reasons.ts';
import { type Callback, isLive } from './callback.ts';
import { type Decision, leaseIsOver, leaseOver, type Refused } from './claim.ts';

interface Closer {
  readonly id: number;
  readonly role: string;
}

/** Whether this person may end this debt by decision at all: supervisors any, an agent their own planned call. */
export function whyNotCloser(item: Callback, by: Closer | null): Refused | null {
  if (by !== null && by.role !== 'agent') return null;
  if (item.origin === 'missed_call' || item.origin === 'requested') return { refused: 'supervisor-only' };
  return by !== null && item.ownerId === by.id ? null : { refused: 'owner-only' };
}

/** Ends a debt without a talk, with a reason from the list of its origin and a note. What is held or being called is not ended under its agent. */
export function decideClose(
  item: Callback,
  by: Closer | null,
  { reason, note }: { readonly reason: string; readonly note: string },
  at: number,
  leaseMs: number,
): Decision {
  const no = whyNotCloser(item, by);
  if (no || by === null) return no ?? { refused: 'supervisor-only' };
  if (!closeReasonsFor(item.origin).some((known) => known === reason)) return { refused: 'reason-required' };
  if (note.trim().length < 3) return { refused: 'note-required' };
  if (!isLive(item)) return { refused: 'already-settled' };
  if (item.state === 'dialing') return { refused: 'already-calling' };
  const closed = { type: 'closed', at, by: by.id, reason, note: note.trim() } as const;
  if (item.state !== 'claimed') return { steps: [closed] };
  return leaseIsOver(item, at, leaseMs) ? { steps: [leaseOver(at), closed] } : { refused: 'already-claimed' };
}
