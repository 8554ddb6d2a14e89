import type { z } from 'zod';
import type { NewPushSubscription } from '../../schema/contracts/push.ts';
import type { Office } from './office.ts';
import { Refusal } from './refusal.ts';

/** Browsers of one person that are told; nobody has more. */
const mostBrowsers = 10;

/** Lets a signed-in browser be told of ringing calls. `mayPush` says whether its address is one that may be written to. */
export function addPushSubscription(
  office: Office,
  who: { readonly userId: number; readonly sessionHash: string },
  subscription: z.infer<typeof NewPushSubscription>,
  mayPush: (subscription: z.infer<typeof NewPushSubscription>) => boolean,
): Promise<void> {
  if (!mayPush(subscription)) throw new Refusal('bad-request', 'endpoint');
  return office.transact((tx) => tx.push.put({ ...who, ...subscription, createdAt: office.now() }, mostBrowsers));
}

/** That browser is told no more. */
export function leavePush(office: Office, userId: number, endpoint: string): Promise<void> {
  return office.transact((tx) => tx.push.leave(userId, endpoint));
}
