import type { BlindWindow } from '../../schema/contracts/live.ts';
import type { Office } from './office.ts';

/** How many windows a screen is told of; more than these only an admin's Health page counts. */
const most = 50;

/** The stretches in which calls may be missing, the latest first: every board shows them in red. */
export function listBlindWindows(office: Office): Promise<BlindWindow[]> {
  return office.transact((tx) => tx.blindWindows.open(most));
}
