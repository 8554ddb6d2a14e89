import { type SQL, sql } from 'drizzle-orm';
import type { CallQuery, CallRow } from '../../schema/contracts/calls.ts';
import type { DbTx } from '../platform/db.ts';
import { containing, cursor, ms, pageOf, rowsOf, type Wanted } from './sql.ts';

/** A person as a JSON object, or null. The alias is one of ours, never a value. */
export const personRef = (alias: string) =>
  sql.raw(
    `case when ${alias}.id is null then null else json_build_object('id', ${alias}.id, 'name', ${alias}.name) end`,
  );

/** A contact with its organisation as a JSON object, or null. */
export const contactRef = (contact: string, organisation: string) =>
  sql.raw(
    `case when ${contact}.id is null then null else json_build_object('id', ${contact}.id, 'name', ${contact}.name, ` +
      `'organisation', ${organisation}.name, 'vip', ${contact}.vip) end`,
  );

export const lineRef = sql.raw(
  `case when li.id is null then null else json_build_object('id', li.id, 'key', li.key, 'name', li.name) end`,
);

const agentsOf = sql.raw(`coalesce(
  (select json_agg(json_build_object('id', u.id, 'name', u.name) order by t.first)
     from (select user_id, min(started_at) as first from call_talks where call_id = c.id and user_id is not null
           group by user_id) t join users u on u.id = t.user_id),
  (select json_agg(json_build_object('id', u.id, 'name', u.name)) from users u where c.direction <> 'inbound' and u.id =
     coalesce(c.agent_id, (select l.user_id from call_legs l where l.call_id = c.id and l.role = 'agent'
       and l.user_id is not null order by l.started_at limit 1))),
  '[]')`);

/** One call as the log shows it. */
const select = sql`select c.id, ${ms('c.started_at')} as "startedAt", ${ms('c.ended_at')} as "endedAt", c.direction,
  c.customer as number, case when c.direction = 'inbound' then c.caller_raw else c.called_raw end as "rawNumber",
  c.caller_name as "callerName", c.withheld, ${contactRef('co', 'og')} as contact, ${lineRef} as line, c.queue,
  ${agentsOf} as agents, c.called, c.waited_ms as "waitedMs", c.talked_ms as "talkedMs", c.outcome, c.reason,
  c.excluded_by is not null as excluded,
  (select json_build_object('id', b.id, 'state', b.state, 'settledAs', b.settled_as,
     'dueAt', (extract(epoch from b.due_at) * 1000)::bigint, 'tries', b.attempts_counted)
   from callback_calls bc join callbacks b on b.id = bc.callback_id where bc.call_id = c.id) as callback,
  (select min(b.id) from callbacks b where b.returned_call_id = c.id) as settles,
  (select count(*)::int from recordings r where r.call_id = c.id and r.state <> 'refused') as recordings,
  c.outcome_chip as "outcomeChip"`;

const from = sql.raw(`from calls c left join contacts co on co.id = c.contact_id
  left join organisations og on og.id = co.organisation_id left join lines li on li.id = c.line_id`);

export type CallFilter = Omit<CallQuery, 'q'> & { readonly wanted: Wanted | null };

function conditions(filter: CallFilter, withOutcome: boolean): SQL {
  const all: SQL[] = [sql`true`];
  if (filter.from !== undefined) all.push(sql`c.started_at >= to_timestamp(${filter.from / 1000})`);
  if (filter.to !== undefined) all.push(sql`c.started_at < to_timestamp(${filter.to / 1000})`);
  if (filter.direction) all.push(sql`c.direction = ${filter.direction}`);
  if (filter.outcome && withOutcome) all.push(sql`c.outcome = ${filter.outcome}`);
  if (filter.reason) all.push(sql`c.reason = ${filter.reason}`);
  if (filter.line) all.push(sql`c.line_id = ${filter.line}`);
  if (filter.contact) all.push(sql`c.contact_id = ${filter.contact}`);
  if (filter.organisation) all.push(sql`co.organisation_id = ${filter.organisation}`);
  if (filter.excluded === 'only') all.push(sql`c.excluded_by is not null`);
  if (filter.excluded === 'without') all.push(sql`c.excluded_by is null`);
  if (filter.debt) all.push(owing(filter.debt));
  if (filter.agent) {
    all.push(sql`(c.agent_id = ${filter.agent} or exists (select 1 from call_talks t where t.call_id = c.id
      and t.user_id = ${filter.agent}) or exists (select 1 from call_legs l where l.call_id = c.id and l.user_id =
      ${filter.agent} and c.direction <> 'inbound'))`);
  }
  if (filter.wanted) all.push(named(filter.wanted));
  return sql.join(all, sql` and `);
}

function owing(debt: NonNullable<CallFilter['debt']>): SQL {
  const owed = sql`c.direction = 'inbound' and c.outcome <> 'talked' and c.excluded_by is null`;
  if (debt === 'owed') return owed;
  return sql`${owed} and coalesce((select d.debt from debt_of(c.id) d), 'live') = ${debt}`;
}

function named({ text, e164, digits }: Wanted): SQL {
  const like = containing(text);
  const ways = [sql`co.name ilike ${like}`, sql`og.name ilike ${like}`, sql`c.caller_name ilike ${like}`];
  if (e164 !== null) ways.push(sql`c.customer = ${e164}`);
  if (digits !== null) ways.push(sql`c.customer like ${containing(digits)}`, sql`c.called like ${containing(digits)}`);
  return sql`(${sql.join(ways, sql` or `)})`;
}

/** Calls as rows of the log. */
export function callRowStore(tx: DbTx) {
  const read = (where: SQL, limit: number) =>
    rowsOf<CallRow>(tx, sql`${select} ${from} where ${where} order by c.started_at desc, c.id desc limit ${limit}`);
  return {
    async page(filter: CallFilter) {
      const after = cursor.numbers(filter.cursor, 2);
      const place = after
        ? sql`(c.started_at, c.id) < (to_timestamp(${Number(after[0]) / 1000}), ${after[1]})`
        : sql`true`;
      const rows = await read(sql`${conditions(filter, true)} and ${place}`, filter.limit + 1);
      return pageOf(rows, filter.limit, (row) => [row.startedAt, row.id]);
    },
    async counts(filter: CallFilter): Promise<{ all: number; talked: number; missed: number }> {
      const [counted] = await rowsOf<{ all: number; talked: number; missed: number }>(
        tx,
        sql`select count(*)::int as "all", (count(*) filter (where c.outcome = 'talked'))::int as talked,
          (count(*) filter (where c.outcome = 'missed'))::int as missed ${from} where ${conditions(filter, false)}`,
      );
      return counted ?? { all: 0, talked: 0, missed: 0 };
    },
    /** Whether any call was ever logged. */
    async any(): Promise<boolean> {
      return (await rowsOf(tx, sql`select 1 from calls limit 1`)).length > 0;
    },
    byIds(ids: readonly number[]): Promise<CallRow[]> {
      return ids.length === 0 ? Promise.resolve([]) : read(sql`c.id in ${[...ids]}`, ids.length);
    },
    /** Newest first, for a contact's timeline: those at or before an instant. */
    ofContact(contactId: number, before: { at: number; id: number } | null, limit: number): Promise<CallRow[]> {
      const place = before ? sql`c.started_at <= to_timestamp(${before.at / 1000})` : sql`true`;
      return read(sql`c.contact_id = ${contactId} and ${place}`, limit);
    },
  };
}
export type CallRowStore = ReturnType<typeof callRowStore>;
