import type { LineLeaving } from '../../schema/contracts/leaving.ts';
import type { Callback } from '../domain/callback/callback.ts';
import type { LinePromise } from '../domain/callback/policy.ts';
import type { Deps } from './deps.ts';
import type { Actor, Office } from './office.ts';
import { dueNow } from './recompute-due.ts';
import { Refusal } from './refusal.ts';
import { takeStep } from './take-step.ts';

/** When an item is due on another line: what a caller waits for follows that line's promise, what was planned stays. */
function dueThere(item: Callback, line: LinePromise | null): number {
  return item.origin === 'missed_call' || item.key !== null ? dueNow(item, line) : item.dueAt;
}

/** What stands on a line, and where it could go, before anything is done. */
export function lineLeaving(office: Office, id: number): Promise<LineLeaving> {
  return office.transact(async (tx) => {
    const line = await tx.leaving.line(id);
    if (!line) throw new Refusal('not-found');
    const items = await tx.leaving.ofLine(id);
    const targets: LineLeaving['targets'] = [];
    for (const target of await tx.leaving.siblings(line)) {
      const promise = await tx.calendars.promiseOf(target.id);
      targets.push({ ...target, moved: items.filter((item) => dueThere(item, promise) !== item.dueAt).length });
    }
    return { open: items.length, targets };
  });
}

/**
 * Takes a line out of use. What is owed on it goes to a line of the same group that is named, or the line stays: nothing
 * is closed, and what was promised is not put off. Answers how many callbacks moved.
 */
export function retireLine(
  house: Office & Deps,
  actor: Actor,
  id: number,
  moveTo: number | null,
): Promise<{ readonly moved: number }> {
  return house.transact(async (tx) => {
    const at = house.now();
    // No debt is born on the line while it goes.
    await tx.calendars.ownHours();
    const line = await tx.leaving.line(id);
    if (!line) throw new Refusal('not-found');
    const items = await tx.leaving.holdOfLine(id);
    if (items.length > 0) {
      const target = (await tx.leaving.siblings(line)).find((one) => one.id === moveTo);
      if (!target) throw new Refusal(moveTo === null ? 'has-open-callbacks' : 'not-found', 'moveTo');
      const promise = await tx.calendars.promiseOf(target.id);
      for (const item of items) {
        const dueAt = dueThere(item, promise);
        await takeStep(tx, item, { type: 'moved', at, by: actor.id, lineId: target.id, dueAt });
      }
    }
    await tx.leaving.retire(id, at);
    const entry = { at, actorId: actor.id, subject: `line:${id}`, ip: actor.ip };
    const detail = { name: line.name, moved: items.length, to: items.length > 0 ? moveTo : null };
    await tx.audit.add({ ...entry, action: 'line.retired', detail });
    return { moved: items.length };
  });
}
