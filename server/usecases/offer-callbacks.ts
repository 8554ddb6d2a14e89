import type { CallbackView } from '../../schema/contracts/callbacks.ts';
import { isOpen } from '../domain/calendar/opening.ts';
import { startOfDay } from '../domain/calendar/start-of-day.ts';
import { decideClaim, decideRelease, whyNotHeld } from '../domain/callback/claim.ts';
import { isQuiet } from '../domain/callback/may-call.ts';
import { chooseOffers } from '../domain/callback/router.ts';
import type { Moment, Offer } from '../store/offers.ts';
import type { Deps } from './deps.ts';
import type { Office, OfficeTx } from './office.ts';
import { Refusal } from './refusal.ts';
import { allowed, fulfil, holdItem } from './take-step.ts';

/** How long an agent has to say yes. */
export const offerMs = 20_000;

/** Who could take a call now. */
export interface Desk {
  readonly ready: readonly { readonly id: number; readonly since: number }[];
  readonly signedIn: ReadonlySet<number>;
}

/**
 * Offers what may be worked now to agents who are free: a claim made for them, theirs for twenty seconds. Offers nobody has answered
 * end first. In quiet hours nothing is offered. Answers how many offers were made.
 */
export function offerCallbacks(house: Office & Deps, desk: Desk): Promise<number> {
  return house.transact(async (tx) => {
    const at = house.now();
    await tx.offers.timeOut(at);
    const moment = await momentOf(tx, at);
    if (!moment.handsOut) return 0;
    const { quiet, timeZone } = await tx.callRules.of('');
    if (desk.ready.length === 0 || (quiet !== null && isQuiet(at, quiet, timeZone))) return 0;
    const free = await tx.offers.free(
      desk.ready.map(({ id }) => id),
      startOfDay(at, timeZone),
    );
    const agents = desk.ready.flatMap(({ id, since }) => {
      const taken = free.get(id);
      return taken === undefined ? [] : [{ id, readySince: since, taken }];
    });
    if (agents.length === 0) return 0;
    const items = await tx.offers.holdWaiting(moment, 200);
    const offers = chooseOffers(items, agents, desk.signedIn, at);
    for (const { callbackId, userId } of offers) await reserve(tx, callbackId, userId, at);
    return offers.length;
  });
}

/** The instant with the lines that hand out and are closed at it; `handsOut` is false when no line hands out at all. */
export async function momentOf(tx: OfficeTx, at: number): Promise<Moment & { readonly handsOut: boolean }> {
  const lines = await tx.offers.handingOut();
  return {
    at,
    handsOut: lines.length > 0,
    closed: lines.flatMap(({ id, hours }) => (hours === null || isOpen(hours, at) ? [] : [id])),
  };
}

async function reserve(tx: OfficeTx, callbackId: number, userId: number, at: number): Promise<void> {
  const decision = decideClaim(await holdItem(tx, callbackId), userId, at, offerMs);
  if ('renewUntil' in decision) return;
  const { fence } = await fulfil(tx, await holdItem(tx, callbackId), decision);
  await tx.offers.add({ callbackId, fence, userId, offeredAt: at, untilAt: at + offerMs });
}

/** The item that waits for this person's yes, and until when; null when none does. */
export function myOffer(
  office: Office,
  userId: number,
): Promise<{ readonly id: number; readonly untilAt: number; readonly callback: CallbackView } | null> {
  return office.transact(async (tx) => {
    const offer = await tx.offers.standing(userId);
    if (!offer || offer.untilAt <= office.now()) return null;
    const [callback] = await tx.callbackViews.byIds([offer.callbackId]);
    return callback ? { id: offer.id, untilAt: offer.untilAt, callback } : null;
  });
}

/** Yes: the claim is theirs from now on. Answers what is needed to dial. */
export function acceptOffer(house: Office & Deps, userId: number, id: number) {
  return house.transact(async (tx) => {
    const at = house.now();
    const offer = await mine(tx, userId, id, at);
    const item = await holdItem(tx, offer.callbackId);
    const no = whyNotHeld(item, userId, offer.fence);
    if (no) throw new Refusal(no.refused);
    if (!(await tx.callbacks.renew(item.id, userId, offer.fence, at, at + house.policy.leaseMs)))
      throw new Refusal('stale-fence');
    await tx.offers.answer(id, 'accepted', at);
    return { callbackId: item.id, fence: offer.fence };
  });
}

/** No: the item goes to the next; not an attempt. */
export function declineOffer(house: Office & Deps, userId: number, id: number): Promise<void> {
  return house.transact(async (tx) => {
    const at = house.now();
    const offer = await mine(tx, userId, id, at);
    const item = await holdItem(tx, offer.callbackId);
    await fulfil(tx, item, allowed(decideRelease(item, userId, offer.fence, at)));
    await tx.offers.answer(id, 'declined', at);
  });
}

async function mine(tx: OfficeTx, userId: number, id: number, at: number): Promise<Offer> {
  const offer = await tx.offers.hold(id);
  if (!offer || offer.userId !== userId) throw new Refusal('not-found');
  if (offer.answer !== null || offer.untilAt <= at) throw new Refusal('stale-fence');
  return offer;
}
