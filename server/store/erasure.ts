import { sql } from 'drizzle-orm';
import type { DbTx } from '../platform/db.ts';
import { blankAround } from './erasure-around.ts';
import { bigints, idsOf, numbersOf, type PersonScope, scopeOf, texts } from './person-scope.ts';
import { rowsOf } from './sql.ts';

/** An entry of the audit log that lost its words: which, what was sealed of it, what stands there now. */
export type ErasedEntry = readonly [rowId: number, digest: string, replaced: string];

/** Who is to be erased, as the people who do it must know them. */
export interface PersonToErase {
  readonly id: number;
  readonly name: string;
  readonly ids: readonly number[];
  /** How they are and were called: their name, and those of the contacts merged into them. */
  readonly names: readonly string[];
}

/** How much there is of a person. */
export interface Extent {
  readonly numbers: number;
  readonly calls: number;
  readonly recordings: number;
  readonly callbacks: number;
  readonly notes: number;
  /** Calls that are still owed or on their way. */
  readonly live: number;
}

/** Blanks one person everywhere; rows that the ledger's figures and proofs hang on stay, without words. */
export function erasureStore(tx: DbTx) {
  return {
    /** Undefined when there is no such contact, it was merged into another, or erased. */
    async person(id: number, lock: boolean): Promise<PersonToErase | undefined> {
      const [row] = await rowsOf<{ name: string }>(
        tx,
        sql`select name from contacts where id = ${id} and merged_into is null and erased_at is null ${lock ? sql`for update` : sql``}`,
      );
      if (!row) return undefined;
      const ids = await idsOf(tx, id);
      const names = await rowsOf<{ name: string }>(
        tx,
        sql`select name from contacts where id = ${bigints(ids)}
            union select m.before->side->>'name' from contact_merges m, unnest(array['kept', 'other']) side
              where (m.into_id = ${bigints(ids)} or m.from_id = ${bigints(ids)}) and m.before->side->>'name' is not null`,
      );
      return { id, name: row.name, ids, names: names.map(({ name }) => name) };
    },
    numbers: (ids: readonly number[]) => numbersOf(tx, ids),
    scope: (ids: readonly number[], own: readonly string[]) => scopeOf(tx, ids, own),
    async extent({ ids, own, calls, callbacks, recordings }: PersonScope): Promise<Extent> {
      const [mine, numbers] = [bigints(ids), texts(own)];
      const [row] = await rowsOf<{ numbers: number; notes: number; live: number }>(
        tx,
        sql`select (select count(*)::int from contact_phones where contact_id = ${mine}) as numbers,
            (select count(*)::int from notes where contact_id = ${mine}) as notes,
            ((select count(*) from callbacks where id = ${bigints(callbacks)}
                and state in ('open', 'claimed', 'dialing', 'needs_human'))
              + (select count(*) from attempts where outcome is null and callback_id is null
                and (contact_id = ${mine} or number = ${numbers})))::int as live`,
      );
      const { numbers: phones = 0, notes = 0, live = 0 } = row ?? {};
      return {
        numbers: phones,
        calls: calls.length,
        recordings: recordings.length,
        callbacks: callbacks.length,
        notes,
        live,
      };
    },
    /** The contact itself and those merged into it: only the ids are left, and that they were erased. */
    async blankContact(ids: readonly number[], by: number, at: number): Promise<void> {
      const mine = bigints(ids);
      await tx.execute(sql`delete from contact_phones where contact_id = ${mine}`);
      await tx.execute(sql`delete from match_choices where contact_id = ${mine}`);
      await tx.execute(sql`delete from notes where contact_id = ${mine}`);
      await tx.execute(
        sql`update contact_merges set before = null where before is not null and (into_id = ${mine} or from_id = ${mine})`,
      );
      await tx.execute(
        sql`update contacts set name = '#' || id, organisation_id = null, roles = '{}', vip = false, language = null,
              birthday = null, call_every_days = null, details = '{}', version = version + 1, updated_at = to_timestamp(${at / 1000}),
              erased_at = to_timestamp(${at / 1000}), erased_by = ${by} where id = ${mine}`,
      );
    },
    /** The log of calls, what was owed and tried, and recordings. */
    async blankCalls(scope: PersonScope, spellings: readonly string[], by: number, at: number): Promise<void> {
      const { ids, own, calls, callbacks, recordings } = scope;
      const [mine, inCalls, items, numbers] = [bigints(ids), bigints(calls), bigints(callbacks), texts(own)];
      const spelled = sql`${sql.param([...spellings])}::text[]`;
      await tx.execute(
        sql`update calls set customer = null, caller_raw = null, caller_name = null, contact_id = null,
              called = case when direction = 'outbound' then null else called end,
              called_raw = case when direction = 'outbound' then null else called_raw end where id = ${inCalls}`,
      );
      await tx.execute(
        sql`update call_legs set number = case when role in ('customer', 'outside') then null else without_numbers(number, ${spelled}) end,
              channel = without_numbers(channel, ${spelled}), device = without_numbers(device, ${spelled}),
              extension = without_numbers(extension, ${spelled}) where call_id = ${inCalls}`,
      );
      await tx.execute(
        sql`update call_talks set device = without_numbers(device, ${spelled}), party = without_numbers(party, ${spelled})
            where call_id = ${inCalls}`,
      );
      await tx.execute(
        sql`update call_offers set device = without_numbers(device, ${spelled}) where call_id = ${inCalls}`,
      );
      await tx.execute(sql`delete from notes where contact_id is null and call_id = ${inCalls}`);
      // A closed debt keeps that somebody wrote why, not what.
      await tx.execute(
        sql`update callbacks set number = null, key = null, contact_id = null, note = null,
              closed_note = case when closed_note is null then null else '–' end where id = ${items}`,
      );
      await tx.execute(
        sql`update attempts set number = '', contact_id = null
            where contact_id = ${mine} or number = ${numbers} or callback_id = ${items}`,
      );
      await tx.execute(
        sql`update recordings set state = 'erased', bytes = null, duration_ms = null, muted = '[]'
            where id = ${bigints(recordings)} and state <> 'erased'`,
      );
      const links = sql`(contact_id = ${mine} or recording_id = ${bigints(recordings)})`;
      await tx.execute(
        sql`update recording_links set detached_by = ${by}, detached_at = to_timestamp(${at / 1000})
            where ${links} and detached_at is null`,
      );
      await tx.execute(
        sql`update recording_links set why = null, detached_why = null
            where ${links} and (why is not null or detached_why is not null)`,
      );
    },
    /** What was told to others, kept for a while, set aside or listed elsewhere. */
    blankAround: (scope: PersonScope, spellings: readonly string[], names: readonly string[]) =>
      blankAround(tx, scope, spellings, names),
    /** The audit log keeps who did what and when; what they said of the person goes. Answers what became of each entry. */
    async blankAudit(
      contactId: number,
      { own, recordings, ids }: PersonScope,
      spellings: readonly string[],
    ): Promise<ErasedEntry[]> {
      await tx.execute(sql`select set_config('ringback.erasing', ${String(contactId)}, true)`);
      const aboutNumbers = own.map((number) => `number:${number}`);
      const about = sql`(subject = ${texts(aboutNumbers)} or (detail ? 'why' and (subject = ${texts(recordings.map((id) => `recording:${id}`))}
          or (detail->>'contactId')::bigint = ${bigints(ids)}))
        or exists (select from unnest(${sql.param([...spellings])}::text[]) s where position(s in detail::text) > 0))`;
      await tx.execute(
        sql`update audit_log set subject = case when subject = ${texts(aboutNumbers)} then 'number' else subject end,
              detail = case when exists (select from unnest(${sql.param([...spellings])}::text[]) s
                where position(s in (detail - 'why' - 'reason')::text) > 0) then '{}' else detail - 'why' - 'reason' - 'salt' end
            where ${about} and not exists (select from erased_entries x where x.row_id = audit_log.id)`,
      );
      await tx.execute(sql`select set_config('ringback.erasing', '', true)`);
      const rows = await rowsOf<{ id: number; digest: string; replaced: string }>(
        tx,
        sql`select row_id as id, digest, replaced from erased_entries where contact_id = ${contactId} order by row_id`,
      );
      return rows.map(({ id, digest, replaced }) => [id, digest, replaced] as const);
    },
  };
}
export type ErasureStore = ReturnType<typeof erasureStore>;
