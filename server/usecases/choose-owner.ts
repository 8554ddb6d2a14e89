import { assign } from '../domain/callback/assign.ts';
import type { About } from '../store/candidates.ts';
import type { Tx } from './deps.ts';

/** Whose each new item is, and by which rule. Nobody has escalated what is not open yet. */
export async function chooseOwners(tx: Tx, items: readonly About[]): Promise<ReturnType<typeof assign>[]> {
  if (items.length === 0) return [];
  return (await tx.candidates.of(items)).map((found) => assign({ escalatedTo: null, ...found }));
}

/** The same for one item. */
export async function chooseOwner(tx: Tx, item: About): Promise<ReturnType<typeof assign>> {
  const [chosen] = await chooseOwners(tx, [item]);
  return chosen ?? { ownerId: null, ownerRule: 'queue' };
}
