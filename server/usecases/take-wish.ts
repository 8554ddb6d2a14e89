import { dueAt } from '../domain/callback/policy.ts';
import { mayDial } from '../domain/number/may-dial.ts';
import { hashToken } from '../platform/ids.ts';
import type { Asked } from '../store/callbacks-events.ts';
import type { Deps } from './deps.ts';
import type { Office, OfficeTx } from './office.ts';
import { openRequest } from './open-callback.ts';
import { Refusal } from './refusal.ts';
import { takeStep } from './take-step.ts';

/** A customer wishes to be called, told by somebody who is not signed in. */
export interface Wish {
  readonly number: string;
  readonly name?: string | undefined;
  readonly lineKey?: string | undefined;
  readonly when?: number | undefined;
  readonly note?: string | undefined;
}

/** Who tells it; with a key the same wish told twice is one. */
export interface Asker {
  readonly asked: Asked;
  readonly once?: { readonly tokenId: number; readonly key: string } | undefined;
}

interface Taken {
  readonly id: number;
  /** False: the number's live wish on that line was joined. */
  readonly opened: boolean;
}

/** So much may a clock be behind ours. */
const slackMs = 60_000;
const farthestMs = 366 * 24 * 60 * 60_000;
const sameBreathMs = 10 * 60_000;
const keptMs = 7 * 24 * 60 * 60_000;

/** Writes down the wish: opens an item, or joins the live one of the same number and line. */
export function takeWish(house: Office & Deps, wish: Wish, { asked, once }: Asker): Promise<Taken> {
  const askedHash = hashToken(JSON.stringify(wish));
  return house.transact(async (tx) => {
    const at = house.now();
    if (wish.when !== undefined && (wish.when < at - slackMs || wish.when > at + farthestMs)) {
      throw new Refusal('bad-request', 'when');
    }
    if (once) {
      await tx.callbacks.serialise([`${once.tokenId} ${once.key}`]);
      const before = await tx.requestKeys.find(once.tokenId, once.key);
      if (before && before.askedHash !== askedHash) throw new Refusal('conflict', 'Idempotency-Key');
      if (before) return { id: before.callbackId, opened: before.opened };
    }
    const taken = await write(house, tx, wish, asked, at);
    if (once) {
      await tx.requestKeys.forget(at - keptMs);
      const { id: callbackId, opened } = taken;
      await tx.requestKeys.add({ ...once, askedHash, callbackId, opened, createdAt: at });
    }
    return taken;
  });
}

async function write(house: Deps, tx: OfficeTx, wish: Wish, asked: Asked, at: number): Promise<Taken> {
  const site = await tx.site.get();
  if (!site) throw new Refusal('conflict');
  const line = wish.lineKey === undefined ? undefined : await tx.site.lineByKey(wish.lineKey);
  if (wish.lineKey !== undefined && !line) throw new Refusal('not-found', 'lineKey');
  const { country, areaCode } = line ?? site;
  const judged = mayDial(wish.number, {
    country,
    areaCode,
    dialCountries: site.dialCountries,
    isExtension: () => false,
  });
  if (!judged.ok) throw new Refusal(judged.why, 'number');
  const { number } = judged;
  const lineId = line?.id ?? null;
  await tx.callbacks.serialise([number]);
  const due = wish.when ?? dueAt(at, lineId === null ? null : await tx.calendars.promiseOf(lineId));
  const live = await tx.callbacks.holdWish(number, lineId);
  if (live) {
    // Said again a moment later without a new time: nothing to write down.
    if (wish.when === undefined && at - live.latestMissAt < sameBreathMs) return { id: live.id, opened: false };
    const dueAt = wish.when ?? Math.min(live.dueAt, due);
    const { via, asker = null } = asked;
    await takeStep(tx, live, {
      type: 'asked_again',
      at,
      dueAt,
      via,
      asker,
      workableAt: wish.when === undefined ? at : null,
    });
    return { id: live.id, opened: false };
  }
  const item = await openRequest(house, tx, {
    siteId: site.id,
    country,
    origin: 'requested',
    number,
    contactId: null,
    lineId,
    dueAt: due,
    soon: wish.when === undefined,
    note: [wish.name, wish.note].filter(Boolean).join(': ') || null,
    ownerId: null,
    byId: null,
    asked,
  });
  return { id: item.id, opened: true };
}
