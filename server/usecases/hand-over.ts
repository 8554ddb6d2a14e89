import { chooseOwners } from './choose-owner.ts';
import type { Deps } from './deps.ts';
import { Refusal } from './refusal.ts';
import { takeStep } from './take-step.ts';

const atOnce = 200;

/**
 * Gives what people owe who are disabled to those whom the rule names now, or to the queue. Run right after somebody
 * is disabled, then also to a person who was named for it, and again and again, so that a crash in between leaves nothing behind. Answers the moved ids.
 */
export async function handOverFromDisabled(
  deps: Deps,
  byId: number | null = null,
  named: { readonly from: number; readonly to: number } | null = null,
): Promise<readonly number[]> {
  const moved: number[] = [];
  for (;;) {
    const ids = await deps.transact(async (tx) => {
      const items = await tx.callbacks.holdOwnedByDisabled(atOnce);
      const owners = await chooseOwners(tx, items);
      const at = deps.now();
      for (const [n, item] of items.entries()) {
        const wished = named !== null && item.ownerId === named.from;
        const byHand = { ownerId: named?.to ?? null, ownerRule: 'by_hand' as const };
        const { ownerId, ownerRule } = wished ? byHand : (owners[n] ?? { ownerId: null, ownerRule: 'queue' as const });
        await takeStep(tx, item, { type: 'assigned', at, by: byId, ownerId, rule: ownerRule });
      }
      return items.map(({ id }) => id);
    });
    moved.push(...ids);
    if (ids.length < atOnce) return moved;
  }
}

/** Who is to get what somebody owes must be here, and another. */
export function checkHeir(deps: Deps, from: number, to: number): Promise<void> {
  return deps.transact(async (tx) => {
    const heir = await tx.users.byId(to);
    if (!heir || heir.disabledAt !== null || to === from) throw new Refusal('not-found', 'handTo');
  });
}
