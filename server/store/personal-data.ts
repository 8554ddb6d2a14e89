import { type SQL, sql } from 'drizzle-orm';
import type { DbTx } from '../platform/db.ts';
import { bigints, idsOf, numbersOf, type PersonScope, scopeOf, texts } from './person-scope.ts';
import { rowsOf } from './sql.ts';

/** Rows as the database keeps them, by what they are. */
export type PersonalData = Readonly<Record<string, readonly unknown[]>>;

/** Everything that is held about one person. */
export function personalDataStore(tx: DbTx) {
  const rows = async (from: SQL, order: SQL = sql`x.id`): Promise<unknown[]> =>
    (await rowsOf<{ row: unknown }>(tx, sql`select to_jsonb(x) as row from (${from}) x order by ${order}`)).map(
      ({ row }) => row,
    );

  async function hanging({ calls, callbacks, recordings, ids, own }: PersonScope): Promise<PersonalData> {
    const [inCalls, items, mine, numbers] = [bigints(calls), bigints(callbacks), bigints(ids), texts(own)];
    return {
      calls: await rows(sql`select * from calls where id = ${inCalls}`),
      callLegs: await rows(sql`select * from call_legs where call_id = ${inCalls}`),
      callOffers: await rows(sql`select * from call_offers where call_id = ${inCalls}`),
      callTalks: await rows(sql`select * from call_talks where call_id = ${inCalls}`),
      callTicks: await rows(sql`select * from call_ticks where call_id = ${inCalls}`, sql`x.call_id, x.item`),
      callbacks: await rows(sql`select * from callbacks where id = ${items}`),
      callbackCalls: await rows(sql`select * from callback_calls where callback_id = ${items}`, sql`x.call_id`),
      callbackEvents: await rows(sql`select * from callback_events where callback_id = ${items}`),
      attempts: await rows(
        sql`select * from attempts where contact_id = ${mine} or number = ${numbers} or callback_id = ${items}`,
        sql`x.created_at, x.id`,
      ),
      escalation: await rows(sql`select * from escalation_timers where callback_id = ${items}`),
      notices: await rows(
        sql`select n.* from notices n join escalation_timers t on t.id = n.timer_id where t.callback_id = ${items}`,
      ),
      recordings: await rows(sql`select * from recordings where id = ${bigints(recordings)}`),
    };
  }

  return {
    /** Null when there is no such person, or not any more. */
    async all(id: number): Promise<PersonalData | null> {
      const ids = await idsOf(tx, id);
      const mine = bigints(ids);
      const contacts = await rows(sql`select * from contacts where id = ${mine} and erased_at is null`);
      if (contacts.length === 0) return null;
      const scope = await scopeOf(tx, ids, await numbersOf(tx, ids));
      return {
        contacts,
        organisations: await rows(
          sql`select * from organisations where id in (select organisation_id from contacts where id = ${mine})`,
        ),
        numbers: await rows(sql`select * from contact_phones where contact_id = ${mine}`),
        notes: await rows(
          sql`select * from notes where contact_id = ${mine} or (contact_id is null and call_id = ${bigints(scope.calls)})`,
        ),
        merges: await rows(sql`select * from contact_merges where into_id = ${mine} or from_id = ${mine}`),
        choices: await rows(sql`select * from match_choices where contact_id = ${mine}`, sql`x.at`),
        doNotCall: await rows(sql`select * from do_not_call where number = ${texts(scope.own)}`, sql`x.number`),
        recordingLinks: await rows(sql`select * from recording_links where contact_id = ${mine}`),
        changes: await rows(
          sql`select id, at, actor_id, action, subject, detail - 'salt' as detail from audit_log
              where subject = any(array(select 'contact:' || unnest(${sql.param([...ids])}::bigint[])))`,
        ),
        ...(await hanging(scope)),
      };
    },
  };
}
export type PersonalDataStore = ReturnType<typeof personalDataStore>;
