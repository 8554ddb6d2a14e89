import { sql } from 'drizzle-orm';
import type { Birthdays } from '../domain/contact/occasions.ts';
import type { DbTx } from '../platform/db.ts';
import { ms, rowsOf } from './sql.ts';
import { notUnwanted } from './unwanted.ts';

/** A customer who may be called, and by which number. */
export interface Reachable {
  readonly contactId: number;
  readonly number: string;
}

/** Who has a rhythm and was last talked to, or last settled with, at `since`. */
export interface InRhythm extends Reachable {
  readonly everyDays: number;
  readonly since: number;
}

const callable = sql`(select p.e164 from contact_phones p where p.contact_id = c.id
  and ${notUnwanted(sql`p.e164`)} order by p.id limit 1)`;
const stands = sql`c.merged_into is null and c.erased_at is null and c.level <> 'junk'`;
const instant = (at: number) => sql`to_timestamp(${at / 1000})`;

/** Customers whose turn has come by the calendar, without an item for it yet. */
export function occasionStore(tx: DbTx) {
  return {
    /** Two servers plan one after the other, so that the second one sees what the first has opened. */
    async alone(): Promise<void> {
      await tx.execute(sql`select pg_advisory_xact_lock(hashtext('ringback occasions'))`);
    },
    /** Whose rhythm is over before `until`; the longest over first. A customer who was never talked to counts from when they were added. */
    inRhythm(until: number, limit: number): Promise<InRhythm[]> {
      return rowsOf<InRhythm>(
        tx,
        sql`select "contactId", number, "everyDays", ${ms('since')} as since from (
              select c.id as "contactId", ${callable} as number, c.call_every_days as "everyDays", greatest(c.created_at,
                (select max(k.ended_at) from calls k where k.contact_id = c.id and k.outcome = 'talked'),
                (select max(b.settled_at) from callbacks b where b.contact_id = c.id and b.origin = 'cadence')) as since
              from contacts c where c.call_every_days is not null and ${stands} and not exists (select from callbacks b
                where b.contact_id = c.id and b.origin = 'cadence' and b.state in ('open', 'claimed', 'dialing', 'needs_human'))) r
            where number is not null and since + make_interval(days => "everyDays") < ${instant(until)}
            order by since + make_interval(days => "everyDays"), "contactId" limit ${limit}`,
      );
    },
    /** Who keeps one of these birthdays and has had no call for it since. */
    withBirthday({ dates, monthDays, before }: Birthdays, since: number, limit: number): Promise<Reachable[]> {
      return rowsOf<Reachable>(
        tx,
        sql`select "contactId", number from (
              select c.id as "contactId", ${callable} as number from contacts c
              where (c.birthday = any(${sql.param([...dates])}::date[])
                or to_char(c.birthday, 'MM-DD') = any(${sql.param([...monthDays])}::text[])
                  and (${before}::date is null or c.birthday < ${before}::date)) and ${stands}
                and not exists (select from callbacks b where b.contact_id = c.id and b.origin = 'birthday'
                  and b.created_at > ${instant(since)})) r
            where number is not null order by "contactId" limit ${limit}`,
      );
    },
  };
}
