import type { PlanOrigin } from '../../schema/contracts/callbacks.ts';
import { normalise } from '../domain/number/normalise.ts';
import type { Deps } from './deps.ts';
import type { Actor, Office } from './office.ts';
import { requestCallback } from './open-callback.ts';
import { Refusal } from './refusal.ts';

interface Wish {
  readonly number?: string | undefined;
  readonly contactId?: number | undefined;
  readonly lineId?: number | undefined;
  readonly origin: 'requested' | PlanOrigin;
  readonly dueAt: number;
  readonly note?: string | undefined;
}

/** Someone at the desk promises a call. A plan is the asker's own; whose a wish of the customer is, the rule says. */
export async function askForCallback(house: Office & Deps, actor: Actor, wish: Wish): Promise<number> {
  const { site, number, contactId } = await house.transact(async (tx) => {
    const site = await tx.site.get();
    if (!site) throw new Refusal('conflict');
    const contactId = wish.contactId ? await tx.contacts.standing(wish.contactId) : null;
    if (contactId === undefined) throw new Refusal('not-found', 'contactId');
    if (wish.lineId && !(await tx.site.line(wish.lineId))) throw new Refusal('not-found', 'lineId');
    const number = wish.number === undefined ? null : normalise(wish.number, site);
    if (wish.number !== undefined && number === null) throw new Refusal('bad-number', 'number');
    return { site, number, contactId };
  });
  const item = await requestCallback(house, {
    siteId: site.id,
    country: site.country,
    origin: wish.origin,
    number,
    contactId,
    lineId: wish.lineId ?? null,
    dueAt: wish.dueAt,
    note: wish.note || null,
    ownerId: wish.origin === 'requested' ? null : actor.id,
    byId: actor.id,
  });
  return item.id;
}
