import { assign } from '../domain/callback/assign.ts';
import type { About } from '../store/candidates.ts';
import type { Tx } from './deps.ts';

/** Whose each item is, and by which rule: first whom the last step of its ladder reached, if it went up one. */
export async function chooseOwners(tx: Tx, items: readonly About[]): Promise<ReturnType<typeof assign>[]> {
  if (items.length === 0) return [];
  return (await tx.candidates.of(items)).map(assign);
}

/** The same for one item. */
export async function chooseOwner(tx: Tx, item: About): Promise<ReturnType<typeof assign>> {
  const [chosen] = await chooseOwners(tx, [item]);
  return chosen ?? { ownerId: null, ownerRule: 'queue' };
}
