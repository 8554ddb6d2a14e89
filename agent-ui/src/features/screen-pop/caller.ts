import type { LiveCard, Match } from '../../../../schema/contracts/live.ts';

export interface Caller {
  /** A name we know; null when the number itself is the title. */
  readonly name: string | null;
  readonly number: string | null;
  readonly organisation: string | null;
  /** The best match; it leads the list of several. */
  readonly match: Match | null;
  readonly several: readonly Match[];
}

/** Who is on the other side, as far as the card knows. */
export function callerOf(card: LiveCard): Caller {
  const match = card.matches[0] ?? null;
  return {
    name: match?.contact.name ?? card.colleague,
    number: card.withheld ? null : (card.number ?? card.rawNumber),
    organisation: match?.contact.organisation ?? null,
    match,
    several: card.matches.length > 1 ? card.matches : [],
  };
}

/** The page of the other side; null for a colleague, who has none. */
export function pageOfCard(card: LiveCard): string | null {
  const match = card.matches[0];
  if (match) return `/people/${match.contact.id}`;
  if (card.direction === 'internal') return null;
  return card.number === null ? '/people/withheld' : `/people/number/${encodeURIComponent(card.number)}`;
}
