import { type Callback, isLive } from '../domain/callback/callback.ts';
import type { Deps } from './deps.ts';
import { Refusal } from './refusal.ts';
import { holdItem, takeStep } from './take-step.ts';

/** A supervisor gives an item to a person (null: to nobody). Whoever holds it keeps it until released. */
export function assignCallback(deps: Deps, id: number, ownerId: number | null, byId: number): Promise<Callback> {
  return deps.transact(async (tx) => {
    const by = await tx.users.byId(byId);
    if (!by || by.role === 'agent') throw new Refusal('supervisor-only');
    if (ownerId !== null) {
      const owner = await tx.users.byId(ownerId);
      if (!owner || owner.disabledAt !== null) throw new Refusal('not-found', 'userId');
    }
    const item = await holdItem(tx, id);
    if (!isLive(item)) throw new Refusal('already-settled');
    const at = deps.now();
    const assigned = { type: 'assigned', at, by: byId, ownerId, rule: ownerId === null ? null : 'by_hand' } as const;
    const after = await takeStep(tx, item, assigned);
    await tx.audit.add({
      at,
      actorId: byId,
      action: 'callback.assigned',
      subject: `callback:${id}`,
      detail: { ownerId },
    });
    return after;
  });
}
