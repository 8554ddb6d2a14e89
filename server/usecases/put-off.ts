import type { ProblemCode } from '../../schema/contracts/problem.ts';
import type { Callback } from '../domain/callback/callback.ts';
import { isRefused } from '../domain/callback/claim.ts';
import { decidePutOff } from '../domain/callback/put-off.ts';
import type { Deps } from './deps.ts';
import { Refusal } from './refusal.ts';
import { fulfil, holdItem } from './take-step.ts';

const fieldOf: { readonly [code in ProblemCode]?: string } = {
  'reason-required': 'reason',
  'bad-time': 'until',
  'put-off-too-long': 'until',
};

/** A person puts an item off. A plan moves; what a caller is owed stays due, and its history says who and why. */
export function putOff(
  deps: Deps,
  id: number,
  byId: number,
  wish: { readonly until: number; readonly reason: string },
): Promise<Callback> {
  return deps.transact(async (tx) => {
    const by = (await tx.users.byId(byId)) ?? null;
    const item = await holdItem(tx, id);
    const decision = decidePutOff(item, by, wish, deps.now(), deps.policy.leaseMs);
    if (isRefused(decision)) throw new Refusal(decision.refused, fieldOf[decision.refused]);
    return fulfil(tx, item, decision);
  });
}
