/** Row number of a contact. */
export type ContactId = number;

const nobody: readonly ContactId[] = Object.freeze([]);

/** Finds the people behind a number. Exact on E.164; nothing that is not E.164 ever matches. */
export interface MatchIndex {
  lookup(e164: string): readonly ContactId[];
  /** Replaces all numbers of one contact; an empty list forgets it. */
  set(contactId: ContactId, numbers: readonly string[]): void;
  /** Replaces everything, for the load at the start. */
  load(pairs: Iterable<readonly [e164: string, contactId: ContactId]>): void;
  readonly numbers: number;
}

/** An index in memory, so that a ringing phone never waits for the database. */
export function createMatchIndex(): MatchIndex {
  let byNumber = new Map<string, readonly ContactId[]>();
  let byContact = new Map<ContactId, readonly string[]>();

  function add(e164: string, contactId: ContactId): void {
    const before = byNumber.get(e164) ?? nobody;
    if (!before.includes(contactId)) byNumber.set(e164, [...before, contactId]);
  }

  function remove(e164: string, contactId: ContactId): void {
    const rest = (byNumber.get(e164) ?? nobody).filter((id) => id !== contactId);
    if (rest.length === 0) byNumber.delete(e164);
    else byNumber.set(e164, rest);
  }

  return {
    lookup: (e164) => byNumber.get(e164) ?? nobody,
    set(contactId, numbers) {
      for (const e164 of byContact.get(contactId) ?? []) remove(e164, contactId);
      if (numbers.length === 0) byContact.delete(contactId);
      else byContact.set(contactId, [...numbers]);
      for (const e164 of numbers) add(e164, contactId);
    },
    load(pairs) {
      byNumber = new Map();
      byContact = new Map();
      for (const [e164, contactId] of pairs) {
        add(e164, contactId);
        byContact.set(contactId, [...(byContact.get(contactId) ?? []), e164]);
      }
    },
    get numbers() {
      return byNumber.size;
    },
  };
}
