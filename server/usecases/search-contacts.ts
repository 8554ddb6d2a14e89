import type { Office } from './office.ts';
import { readWanted } from './wanted.ts';

interface Search {
  readonly q?: string | undefined;
  readonly organisation?: number | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Contacts by name, by company, or by number in any spelling. */
export function searchContacts(office: Office, { q, organisation, cursor, limit }: Search) {
  return office.transact(async (tx) =>
    tx.contactViews.page({ wanted: await readWanted(tx, q), organisation, cursor, limit }),
  );
}

/** Companies, with how many people we know there. */
export function searchOrganisations(office: Office, q: string | undefined) {
  return office.transact((tx) => tx.contactViews.organisations(q?.trim()));
}
