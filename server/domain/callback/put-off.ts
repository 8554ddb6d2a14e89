import { putOffReasons } from '../../../schema/contracts/callbacks.ts';
import { type Callback, isLive, isPromise } from './callback.ts';
import { type Decision, leaseIsOver, leaseOver, type Refused } from './claim.ts';

interface Person {
  readonly id: number;
  readonly role: string;
}

const hourMs = 3_600_000;
/** A plan further away than this is a slip of the hand. */
const furthestMs = 400 * 24 * hourMs;

/**
 * Until when a promise may stand aside on one's list: an hour, or until it is due when that is later. Its due time stays,
 * and with it the board and the ladder.
 */
export function putOffAtMost(item: Pick<Callback, 'origin' | 'dueAt'>, at: number): number {
  return isPromise(item) ? Math.max(at + hourMs, item.dueAt) : at + furthestMs;
}

function whyNotTheirs(item: Callback, by: Person): Refused | null {
  if (by.role !== 'agent' || item.ownerId === by.id || item.claimedBy === by.id) return null;
  // Nobody's promise is everybody's to work on; a plan always has an owner of its own.
  return isPromise(item) && item.ownerId === null ? null : { refused: 'owner-only' };
}

/** A person puts an item off with a reason. What is being called, or held by somebody else, is not moved under them. */
export function decidePutOff(
  item: Callback,
  by: Person | null,
  { until, reason }: { readonly until: number; readonly reason: string },
  at: number,
  leaseMs: number,
): Decision {
  if (by === null) return { refused: 'owner-only' };
  if (!isLive(item)) return { refused: 'already-settled' };
  const no = whyNotTheirs(item, by);
  if (no) return no;
  if (!putOffReasons.some((known) => known === reason)) return { refused: 'reason-required' };
  if (!(until > at)) return { refused: 'bad-time' };
  if (until > putOffAtMost(item, at)) return { refused: isPromise(item) ? 'put-off-too-long' : 'bad-time' };
  if (item.state === 'dialing') return { refused: 'already-calling' };
  const putOff = { type: 'put_off', at, by: by.id, until, reason } as const;
  if (item.state !== 'claimed') return { steps: [putOff] };
  if (leaseIsOver(item, at, leaseMs)) return { steps: [leaseOver(at), putOff] };
  if (item.claimedBy !== by.id) return { refused: 'already-claimed' };
  return { steps: [{ type: 'released', at, by: by.id, why: 'released' }, putOff] };
}
