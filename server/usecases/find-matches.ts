import type { Match } from '../../schema/contracts/live.ts';
import { rankMatches } from '../domain/contact/rank-matches.ts';
import type { Office } from './office.ts';

/** How many people behind one number a card can show. */
const atMost = 20;

/**
 * Everyone behind a number, best match first, with the reason for each, as the card of this agent shows them. Who they
 * are comes from the index in memory; what is told of them is read.
 */
export function findMatches(office: Office, e164: string, agentId: number | null): Promise<Match[]> {
  const ids = office.matchIndex.lookup(e164).slice(0, atMost);
  if (ids.length === 0) return Promise.resolve([]);
  return office.transact(async (tx) => {
    const known = await tx.matches.known(ids);
    const chosen = agentId === null || known.length < 2 ? null : await tx.matches.chosen(e164, agentId);
    const candidates = known.map(({ contact, owner, lastTalkAt }) => ({
      contactId: contact.id,
      ownerId: owner?.id ?? null,
      lastTalkAt,
    }));
    return rankMatches(candidates, agentId, chosen).flatMap(({ contactId, reason }) => {
      const match = known.find(({ contact }) => contact.id === contactId);
      return match ? [{ ...match, reason }] : [];
    });
  });
}

/** Fills the index with every number we know, at the start. */
export async function loadMatchIndex(office: Office): Promise<void> {
  const pairs = await office.transact((tx) => tx.contacts.pairs());
  office.matchIndex.load(pairs.map(({ e164, contactId }) => [e164, contactId] as const));
}

/** Brings one contact's numbers in the index up to date, after a change made elsewhere. */
export async function refreshMatchIndex(office: Office, contactId: number): Promise<void> {
  const phones = await office.transact((tx) => tx.contacts.phones(contactId));
  office.matchIndex.set(
    contactId,
    phones.map((phone) => phone.e164),
  );
}
