import { keyOfNumber, NumberTable } from './number-table.ts';

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

/** The same, telling what it takes. */
export interface MeasuredIndex extends MatchIndex {
  readonly bytes: number;
}

const LARGEST = 2_147_483_647;

/**
 * An index in memory, so that a ringing phone never waits for the database. A number's value in the table is its
 * contact, or, below zero, the place of a list: of several people, or of one whose row number is too large for a slot.
 */
export function createMatchIndex(): MeasuredIndex {
  let table = new NumberTable();
  let lists: (readonly ContactId[])[] = [nobody];
  let free: number[] = [];
  /** Contacts that have ever had a number, roughly: who is not in it need not be looked for. */
  let met = new Uint8Array(1024);

  const peopleAt = (value: number): readonly ContactId[] => {
    if (value === 0) return nobody;
    return value > 0 ? [value] : (lists[-value] ?? nobody);
  };

  function keep(key: number, before: number, people: readonly ContactId[]): void {
    const [first, ...others] = people;
    if (first === undefined || (others.length === 0 && first > 0 && first <= LARGEST)) {
      table.set(key, first ?? 0);
      if (before < 0) free.push(-before);
    } else {
      const place = before < 0 ? -before : (free.pop() ?? lists.length);
      lists[place] = people;
      if (before >= 0) table.set(key, -place);
    }
  }

  function meet(contactId: ContactId): void {
    const bit = contactId % (met.length * 8);
    met[bit >>> 3] = (met[bit >>> 3] ?? 0) | (1 << (bit & 7));
  }

  function add(e164: string, contactId: ContactId): void {
    const key = keyOfNumber(e164);
    if (key === 0) return;
    const before = table.get(key);
    const people = peopleAt(before);
    if (!people.includes(contactId)) keep(key, before, [...people, contactId]);
    meet(contactId);
  }

  function forget(contactId: ContactId): void {
    const bit = contactId % (met.length * 8);
    if (((met[bit >>> 3] ?? 0) & (1 << (bit & 7))) === 0) return;
    // All slots are looked at (a few milliseconds of a million): a second table by contact would double the memory.
    for (const key of table.keysWith((value) => value === contactId || (value < 0 && holds(value, contactId)))) {
      const before = table.get(key);
      keep(
        key,
        before,
        peopleAt(before).filter((id) => id !== contactId),
      );
    }
  }

  const holds = (value: number, contactId: ContactId) => peopleAt(value).includes(contactId);

  return {
    lookup: (e164) => peopleAt(table.get(keyOfNumber(e164))),
    set(contactId, numbers) {
      forget(contactId);
      for (const e164 of numbers) add(e164, contactId);
    },
    load(pairs) {
      table = new NumberTable();
      lists = [nobody];
      free = [];
      met = new Uint8Array(1024);
      const contacts = new Set<number>();
      for (const [e164, contactId] of pairs) {
        add(e164, contactId);
        contacts.add(contactId);
      }
      table.fit();
      met = new Uint8Array(Math.max(1024, contacts.size));
      for (const contactId of contacts) meet(contactId);
    },
    get numbers() {
      return table.size;
    },
    get bytes() {
      return table.bytes + met.byteLength + lists.length * 24;
    },
  };
}
