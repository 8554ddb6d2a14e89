import type { ContactDetail } from '../../schema/contracts/contacts.ts';
import type { Office } from './office.ts';
import { Refusal } from './refusal.ts';

/** A contact's page: who they are, what we owe them, who else is there. One that was merged reads as whom it was merged into. */
export function readContact(office: Office, asked: number): Promise<ContactDetail> {
  return office.transact(async (tx) => {
    const id = (await tx.contacts.standing(asked)) ?? asked;
    const head = await tx.contactViews.head(id, office.now());
    if (!head) throw new Refusal('not-found');
    const openCallbacks = await tx.callbackViews.ofContact(id);
    const colleagues = head.organisationId === null ? [] : await tx.contactViews.colleagues(id, head.organisationId);
    const mergedFrom = await tx.contactMerges.mergedFrom(id);
    return { ...head, openCallbacks, colleagues, mergedFrom };
  });
}
