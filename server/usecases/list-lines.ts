import type { Office } from './office.ts';

/** The numbers customers dial. */
export function listLines(office: Office) {
  return office.transact((tx) => tx.site.lines());
}
