import type { OrganisationDetail } from '../../schema/contracts/contacts.ts';
import type { Office } from './office.ts';
import { Refusal } from './refusal.ts';

/** A company's page: who is there and what each does, and how much we owe them. */
export function readOrganisation(office: Office, id: number): Promise<OrganisationDetail> {
  return office.transact(async (tx) => {
    const found = await tx.contactViews.organisation(id);
    if (!found) throw new Refusal('not-found');
    return { ...found, people: await tx.contactViews.peopleOf(id) };
  });
}
