import { closeReasons } from '../../schema/contracts/callbacks.ts';
import { type Callback, isLive } from '../domain/callback/callback.ts';
import type { Deps } from './deps.ts';
import { Refusal } from './refusal.ts';
import { holdItem, takeStep } from './take-step.ts';

interface Closing {
  readonly reason: string;
  readonly note: string;
}

/** A person ends a debt without a talk, on the record. Nothing else ever closes an item. */
export function closeCallback(deps: Deps, id: number, byId: number, { reason, note }: Closing): Promise<Callback> {
  return deps.transact(async (tx) => {
    const by = await tx.users.byId(byId);
    let item = await holdItem(tx, id);
    const planned = item.origin !== 'missed_call' && item.origin !== 'requested';
    if (!by || by.role === 'agent') {
      if (!planned) throw new Refusal('supervisor-only');
      if (!by || item.ownerId !== byId) throw new Refusal('owner-only');
    }
    if (!closeReasons.some((known) => known === reason)) throw new Refusal('reason-required', 'reason');
    if (note.trim().length < 3) throw new Refusal('note-required', 'note');
    if (!isLive(item)) throw new Refusal('already-settled');
    if (item.state === 'dialing') throw new Refusal('already-calling');
    const at = deps.now();
    if (item.state === 'claimed') {
      if (item.leaseUntil !== null && item.leaseUntil > at) throw new Refusal('already-claimed');
      item = await takeStep(tx, item, { type: 'released', at, by: null, why: 'lease_over' });
    }
    const closed = await takeStep(tx, item, { type: 'closed', at, by: byId, reason, note: note.trim() });
    await tx.audit.add({ at, actorId: byId, action: 'callback.closed', subject: `callback:${id}`, detail: { reason } });
    return closed;
  });
}
