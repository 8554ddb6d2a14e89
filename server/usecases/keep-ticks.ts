import type { Office } from './office.ts';

/** The call stands in the log now: what was ticked during it is kept with it. */
export function keepTicks(office: Office, callId: number, userId: number, items: readonly string[]): Promise<void> {
  return office.transact((tx) => tx.callDetails.tick(callId, userId, items, office.now()));
}
