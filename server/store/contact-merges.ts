import { sql } from 'drizzle-orm';
import type { DuplicateRow, MergeField } from '../../schema/contracts/contact-merges.ts';
import { contactMerges } from '../../schema/tables/contacts.ts';
import type { MergeValues } from '../domain/contact/merge.ts';
import type { DbTx } from '../platform/db.ts';
import { contactRow, contactTables } from './contact-views.ts';
import { ms, rowsOf } from './sql.ts';

/** A contact as it stands before a merge. */
export interface MergeRow extends MergeValues {
  readonly id: number;
  readonly version: number;
  readonly roles: string[];
}

/** How much came over from the contact that was given up. */
export interface Moved {
  readonly phones: number;
  readonly calls: number;
  readonly recordings: number;
  readonly notes: number;
  readonly callbacks: number;
  readonly choices: number;
}

interface Record_ {
  readonly fromId: number;
  readonly intoId: number;
  readonly by: number;
  readonly at: number;
  readonly taken: readonly MergeField[];
}

const instantOf = (at: number) => sql`to_timestamp(${at / 1000})`;
const idsOf = (rows: readonly { id: number }[]) => rows.map(({ id }) => id);

/** Two contacts become one: everything that names the one that is given up. */
export function contactMergeStore(tx: DbTx) {
  const ids = async (query: ReturnType<typeof sql>) => idsOf(await rowsOf<{ id: number }>(tx, query));
  return {
    rows: (pair: readonly number[], lock: boolean) =>
      rowsOf<MergeRow>(
        tx,
        sql`select id, version::int as version, to_json(roles) as roles, name, organisation_id as "organisationId", level, vip,
              owner_id as "ownerId", favourite_id as "favouriteId", birthday::text as birthday, language
            from contacts where id in ${[...pair]} and merged_into is null and erased_at is null order by id ${lock ? sql`for update` : sql``}`,
      ),
    async choices(id: number): Promise<number> {
      const [row] = await rowsOf<{ n: number }>(
        tx,
        sql`select count(*)::int as n from match_choices where contact_id = ${id}`,
      );
      return row?.n ?? 0;
    },
    /** Numbers that are about this contact: its own, and those of its live items and of calls being placed. */
    numbersAbout(id: number): Promise<string[]> {
      return rowsOf<{ number: string }>(
        tx,
        sql`select e164 as number from contact_phones where contact_id = ${id}
            union select number from callbacks where contact_id = ${id} and number is not null
              and state in ('open', 'claimed', 'dialing', 'needs_human')
            union select number from attempts where contact_id = ${id} and outcome is null`,
      ).then((rows) => rows.map(({ number }) => number));
    },
    /** Covered calls go with the item to the one it was merged into. */
    async moveCoverage(from: number, into: number): Promise<number[]> {
      return ids(
        sql`update callback_calls set callback_id = ${into} where callback_id = ${from} returning call_id as id`,
      );
    },
    async movePhones(from: number, into: number): Promise<number> {
      const moved = await ids(
        sql`update contact_phones p set contact_id = ${into} where contact_id = ${from} and not exists
              (select from contact_phones o where o.contact_id = ${into} and o.e164 = p.e164) returning id`,
      );
      await tx.execute(sql`delete from contact_phones where contact_id = ${from}`);
      return moved.length;
    },
    moveCalls: (from: number, into: number) =>
      ids(sql`update calls set contact_id = ${into} where contact_id = ${from} returning id`),
    moveCallbacks: (from: number, into: number) =>
      ids(sql`update callbacks set contact_id = ${into} where contact_id = ${from} returning id`),
    moveAttempts: (from: number, into: number) =>
      tx.execute(sql`update attempts set contact_id = ${into} where contact_id = ${from}`),
    moveNotes: (from: number, into: number) =>
      ids(sql`update notes set contact_id = ${into} where contact_id = ${from} returning id`),
    moveChoices: (from: number, into: number) =>
      ids(sql`update match_choices set contact_id = ${into} where contact_id = ${from} returning user_id as id`),
    /** Links are never overwritten: each is detached by who merges, and stands on the other profile anew. */
    async moveRecordings(from: number, into: number, by: number, at: number): Promise<number[]> {
      const standing = sql`contact_id = ${from} and detached_at is null`;
      await tx.execute(
        sql`insert into recording_links (recording_id, contact_id, linked_by, linked_at, why)
            select l.recording_id, ${into}, l.linked_by, l.linked_at, l.why from recording_links l
            where ${standing} and not exists (select from recording_links o
              where o.recording_id = l.recording_id and o.contact_id = ${into} and o.detached_at is null)`,
      );
      return ids(
        sql`update recording_links set detached_by = ${by}, detached_at = ${instantOf(at)}, detached_why = 'merged'
            where ${standing} returning recording_id as id`,
      );
    },
    /** The values of the kept one from now on; the other one only says from now on who it is. */
    async settle(kept: MergeRow, from: number, at: number): Promise<void> {
      const { id, name, organisationId, roles, level, vip, ownerId, favouriteId, birthday, language } = kept;
      await tx.execute(
        sql`update contacts set name = ${name}, organisation_id = ${organisationId}, roles = ${sql.param([...roles])}::text[],
              level = ${level}, vip = ${vip}, owner_id = ${ownerId}, favourite_id = ${favouriteId}, birthday = ${birthday}::date,
              language = ${language}, call_every_days = coalesce(call_every_days, (select f.call_every_days from contacts f where f.id = ${from})), version = version + 1, updated_at = ${instantOf(at)},
              details = (select f.details from contacts f where f.id = ${from}) || details where id = ${id}`,
      );
      // Who was merged into the one given up is this person too.
      await tx.execute(
        sql`update contacts set merged_into = ${id}, version = version + 1, updated_at = ${instantOf(at)} where id = ${from}`,
      );
      await tx.execute(sql`update contacts set merged_into = ${id} where merged_into = ${from}`);
    },
    async record(
      { fromId, intoId, by, at, taken }: Record_,
      before: unknown,
      moved: Moved & { united: number },
    ): Promise<void> {
      const row = { fromId, intoId, mergedBy: by, mergedAt: at, taken: [...taken], before, moved };
      await tx.insert(contactMerges).values(row);
    },
    /** Who may be the same person: by number, by name however it is written, by e-mail. */
    duplicates(id: number): Promise<DuplicateRow[]> {
      return rowsOf<DuplicateRow>(
        tx,
        sql`with me as (select id, name_key(name) as key, lower(details->>'email') as email from contacts where id = ${id}),
            found as (
              select p.contact_id as id, 'same_number' as sign from contact_phones p
                join contact_phones mine on mine.e164 = p.e164 and mine.contact_id = ${id} where p.contact_id <> ${id}
              union all
              select c.id, 'same_name' from contacts c join me on name_key(c.name) = me.key
                where c.id <> me.id and me.key <> '' and c.merged_into is null
              union all
              select c.id, 'same_email' from contacts c join me on lower(c.details->>'email') = me.email
                where c.id <> me.id and me.email <> '' and c.merged_into is null)
            select ${contactRow}, (select json_agg(distinct f.sign) from found f where f.id = c.id) as signs
            ${contactTables} where c.id in (select id from found) and c.merged_into is null order by c.id limit 20`,
      );
    },
    async mergedFrom(id: number) {
      return rowsOf<{ id: number; name: string; by: { id: number; name: string }; at: number }>(
        tx,
        sql`select f.id, f.name, json_build_object('id', u.id, 'name', u.name) as by, ${ms('m.merged_at')} as at
            from contacts f join contact_merges m on m.from_id = f.id join users u on u.id = m.merged_by
            where f.merged_into = ${id} order by m.merged_at desc, f.id limit 50`,
      );
    },
  };
}
export type ContactMergeStore = ReturnType<typeof contactMergeStore>;
