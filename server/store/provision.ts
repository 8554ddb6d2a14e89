import { and, eq, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { contactPhones, contacts, notes, organisations } from '../../schema/tables/contacts.ts';
import { devices, userQueues, users } from '../../schema/tables/people.ts';
import { calendars, lines, pbxes, queues, sites } from '../../schema/tables/site.ts';
import type { DbTx } from '../platform/db.ts';

/** What writing one thing came to. `fields` names what differed. */
export type Put = {
  readonly id: number;
  readonly did: 'added' | 'changed' | 'same';
  readonly fields: readonly string[];
};

type Values = Readonly<Record<string, unknown>>;

/** Names of the fields in which the stored row is not what is wanted. Lists are compared by their items. */
function differing(before: Values, wanted: Values): string[] {
  return Object.keys(wanted).filter((name) => sorted(before[name]) !== sorted(wanted[name]));
}

/** A value as text; the fields of objects in one order, since the database keeps its own. */
function sorted(value: unknown): string | undefined {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** Writes what a site file says. Each call finds by natural key, then adds, changes or leaves the row. */
export function provisionStore(tx: DbTx) {
  async function change(
    table: PgTable & { id: unknown },
    before: Values & { id: number },
    wanted: Values,
  ): Promise<Put> {
    const fields = differing(before, wanted);
    if (fields.length > 0) await tx.update(table).set(wanted).where(sql`id = ${before.id}`);
    return { id: before.id, did: fields.length > 0 ? 'changed' : 'same', fields };
  }
  /**
   * Writes only what a file says anew: what it said before leaves alone what people have written in the app since. Two
   * editors are told by the version.
   */
  async function changeAnew(
    table: PgTable & { id: unknown },
    before: Values & { id: number; version: number; fromFile: unknown },
    said: Values,
  ): Promise<Put> {
    const { fromFile, version } = before;
    const known = fromFile !== null && typeof fromFile === 'object' ? Object.fromEntries(Object.entries(fromFile)) : {};
    const fresh = Object.fromEntries(
      Object.entries(said).filter(([name, value]) => !(name in known) || sorted(known[name]) !== sorted(value)),
    );
    const put = await change(table, before, fresh);
    if (Object.keys(fresh).length > 0) {
      const next = { fromFile: said, version: version + (put.did === 'changed' ? 1 : 0) };
      await tx.update(table).set(next).where(sql`id = ${before.id}`);
    }
    return put;
  }
  const added = ([row]: { id: number }[]): Put => ({ id: row?.id ?? 0, did: 'added', fields: [] });

  return {
    async site(wanted: typeof sites.$inferInsert): Promise<Put> {
      const [before] = await tx.select().from(sites).orderBy(sites.id).limit(1);
      if (before) return changeAnew(sites, before, wanted);
      return added(
        await tx
          .insert(sites)
          .values({ ...wanted, fromFile: wanted })
          .returning({ id: sites.id }),
      );
    },
    async pbx(wanted: typeof pbxes.$inferInsert): Promise<Put> {
      const [before] = await tx.select().from(pbxes).orderBy(pbxes.id).limit(1);
      if (before) return change(pbxes, before, wanted);
      return added(await tx.insert(pbxes).values(wanted).returning({ id: pbxes.id }));
    },
    async calendar(wanted: typeof calendars.$inferInsert): Promise<Put> {
      const [before] = await tx
        .select()
        .from(calendars)
        .where(and(eq(calendars.siteId, wanted.siteId), eq(calendars.name, wanted.name)));
      const { siteId: _, ...said } = wanted;
      if (!before) {
        const row = { ...wanted, fromFile: said };
        return added(await tx.insert(calendars).values(row).returning({ id: calendars.id }));
      }
      // A file that says what it said before leaves alone what people have written in the app since.
      if (sorted(before.fromFile) === sorted(said)) return { id: before.id, did: 'same', fields: [] };
      const put = await change(calendars, before, wanted);
      const version = before.version + (put.did === 'changed' ? 1 : 0);
      await tx.update(calendars).set({ fromFile: said, version }).where(eq(calendars.id, before.id));
      return put;
    },
    async line(wanted: typeof lines.$inferInsert): Promise<Put> {
      const [before] = await tx
        .select()
        .from(lines)
        .where(and(eq(lines.siteId, wanted.siteId), eq(lines.key, wanted.key)));
      const { siteId: _, key: __, ...said } = wanted;
      if (before) return changeAnew(lines, before, said);
      return added(
        await tx
          .insert(lines)
          .values({ ...wanted, fromFile: said })
          .returning({ id: lines.id }),
      );
    },
    /** Lines that the file no longer names and on which something is owed: they stay until it is settled or moved. */
    async owingOtherLines(siteId: number, keys: readonly string[]): Promise<{ key: string; open: number }[]> {
      const owing = await tx.execute<{ key: string; open: number }>(
        sql`select l.key, count(*)::int as open from lines l join callbacks b on b.line_id = l.id
              and b.state in ('open', 'claimed', 'dialing', 'needs_human')
            where l.site_id = ${siteId} and l.retired_at is null and not (l.key = any(${sql.param([...keys])}::text[]))
            group by l.key order by l.key`,
      );
      return owing.rows;
    },
    /** Lines that the file no longer names stop taking calls; their history stays. */
    async retireOtherLines(siteId: number, keys: readonly string[], at: number): Promise<string[]> {
      const retired = await tx.execute<{ key: string }>(
        sql`update lines set retired_at = to_timestamp(${at / 1000}), from_file = null where site_id = ${siteId} and retired_at is null
            and not (key = any(${sql.param([...keys])}::text[])) and not exists (select from callbacks b
              where b.line_id = lines.id and b.state in ('open', 'claimed', 'dialing', 'needs_human')) returning key`,
      );
      return retired.rows.map(({ key }) => key);
    },
    async queue(wanted: typeof queues.$inferInsert): Promise<Put> {
      const [before] = await tx
        .select()
        .from(queues)
        .where(and(eq(queues.pbxId, wanted.pbxId), eq(queues.name, wanted.name)));
      if (before) return change(queues, before, wanted);
      return added(await tx.insert(queues).values(wanted).returning({ id: queues.id }));
    },
    async person(
      {
        email,
        ...wanted
      }: Pick<typeof users.$inferInsert, 'login' | 'name' | 'role' | 'language'> & {
        readonly email?: string | undefined;
      },
      at: number,
    ): Promise<Put> {
      const [before] = await tx.select().from(users).where(sql`lower(${users.login}) = lower(${wanted.login})`);
      const address = email === undefined ? {} : { email };
      if (before) {
        const { name, role, language } = wanted;
        return change(users, before, { name, role, language, ...address });
      }
      return added(
        await tx
          .insert(users)
          .values({ ...wanted, ...address, createdAt: at })
          .returning({ id: users.id }),
      );
    },
    async device(wanted: typeof devices.$inferInsert): Promise<Put> {
      const [before] = await tx
        .select()
        .from(devices)
        .where(and(eq(devices.pbxId, wanted.pbxId), eq(devices.device, wanted.device)));
      if (before) return change(devices, before, wanted);
      return added(await tx.insert(devices).values(wanted).returning({ id: devices.id }));
    },
    async membership(userId: number, queueIds: readonly number[]): Promise<boolean> {
      const before = await tx.select({ id: userQueues.queueId }).from(userQueues).where(eq(userQueues.userId, userId));
      const same = JSON.stringify(before.map(({ id }) => id).sort()) === JSON.stringify([...queueIds].sort());
      if (same) return false;
      await tx.delete(userQueues).where(eq(userQueues.userId, userId));
      if (queueIds.length > 0) await tx.insert(userQueues).values(queueIds.map((queueId) => ({ userId, queueId })));
      return true;
    },
    async organisation(name: string, at: number): Promise<number> {
      const [before] = await tx
        .select({ id: organisations.id })
        .from(organisations)
        .where(sql`lower(${organisations.name}) = lower(${name})`);
      if (before) return before.id;
      return added(await tx.insert(organisations).values({ name, createdAt: at }).returning({ id: organisations.id }))
        .id;
    },
    /** A contact is known by its name and any of its numbers; what people have written on it since is left alone. */
    async contact(
      wanted: Omit<typeof contacts.$inferInsert, 'createdAt' | 'updatedAt'>,
      numbers: readonly string[],
      at: number,
    ): Promise<Put> {
      const [before] = await tx
        .select({ id: contacts.id })
        .from(contacts)
        // One that was merged has its numbers where it was merged to.
        .innerJoin(contactPhones, eq(contactPhones.contactId, sql`coalesce(${contacts.mergedInto}, ${contacts.id})`))
        .where(
          sql`lower(${contacts.name}) = lower(${wanted.name}) and ${contactPhones.e164} = any(${sql.param([...numbers])}::text[])`,
        )
        .limit(1);
      if (before) return { id: before.id, did: 'same', fields: [] };
      const put = added(
        await tx
          .insert(contacts)
          .values({ ...wanted, createdAt: at, updatedAt: at })
          .returning({ id: contacts.id }),
      );
      await tx.insert(contactPhones).values(numbers.map((e164) => ({ contactId: put.id, e164, createdAt: at })));
      return put;
    },
    async note(contactId: number, authorId: number, body: string, at: number): Promise<void> {
      await tx.insert(notes).values({ contactId, authorId, body, createdAt: at });
    },
  };
}
export type ProvisionStore = ReturnType<typeof provisionStore>;
