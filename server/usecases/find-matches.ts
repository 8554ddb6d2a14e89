import type { Match } from '../../schema/contracts/live.ts';
import { rankMatches } from '../domain/contact/rank-matches.ts';
import type { Desk } from './desk.ts';

/** How many people behind one number a card can show. */
const atMost = 20;

/**
 * Everyone behind a number, best match first, with the reason for each, as the card of this agent shows them. Who they
 * are comes from the index in memory; what is told of them is read.
 */
export function findMatches(desk: Desk, e164: string, agentId: number | null): Promise<Match[]> {
  const ids = desk.matchIndex.lookup(e164).slice(0, atMost);
  if (ids.length === 0) return Promise.resolve([]);
  return desk.transact(async (tx) => {
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
export async function loadMatchIndex(desk: Desk): Promise<void> {
  const pairs = await desk.transact((tx) => tx.contacts.pairs());
  desk.matchIndex.load(pairs.map(({ e164, contactId }) => [e164, contactId] as const));
}

/** Brings one contact's numbers in the index up to date, after a change made elsewhere. */
export async function refreshMatchIndex(desk: Desk, contactId: number): Promise<void> {
  const phones = await desk.transact((tx) => tx.contacts.phones(contactId));
  desk.matchIndex.set(
    contactId,
    phones.map((phone) => phone.e164),
  );
}
