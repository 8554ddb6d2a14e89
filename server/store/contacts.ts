import { and, eq, isNull, ne, sql } from 'drizzle-orm';
import { contactPhones, contacts, organisations } from '../../schema/tables/contacts.ts';
import type { DbTx } from '../platform/db.ts';
import { rowsOf } from './sql.ts';

export type ContactLevel = 'potential' | 'prospect' | 'new' | 'active' | 'junk';

/** What may be said of a contact at once; what is absent stays as it is. */
export interface ContactFields {
  readonly name?: string;
  readonly organisationId?: number | null;
  readonly roles?: string[];
  readonly level?: ContactLevel;
  readonly vip?: boolean;
  readonly ownerId?: number | null;
  readonly callEveryDays?: number | null;
  readonly birthday?: string | null;
}

export interface PhoneEntry {
  readonly e164: string;
  readonly label: string | null;
}

/** What a saved contact drew to itself: earlier calls and their recordings. */
export interface Relinked {
  readonly calls: readonly number[];
  readonly recordings: readonly number[];
}

const found = (rows: readonly { id: number }[]) => rows.map((row) => row.id);

/** Contacts, their numbers and their companies. */
export function contactStore(tx: DbTx) {
  return {
    async add(fields: ContactFields & { readonly name: string }, at: number): Promise<number> {
      const row = { ...fields, createdAt: at, updatedAt: at };
      const [added] = await tx.insert(contacts).values(row).returning({ id: contacts.id });
      return added?.id ?? 0;
    },
    /** False when somebody else saved in between. */
    async change(id: number, version: number, fields: ContactFields, at: number): Promise<boolean> {
      const changed = await tx
        .update(contacts)
        .set({ ...fields, updatedAt: at, version: sql`${contacts.version} + 1` })
        .where(
          and(
            eq(contacts.id, id),
            eq(contacts.version, version),
            isNull(contacts.mergedInto),
            isNull(contacts.erasedAt),
          ),
        )
        .returning({ id: contacts.id });
      return changed.length > 0;
    },
    /** Who is meant by an id: itself, or whom it was merged into; nobody when they were erased. */
    async standing(id: number): Promise<number | undefined> {
      const [row] = await tx
        .select({ id: sql<number>`coalesce(${contacts.mergedInto}, ${contacts.id})`.mapWith(Number) })
        .from(contacts)
        .where(and(eq(contacts.id, id), isNull(contacts.erasedAt)));
      return row?.id;
    },
    async owner(id: number): Promise<number | null> {
      return (
        (await tx.select({ ownerId: contacts.ownerId }).from(contacts).where(eq(contacts.id, id)))[0]?.ownerId ?? null
      );
    },
    phones(id: number): Promise<PhoneEntry[]> {
      const entry = { e164: contactPhones.e164, label: contactPhones.label };
      return tx.select(entry).from(contactPhones).where(eq(contactPhones.contactId, id)).orderBy(contactPhones.id);
    },
    async setPhones(id: number, phones: readonly PhoneEntry[], at: number): Promise<void> {
      const kept = phones.map((phone) => phone.e164);
      await tx.execute(
        sql`delete from contact_phones where contact_id = ${id} and not (e164 = any(${sql.param(kept)}::text[]))`,
      );
      for (const { e164, label } of phones) {
        await tx
          .insert(contactPhones)
          .values({ contactId: id, e164, label, createdAt: at })
          .onConflictDoUpdate({ target: [contactPhones.contactId, contactPhones.e164], set: { label } });
      }
    },
    /** The company of that name, made when there is none. Spelling is compared without case and outer blanks. */
    async organisation(name: string, at: number): Promise<number> {
      await tx.execute(sql`select pg_advisory_xact_lock(hashtext('organisation'), hashtext(lower(${name})))`);
      const [known] = await tx
        .select({ id: organisations.id })
        .from(organisations)
        .where(eq(sql`lower(${organisations.name})`, name.toLowerCase()))
        .limit(1);
      if (known) return known.id;
      const [added] = await tx
        .insert(organisations)
        .values({ name, createdAt: at })
        .returning({ id: organisations.id });
      return added?.id ?? 0;
    },
    /** Whether somebody else has this number too. */
    async sharedWithOthers(id: number, e164: string): Promise<boolean> {
      const others = and(eq(contactPhones.e164, e164), ne(contactPhones.contactId, id));
      return (await tx.select({ id: contactPhones.id }).from(contactPhones).where(others).limit(1)).length > 0;
    },
    /** Moves what belonged to nobody and came from these numbers to the contact: calls and recordings. */
    async relink(id: number, numbers: readonly string[], at: number): Promise<Relinked> {
      if (numbers.length === 0) return { calls: [], recordings: [] };
      const list = sql`any(${sql.param([...numbers])}::text[])`;
      const calls = await rowsOf<{ id: number }>(
        tx,
        sql`update calls set contact_id = ${id} where contact_id is null and customer = ${list} returning id`,
      );
      const recordings = await rowsOf<{ id: number }>(
        tx,
        sql`insert into recording_links (recording_id, contact_id, linked_at)
            select r.id, ${id}, to_timestamp(${at / 1000}) from recordings r join calls c on c.id = r.call_id
            where c.contact_id = ${id} and c.customer = ${list} and not exists
              (select 1 from recording_links l where l.recording_id = r.id and l.contact_id = ${id})
            returning recording_id as id`,
      );
      return { calls: found(calls), recordings: found(recordings) };
    },
    /** Every number and whose it is: the load of the match index. Contacts merged into others are left out. */
    pairs(): Promise<{ e164: string; contactId: number }[]> {
      return tx
        .select({ e164: contactPhones.e164, contactId: contactPhones.contactId })
        .from(contactPhones)
        .innerJoin(contacts, eq(contacts.id, contactPhones.contactId))
        .where(isNull(contacts.mergedInto));
    },
  };
}
export type ContactStore = ReturnType<typeof contactStore>;
