import type { Callback } from '../domain/callback/callback.ts';
import { decideClaim } from '../domain/callback/claim.ts';
import type { Deps, Tx } from './deps.ts';
import { Refusal } from './refusal.ts';
import { fulfil, holdItem } from './take-step.ts';

/**
 * An agent takes an item to work on it. Two may press at once: the row's lock lets one through, the other is told.
 * Claiming what one holds already renews the lease under the same fence; what is only offered to them is theirs then.
 */
export function claimCallback(deps: Deps, id: number, userId: number): Promise<Callback> {
  return deps.transact(async (tx) => claimHeld(deps, tx, await holdItem(tx, id), userId));
}

/** The claim of an item that this transaction has locked. */
export async function claimHeld(
  { now, policy }: Pick<Deps, 'now' | 'policy'>,
  tx: Tx,
  item: Callback,
  userId: number,
): Promise<Callback> {
  const at = now();
  const decision = decideClaim(item, userId, at, policy.leaseMs);
  if (!('renewUntil' in decision)) return fulfil(tx, item, decision);
  const { id, fence } = item;
  const leaseUntil = decision.renewUntil;
  if (!(await tx.callbacks.renew(id, userId, fence, at, leaseUntil))) throw new Refusal('conflict');
  if (await tx.offers.accept(id, fence, at)) await tx.outbox.add(at, { type: 'callback.changed', id });
  return { ...item, leaseUntil, updatedAt: at };
}
