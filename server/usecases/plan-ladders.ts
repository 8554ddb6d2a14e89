import { isLive } from '../domain/callback/callback.ts';
import { planLadder } from '../domain/escalation/ladder.ts';
import type { Deps } from './deps.ts';

/**
 * Sets the timers of items that are new, or whose due time, line or hours changed. Triggers have marked them, whoever
 * changed them; the marks go with the same transaction. Answers how many items were looked at.
 */
export function planLadders(deps: Deps, limit = 200): Promise<number> {
  return deps.transact(async (tx) => {
    const at = deps.now();
    const items = await tx.escalation.holdStale(limit);
    if (items.length === 0) return 0;
    // Before the hours are read: a change that is committed after this leaves a mark that stays.
    await tx.escalation.settleStale(items.map(({ id }) => id));
    const ground = await tx.escalation.grounds(items.map(({ lineId }) => lineId));
    for (const item of items.filter(isLive)) {
      const { ladder, hours } = ground(item.lineId);
      await tx.escalation.plan(item.id, planLadder(ladder, item, hours, at), at);
    }
    return items.length;
  });
}
