import { decideAttempt } from '../domain/callback/attempt.ts';
import { whyNotNow } from '../domain/callback/may-call.ts';
import type { Attempt } from '../store/attempts.ts';
import type { Deps, Tx } from './deps.ts';
import { Refusal } from './refusal.ts';
import { allowed, holdItem, takeStep } from './take-step.ts';

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
    const { userId, deviceId, contactId, callback } = call;
    const numberIsCalled = (await tx.attempts.openTo(number)) !== undefined;
    // Who is kept for a customer has a call that is about to come.
    const isStarting = (await tx.attempts.startingBy(userId, at)) !== undefined || (await tx.keptAgents.isKept(userId));
    const item = callback === null ? null : await holdItem(tx, callback.id);
    const id = newAttemptId(deps);
    const held = item === null || callback === null ? null : { item, fence: callback.fence };
    const wish = { attemptId: id, by: userId, number, at, callback: held, numberIsCalled, isStarting };
    // A colleague's extension has no plus sign: the rules are about customers.
    const no = number.startsWith('+') ? whyNotNow({ at, item }, await tx.callRules.of(number)) : null;
    if (no) throw new Refusal(no);
    const { notAfter, step } = allowed(decideAttempt(wish, deps.policy));
    const owed =
      item === null
        ? { contactId, callbackId: null, fence: null }
        : { contactId: contactId ?? item.contactId, callbackId: item.id, fence: item.fence };
    const attempt = await tx.attempts.add({
      id,
      userId,
      deviceId,
      number,
      createdAt: at,
      notAfter,
      dialOrder: 'agent_first',
      ...owed,
    });
    if (item !== null && step !== null) {
      await takeStep(tx, item, step);
      // Whoever calls what is offered to them has said yes.
      await tx.offers.accept(item.id, item.fence, at);
    }
    await tx.outbox.add(at, { type: 'attempt.changed', id });
    return attempt;
  });
}

/** FreePBX's CEL and CDR have 32 places for it, and cut off what is more. */
export function newAttemptId({ newId }: Pick<Deps, 'newId'>): string {
  return `rb-${newId().replaceAll('-', '').slice(0, 29)}`;
}

async function numberToCall(tx: Tx, { number, callback }: CallToPlace): Promise<string> {
  const found = callback ? (await tx.callbacks.find(callback.id))?.number : number;
  if (found) return found;
  throw new Refusal(callback ? 'not-callable' : 'bad-number');
}
