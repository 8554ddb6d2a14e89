import type { LineRef } from '../../schema/contracts/common.ts';
import type { MatchIndex } from '../domain/contact/match-index.ts';
import type { ContactStore } from '../store/contacts.ts';
import type { DeskMemoryStore, OpenDebt, PresenceRules } from '../store/desk-memory.ts';
import type { Known, MatchStore } from '../store/matches.ts';
import type { SiteStore } from '../store/site.ts';
import { createContactShelf } from './contact-shelf.ts';

interface Reads {
  readonly memory: DeskMemoryStore;
  readonly matches: MatchStore;
  readonly contacts: ContactStore;
  readonly site: SiteStore;
}

/** What cards are made of, in memory: a ringing phone never waits for the database. */
export interface DeskMemory {
  /** Reads everything anew. */
  load(): Promise<void>;
  refreshContact(id: number): Promise<void>;
  /** These people were talked with: their numbers are as they were. */
  refreshTalks(contactIds: readonly number[]): Promise<void>;
  refreshDebts(ids: readonly number[]): Promise<void>;
  refreshPeople(): Promise<void>;
  choose(e164: string, userId: number, contactId: number): void;
  ownerOf(device: string): number | null;
  /** An extension's person, or null. */
  userAt(extension: string): number | null;
  nameOf(userId: number): string;
  readonly people: ReadonlyMap<number, string>;
  /** Whether a phone answers when asked by NOTIFY; null until it was tried. */
  answersByNotify(device: string): boolean | null;
  devicesOf(userId: number): readonly { readonly device: string; readonly extension: string }[];
  /** Queues this person may serve. */
  queuesOf(userId: number): readonly { readonly name: string; readonly label: string }[];
  readonly presenceRules: PresenceRules;
  line(key: string): LineRef | null;
  known(contactId: number): Known | undefined;
  chosen(e164: string, userId: number): number | null;
  /** The open item of a number: the most urgent when there are several. */
  debtOf(e164: string): OpenDebt | null;
}

/** Contacts are read in slices of this many. */
const SLICE = 2_000;

export function createDeskMemory(
  read: <T>(work: (reads: Reads) => Promise<T>) => Promise<T>,
  index: MatchIndex,
): DeskMemory {
  let known = createContactShelf();
  const choices = new Map<string, number>();
  const debts = new Map<number, OpenDebt>();
  const debtsByNumber = new Map<string, Set<number>>();
  let people = new Map<number, string>();
  let owners = new Map<string, number>();
  let extensions = new Map<string, number>();
  let devices = new Map<number, { device: string; extension: string }[]>();
  let obedient = new Map<string, boolean>();
  let lines = new Map<string, LineRef>();
  let queues = new Map<number, { name: string; label: string }[]>();
  let presenceRules: PresenceRules = { wrapUpMs: 0, unansweredLimit: 0 };

  const choiceKey = (e164: string, userId: number) => `${e164} ${userId}`;

  function forgetDebt(id: number): void {
    const before = debts.get(id);
    if (!before) return;
    debts.delete(id);
    debtsByNumber.get(before.number)?.delete(id);
    if (debtsByNumber.get(before.number)?.size === 0) debtsByNumber.delete(before.number);
  }

  function keepDebt(debt: OpenDebt): void {
    forgetDebt(debt.id);
    debts.set(debt.id, debt);
    const ids = debtsByNumber.get(debt.number) ?? new Set();
    debtsByNumber.set(debt.number, ids.add(debt.id));
  }

  async function readPeople({ memory, site }: Reads): Promise<void> {
    const [refs, phones, lineRows] = [await memory.people(), await memory.phones(), await site.lines()];
    people = new Map(refs.map(({ id, name }) => [id, name]));
    owners = new Map();
    extensions = new Map();
    devices = new Map();
    obedient = new Map();
    for (const { device, extension, userId, answersByNotify } of phones) {
      if (answersByNotify !== null) obedient.set(device, answersByNotify);
      if (userId === null) continue;
      owners.set(device, userId);
      extensions.set(extension, userId);
      devices.set(userId, [...(devices.get(userId) ?? []), { device, extension }]);
    }
    queues = new Map();
    for (const { userId, name, label } of await memory.queues())
      queues.set(userId, [...(queues.get(userId) ?? []), { name, label }]);
    presenceRules = await memory.presenceRules();
    lines = new Map(lineRows.map(({ id, key, name }) => [key, { id, key, name }]));
  }

  async function readContacts({ matches, contacts }: Reads): Promise<void> {
    index.load((await contacts.pairs()).map(({ e164, contactId }) => [e164, contactId] as const));
    const fresh = createContactShelf();
    for (let last = 0, found = await matches.knownAfter(last, SLICE); found.length > 0; ) {
      for (const one of found) fresh.put(one);
      last = found.at(-1)?.contact.id ?? last;
      found = await matches.knownAfter(last, SLICE);
    }
    known = fresh;
  }

  return {
    load: () =>
      read(async (reads) => {
        await readPeople(reads);
        await readContacts(reads);
        choices.clear();
        for (const { e164, userId, contactId } of await reads.memory.choices())
          choices.set(choiceKey(e164, userId), contactId);
        debts.clear();
        debtsByNumber.clear();
        for (const debt of await reads.memory.openDebts()) keepDebt(debt);
      }),
    refreshContact: (id) =>
      read(async ({ matches, contacts }) => {
        const [found] = await matches.known([id]);
        if (found) known.put(found);
        else known.remove(id);
        // After a merge the choices of the one given up are the other's.
        for (const [choice, chosen] of choices) if (chosen === id) choices.delete(choice);
        for (const { e164, userId } of await matches.choicesOf(id)) choices.set(choiceKey(e164, userId), id);
        index.set(id, found ? (await contacts.phones(id)).map(({ e164 }) => e164) : []);
      }),
    async refreshTalks(contactIds) {
      if (contactIds.length === 0) return;
      const fresh = await read(({ matches }) => matches.known(contactIds));
      for (const found of fresh) if (known.has(found.contact.id)) known.put(found);
    },
    async refreshDebts(ids) {
      const open = await read(({ memory }) => memory.openDebtsAmong(ids));
      for (const id of ids) forgetDebt(id);
      for (const debt of open) keepDebt(debt);
    },
    refreshPeople: () => read(readPeople),
    choose: (e164, userId, contactId) => void choices.set(choiceKey(e164, userId), contactId),
    ownerOf: (device) => owners.get(device) ?? null,
    userAt: (extension) => extensions.get(extension) ?? null,
    nameOf: (userId) => people.get(userId) ?? '',
    get people() {
      return people;
    },
    answersByNotify: (device) => obedient.get(device) ?? null,
    devicesOf: (userId) => devices.get(userId) ?? [],
    queuesOf: (userId) => queues.get(userId) ?? [],
    get presenceRules() {
      return presenceRules;
    },
    line: (key) => lines.get(key) ?? null,
    known: (contactId) => known.get(contactId),
    chosen: (e164, userId) => choices.get(choiceKey(e164, userId)) ?? null,
    debtOf(e164) {
      const open = [...(debtsByNumber.get(e164) ?? [])].flatMap((id) => debts.get(id) ?? []);
      return open.sort((a, b) => a.dueAt - b.dueAt)[0] ?? null;
    },
  };
}
