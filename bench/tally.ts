import type { BenchDatabase } from './database.ts';
import type { PlannedCall } from './stream/generate.ts';

/** The log beside what the PBX really did. */
export interface Counted {
  readonly calls: number;
  readonly items: number;
  /** Missed calls that an item covers. */
  readonly covered: number;
  /** Calls that are not in the log, and missed calls that nothing covers. */
  readonly lost: number;
  /** Rows more than calls, calls of nobody, and calls covered more than once. */
  readonly doubled: number;
  /** Another verdict than planned: who is owed a call is not, or the other way round. */
  readonly misjudged: number;
  /** The same outcome for another reason. */
  readonly otherReason: number;
  /** What was judged otherwise, with which warnings, and how often. */
  readonly how: string | null;
  readonly fromRecords: number;
  /** Windows that nothing has told. */
  readonly blind: number;
}

const COUNT = `
  with planned as (
    select * from unnest($1::text[], $2::text[], $3::text[]) as p (linkedid, outcome, reason)
  ), named as (
    select distinct c.id, n.linkedid from calls c, unnest(c.linkedids) as n (linkedid)
  ), covers as (
    select call_id, count(*) as times from callback_calls group by call_id
  ), held as (
    select p.linkedid, p.outcome as planned, p.reason as why, c.id, c.outcome, c.reason, c.warnings, coalesce(v.times, 0) as times
    from planned p left join named n using (linkedid) left join calls c on c.id = n.id left join covers v on v.call_id = c.id
  )
  select (select count(*)::int from calls) as calls,
    (select count(*)::int from callbacks) as items,
    (select count(*)::int from callback_calls) as covered,
    (select count(*)::int from held where id is null or (planned = 'missed' and times = 0)) as lost,
    (select (count(id) - count(distinct linkedid) filter (where id is not null))::int from held)
      + (select count(*)::int from calls where id not in (select id from held where id is not null))
      + (select count(*)::int from held where times > 1) as doubled,
    (select count(*)::int from held where outcome <> planned) as misjudged,
    (select count(*)::int from held where outcome = planned and reason is distinct from why) as "otherReason",
    (select string_agg(what || ' ' || times, ', ') from (
      select concat(coalesce(why, planned), ' as ', coalesce(reason, outcome),
        ' ' || nullif(array_to_string(warnings, ' '), '')) as what, count(*) as times from held
      where outcome <> planned or reason is distinct from why group by 1) as others) as how,
    (select count(*)::int from blind_windows where reconciled_at is not null) as "fromRecords",
    (select count(*)::int from blind_windows where reconciled_at is null) as blind`;

export async function countTruth({ pool }: BenchDatabase, planned: readonly PlannedCall[]): Promise<Counted> {
  const columns = [planned.map((p) => p.linkedid), planned.map((p) => p.outcome), planned.map((p) => p.reason)];
  await pool.query('analyze calls, callback_calls');
  const client = await pool.connect();
  // The planner knows nothing of the list and would look through all calls for each of it.
  await client.query('set enable_nestloop = off');
  const { rows } = await client.query<Counted>(COUNT, columns).finally(() => client.release(true));
  const [counted] = rows;
  if (counted === undefined) throw new Error('Nothing was counted');
  return counted;
}
