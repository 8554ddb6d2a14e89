import { type SQL, sql } from 'drizzle-orm';
import type { DbTx } from '../platform/db.ts';
import { rowsOf } from './sql.ts';

/** What belongs to one person: their ids (their own and those merged into it), their numbers, and what hangs on both. */
export interface PersonScope {
  readonly ids: readonly number[];
  /** Numbers that are nobody else's. */
  readonly own: readonly string[];
  readonly calls: readonly number[];
  readonly callbacks: readonly number[];
  readonly recordings: readonly number[];
}

/** A list of row numbers as PostgreSQL takes it, empty too. */
export const bigints = (ids: readonly number[]): SQL => sql`any(${sql.param([...ids])}::bigint[])`;
/** A list of texts. */
export const texts = (all: readonly string[]): SQL => sql`any(${sql.param([...all])}::text[])`;

/** The ids that are this person. */
export async function idsOf(tx: DbTx, id: number): Promise<number[]> {
  const rows = await rowsOf<{ id: number }>(
    tx,
    sql`select id from contacts where id = ${id} or merged_into = ${id} order by id`,
  );
  return rows.map((row) => row.id);
}

/**
 * Every number this person is or was known by. A number that another contact has too stays theirs: only what names this
 * person counts as this person's then.
 */
export async function numbersOf(tx: DbTx, ids: readonly number[]): Promise<string[]> {
  const mine = bigints(ids);
  const rows = await rowsOf<{ number: string }>(
    tx,
    sql`with said as (
        select e164 as number from contact_phones where contact_id = ${mine}
        union select customer from calls where contact_id = ${mine}
        union select number from callbacks where contact_id = ${mine}
        union select nullif(number, '') from attempts where contact_id = ${mine}
        union select side.phone->>'e164' from contact_merges m,
          lateral (select jsonb_array_elements(coalesce(m.before->'kept'->'phones', '[]') || coalesce(m.before->'other'->'phones', '[]')) as phone) side
          where m.into_id = ${mine} or m.from_id = ${mine})
      select number from said where number like '+%' and not exists (
        select from contact_phones p join contacts c on c.id = p.contact_id
        where p.e164 = said.number and p.contact_id <> all(${sql.param([...ids])}::bigint[]) and c.merged_into is null)
      order by number`,
  );
  return rows.map(({ number }) => number);
}

/** All that is about this person. */
export async function scopeOf(tx: DbTx, ids: readonly number[], own: readonly string[]): Promise<PersonScope> {
  const [mine, numbers] = [bigints(ids), texts(own)];
  const found = async (query: SQL) => (await rowsOf<{ id: number }>(tx, query)).map((row) => row.id);
  const calls = await found(sql`select id from calls where contact_id = ${mine} or customer = ${numbers} order by id`);
  return {
    ids,
    own,
    calls,
    callbacks: await found(sql`select id from callbacks where contact_id = ${mine} or number = ${numbers} order by id`),
    recordings: await found(sql`select id from recordings where call_id = ${bigints(calls)} order by id`),
  };
}
