/** Which rule gave an item to a person. `queue` gives it to nobody: whoever is free takes it. */
export type OwnerRule = 'escalation' | 'contact_owner' | 'last_talk' | 'favourite' | 'queue';

/** People an item may belong to, as far as they still work here. */
export interface Candidates {
  /** Whom the last step of the escalation ladder reached. */
  readonly escalatedTo: number | null;
  readonly contactOwner: number | null;
  readonly lastTalker: number | null;
  readonly favourite: number | null;
}

/** Whose an item is, and by which rule: the first that names somebody. */
export function assign({ escalatedTo, contactOwner, lastTalker, favourite }: Candidates): {
  readonly ownerId: number | null;
  readonly ownerRule: OwnerRule | null;
} {
  if (escalatedTo !== null) return { ownerId: escalatedTo, ownerRule: 'escalation' };
  if (contactOwner !== null) return { ownerId: contactOwner, ownerRule: 'contact_owner' };
  if (lastTalker !== null) return { ownerId: lastTalker, ownerRule: 'last_talk' };
  if (favourite !== null) return { ownerId: favourite, ownerRule: 'favourite' };
  return { ownerId: null, ownerRule: 'queue' };
}
