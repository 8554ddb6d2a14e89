import { type Callback, isLive } from '../domain/callback/callback.ts';
import { born } from '../domain/callback/transition.ts';
import type { Pending } from './call-batch-write.ts';
import { type Stepped, toldOf } from './callback-step.ts';
import type { CallbackStore } from './callbacks.ts';
import { eventRow, openedRow } from './callbacks-events.ts';

/** What of the ledger a batch holds in memory. */
interface Held {
  readonly items: readonly Callback[];
  /** Numbers and contacts all of whose live items are held. */
  readonly numbers: ReadonlySet<string>;
  readonly contacts: ReadonlySet<number>;
  /** Row numbers for new items. */
  readonly ids: readonly number[];
}

/** The live items of a batch's customers: read and locked once, changed in memory, written together. */
export interface BatchItems {
  /** The ledger as the rules see it: what a batch does to it is seen by its later calls. */
  readonly store: CallbackStore;
  /** The item that covers a call; undefined when the batch did not cover it. */
  coverOf(callId: number): number | undefined;
  /** The steps since the last time of asking, by item. */
  takeSteps(): Stepped[];
}

/** `real` is asked, once all is written, for what was not loaded. */
export function batchItems(
  real: CallbackStore,
  held: Held,
  pending: () => Pending,
  flush: () => Promise<void>,
): BatchItems {
  const items = new Map(held.items.map((item) => [item.id, item]));
  const numbers = new Set(held.numbers);
  const contacts = new Set(held.contacts);
  const ids = [...held.ids].reverse();
  /** Items that were stepped, as the database has them. */
  const moved = new Map<number, Callback>();
  const covers = new Map<number, number>();

  /** Whom the items are about: most calls concern nobody who is owed one. */
  const owed = new Set(held.items.map(({ number }) => number));
  const owedContacts = new Set(held.items.map(({ contactId }) => contactId));
  function add(item: Callback): void {
    items.set(item.id, item);
    owed.add(item.number);
    owedContacts.add(item.contactId);
  }

  const liveOnes = (wanted: (item: Callback) => boolean): Callback[] =>
    [...items.values()].filter((item) => isLive(item) && wanted(item)).sort((a, b) => a.id - b.id);

  async function hold(id: number): Promise<Callback | undefined> {
    const here = items.get(id);
    if (here) return here;
    const found = await real.hold(id);
    if (found) add(found);
    return found;
  }

  async function holdLiveFor(about: readonly string[], contactId: number | null, id: number | null) {
    const all = about.every((number) => numbers.has(number)) && (contactId === null || contacts.has(contactId));
    if (!all) {
      await flush();
      for (const item of await real.holdLiveFor(about, contactId, null)) add(item);
      for (const number of about) numbers.add(number);
      if (contactId !== null) contacts.add(contactId);
    }
    if (id !== null) await hold(id);
    else if (!about.some((number) => owed.has(number)) && (contactId === null || !owedContacts.has(contactId)))
      return [];
    return liveOnes(
      (item) =>
        item.id === id ||
        (item.number !== null && about.includes(item.number)) ||
        (contactId !== null && item.contactId === contactId),
    );
  }

  function hadKey(key: string): boolean {
    return [...moved.values()].some((item) => item.key === key);
  }

  const store: CallbackStore = {
    ...real,
    hold,
    find: async (id) => items.get(id) ?? real.find(id),
    holdLiveOf: async (key) => liveOnes((item) => item.key === key)[0],
    holdLiveFor,
    async open(item, actorId, asked = null) {
      // The item that had the key before must be settled in the database first.
      if (item.key !== null && hadKey(item.key)) await flush();
      const id = ids.pop();
      if (id === undefined) throw new Error('No row number is left for a new callback');
      const row: Callback = Object.assign(born(item), { id });
      add(row);
      pending().items.push(row);
      pending().events.push(openedRow(row, actorId, asked));
      return row;
    },
    async cover(callbackId, callId, at) {
      covers.set(callId, callbackId);
      pending().covers.push({ callId, callbackId, at });
    },
    async latestMissOf(id) {
      await flush();
      return real.latestMissOf(id);
    },
    async step(before, after, event) {
      const now = items.get(before.id);
      if (now?.state !== before.state || now.fence !== before.fence) return false;
      if (!moved.has(before.id)) moved.set(before.id, now);
      items.set(before.id, after);
      pending().events.push(eventRow(before.id, event));
      pending().facts.push(toldOf(before.id, event));
      return true;
    },
  };
  return {
    store,
    coverOf: (callId) => covers.get(callId),
    takeSteps() {
      const steps = [...moved].flatMap(([id, before]) => {
        const after = items.get(id);
        return after ? [{ before, after }] : [];
      });
      moved.clear();
      return steps;
    },
  };
}
