import type { ProblemCode } from '../../schema/contracts/problem.ts';
import type { Callback } from '../domain/callback/callback.ts';
import { isRefused } from '../domain/callback/claim.ts';
import { decideClose } from '../domain/callback/close.ts';
import type { Deps } from './deps.ts';
import { Refusal } from './refusal.ts';
import { fulfil, holdItem } from './take-step.ts';

interface Closing {
  readonly reason: string;
  readonly note: string;
}

const fieldOf: { readonly [code in ProblemCode]?: string } = { 'reason-required': 'reason', 'note-required': 'note' };

/** A person ends a debt without a talk, on the record. Nothing else ever closes an item. */
export function closeCallback(deps: Deps, id: number, byId: number, { reason, note }: Closing): Promise<Callback> {
  return deps.transact(async (tx) => {
    const by = (await tx.users.byId(byId)) ?? null;
    const item = await holdItem(tx, id);
    const at = deps.now();
    const decision = decideClose(item, by, { reason, note }, at, deps.policy.leaseMs);
    if (isRefused(decision)) throw new Refusal(decision.refused, fieldOf[decision.refused]);
    const closed = await fulfil(tx, item, decision);
    await tx.audit.add({ at, actorId: byId, action: 'callback.closed', subject: `callback:${id}`, detail: { reason } });
    return closed;
  });
}
