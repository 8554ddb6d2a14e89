import type { Callback } from '../domain/callback/callback.ts';
import { type Decision, isRefused, type Refused } from '../domain/callback/claim.ts';
import { apply, type LedgerEvent } from '../domain/callback/transition.ts';
import type { Tx } from './deps.ts';
import { Refusal } from './refusal.ts';

/** Takes one step of a held item and tells the screens. A step the ledger does not know is refused as a conflict. */
export async function takeStep(tx: Tx, item: Callback, event: LedgerEvent): Promise<Callback> {
  const after = apply(item, event);
  if (!after || !(await tx.callbacks.step(item, after, event))) throw new Refusal('conflict');
  return after;
}

/** The item, locked until the end of the transaction; refuses when there is none. */
export async function holdItem(tx: Tx, id: number): Promise<Callback> {
  const item = await tx.callbacks.hold(id);
  if (!item) throw new Refusal('not-found');
  return item;
}

/** Does what was decided, step by step; a no becomes a refusal. */
export async function fulfil(tx: Tx, item: Callback, decision: Decision): Promise<Callback> {
  let now = item;
  for (const step of allowed(decision).steps) now = await takeStep(tx, now, step);
  return now;
}

/** The decision, when it is no refusal. */
export function allowed<T extends object>(decision: T | Refused): T {
  if (isRefused(decision)) throw new Refusal(decision.refused);
  return decision;
}
