import type { Notices } from '../../schema/contracts/notices.ts';
import type { Deps } from './deps.ts';
import type { Actor, Office } from './office.ts';
import { Refusal } from './refusal.ts';

/** How many notices a screen lists. */
const listed = 100;

/**
 * A person says that they know of an item's steps: it leaves the breach list, and nothing else changes. A supervisor may,
 * and whoever was told of it. Saying it again changes nothing.
 */
export function acknowledge(house: Office & Deps, actor: Actor, callbackId: number): Promise<void> {
  return house.transact(async (tx) => {
    const item = await tx.callbacks.hold(callbackId);
    if (!item) throw new Refusal('not-found');
    const may = actor.role !== 'agent' || (await tx.escalation.wasTold(callbackId, actor.id));
    if (!may) throw new Refusal('supervisor-only');
    const at = house.now();
    const steps = await tx.escalation.acknowledge(callbackId, actor.id, at);
    if (steps === 0) return;
    await tx.audit.add({
      at,
      actorId: actor.id,
      action: 'breach.acknowledged',
      subject: `callback:${callbackId}`,
      detail: { steps },
      ip: actor.ip,
    });
    await tx.outbox.add(at, { type: 'callback.changed', id: callbackId });
  });
}

/** What a person was told, unread first. */
export function readNotices(office: Office, userId: number): Promise<Notices> {
  return office.transact(async (tx) => ({
    rows: await tx.notices.latest(userId, listed),
    unread: await tx.notices.unread(userId),
  }));
}

/** A person has read these of their notices, or all. Answers how many are left unread. */
export function markNoticesRead(office: Office, userId: number, ids: readonly number[] | null): Promise<number> {
  return office.transact(async (tx) => {
    await tx.notices.read(userId, ids, office.now());
    return tx.notices.unread(userId);
  });
}
