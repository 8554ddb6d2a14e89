import type { Callback } from '../domain/callback/callback.ts';
import { apply, type LedgerEvent } from '../domain/callback/transition.ts';
import type { Tx } from './deps.ts';
import { Refusal } from './refusal.ts';

/** Takes one step of a held item and tells the screens. A step the ledger does not know is refused as a conflict. */
export async function takeStep(tx: Tx, item: Callback, event: LedgerEvent): Promise<Callback> {
  const after = apply(item, event);
  if (!after || !(await tx.callbacks.step(item, after, event))) throw new Refusal('conflict');
  await tx.outbox.add(event.at, { type: 'callback.changed', id: item.id });
  return after;
}

/** The item, locked until the end of the transaction; refuses when there is none. */
export async function holdItem(tx: Tx, id: number): Promise<Callback> {
  const item = await tx.callbacks.hold(id);
  if (!item) throw new Refusal('not-found');
  return item;
}

/** Refuses unless this person holds the item with this very claim. */
export function mustHold(item: Callback, userId: number, fence: number): void {
  if (item.state !== 'claimed' && item.state !== 'dialing') throw new Refusal('not-claimed-by-you');
  if (item.claimedBy !== userId) throw new Refusal('not-claimed-by-you');
  if (item.fence !== fence) throw new Refusal('stale-fence');
}
