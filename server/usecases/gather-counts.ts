import type { Office } from './office.ts';

/** Puts together what many changes have left of the board's counts, so that reading them stays short. */
export function gatherCounts(office: Pick<Office, 'transact'>): Promise<void> {
  return office.transact((tx) => tx.callbackCounts.gather());
}
