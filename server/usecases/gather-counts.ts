import type { Office } from './office.ts';

/** Puts together what many changes have left of the board's counts and of what its rows show, so that reading them stays short. */
export function gatherCounts(office: Pick<Office, 'transact'>): Promise<void> {
  return office.transact(async (tx) => {
    await tx.callbackCounts.gather();
    await tx.callbackViews.gather();
  });
}
