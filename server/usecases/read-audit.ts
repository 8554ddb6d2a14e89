import type { Office } from './office.ts';

/** Who did what to what, newest first. */
export function readAudit(office: Office, cursor: string | undefined, limit: number) {
  return office.transact((tx) => tx.audit.page(cursor, limit));
}
