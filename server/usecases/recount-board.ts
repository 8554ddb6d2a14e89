import type { Office } from './office.ts';

/**
 * Counts every item anew for the board and answers how many of the kept counts were wrong. Whoever changes an item waits
 * until it is done; a figure that somebody changed past the triggers would else stay wrong for good.
 */
export function recountBoard(office: Pick<Office, 'transact'>): Promise<number> {
  return office.transact((tx) => tx.callbackCounts.recount());
}
