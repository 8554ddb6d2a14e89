import { isLive } from '../domain/callback/callback.ts';
import type { Attempt } from '../store/attempts.ts';
import type { Deps, Tx } from './deps.ts';
import { Refusal } from './refusal.ts';
import { holdItem, mustHold, takeStep } from './take-step.ts';

export interface CallToPlace {
  readonly userId: number;
  readonly deviceId: number;
  /** Already normalised and allowed by the destination policy; an item's own number is taken instead. */
  readonly number: string | null;
  readonly contactId: number | null;
  readonly callback: { readonly id: number; readonly fence: number } | null;
}

/**
 * Writes that we are about to place a call, before anything is sent to the PBX. The id becomes the new channel's id;
 * after `notAfter` the PBX must refuse it. Nobody is called by two of us at once: the number's lock sees to it.
 */
export function startAttempt(deps: Deps, call: CallToPlace): Promise<Attempt> {
  return deps.transact(async (tx) => {
    const number = await numberToCall(tx, call);
    await tx.callbacks.serialise([number, `user ${call.userId}`]);
    const device = await tx.devices.byId(call.deviceId);
    if (!device || device.userId !== call.userId) throw new Refusal('foreign-device');
    const at = deps.now();
    if (await tx.attempts.openTo(number)) throw new Refusal('already-calling');
    if (await tx.attempts.startingBy(call.userId, at)) throw new Refusal('device-busy');
    const id = `rb-${deps.newId()}`;
    const { userId, deviceId, contactId, callback } = call;
    const base = { id, userId, deviceId, number, createdAt: at, notAfter: at + deps.policy.attemptWithinMs };
    if (!callback) {
      const attempt = await tx.attempts.add({ ...base, contactId, callbackId: null, fence: null });
      await tx.outbox.add(at, { type: 'attempt.changed', id });
      return attempt;
    }
    const item = await holdItem(tx, callback.id);
    if (!isLive(item)) throw new Refusal('already-settled');
    if (item.state === 'needs_human' || item.number !== number) throw new Refusal('not-callable');
    mustHold(item, userId, callback.fence);
    if (item.state === 'dialing') throw new Refusal('already-calling');
    // A lease that has run out is no claim, even if nobody has taken the item since.
    if (item.leaseUntil === null || item.leaseUntil <= at) throw new Refusal('stale-fence');
    const owed = { callbackId: item.id, fence: item.fence, contactId: contactId ?? item.contactId };
    const attempt = await tx.attempts.add({ ...base, ...owed });
    await takeStep(tx, item, { type: 'dialed', at, by: userId, attemptId: id });
    await tx.outbox.add(at, { type: 'attempt.changed', id });
    return attempt;
  });
}

async function numberToCall(tx: Tx, { number, callback }: CallToPlace): Promise<string> {
  const found = callback ? (await tx.callbacks.find(callback.id))?.number : number;
  if (found) return found;
  throw new Refusal(callback ? 'not-callable' : 'bad-number');
}
