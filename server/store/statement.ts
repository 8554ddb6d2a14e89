import { type SQL, sql } from 'drizzle-orm';
import type { LineRef } from '../../schema/contracts/common.ts';
import type { StatementCall, StatementCounts, StatementQuery } from '../../schema/contracts/statement.ts';
import type { DbTx } from '../platform/db.ts';
import { lineRef } from './call-rows.ts';
import { ms, rowsOf } from './sql.ts';

const counts = sql`count(*)::int as inbound,
  (count(*) filter (where outcome = 'talked'))::int as talked,
  (count(*) filter (where owed))::int as owed,
  (count(*) filter (where outcome <> 'talked' and not owed))::int as excluded,
  (count(*) filter (where owed and debt = 'returned'))::int as returned,
  (count(*) filter (where owed and debt = 'returned' and settled_as = 'in_time'))::int as "inTime",
  (count(*) filter (where owed and debt = 'returned' and settled_as = 'late'))::int as late,
  (count(*) filter (where owed and debt = 'returned' and settled_as = 'called_again'))::int as "calledAgain",
  (count(*) filter (where owed and debt = 'closed'))::int as closed,
  (count(*) filter (where owed and coalesce(debt, 'live') = 'live'))::int as live`;

/** Each inbound call of the stretch with what became of its debt. In doubt (an end nobody saw) we owe the call. */
const calls = ({ from, to, line }: StatementQuery): SQL => sql`
  select c.id, c.line_id, c.started_at, c.outcome, c.outcome <> 'talked' and c.excluded_by is null as owed,
    d.callback_id, d.debt, d.settled_as
  from calls c left join lateral debt_of(c.id) d on true
  where c.direction = 'inbound' and c.started_at >= to_timestamp(${from / 1000}) and c.started_at < to_timestamp(${to / 1000})
    and ${line === undefined ? sql`true` : sql`c.line_id = ${line}`}`;

/** Inbound calls and their debts, counted and listed. */
export function statementStore(tx: DbTx) {
  return {
    async totals(query: StatementQuery): Promise<StatementCounts | undefined> {
      return (await rowsOf<StatementCounts>(tx, sql`select ${counts} from (${calls(query)}) k`))[0];
    },
    byLine(query: StatementQuery): Promise<(StatementCounts & { line: LineRef | null })[]> {
      return rowsOf(
        tx,
        sql`select ${lineRef} as line, ${counts} from (${calls(query)}) k left join lines li on li.id = k.line_id
            group by li.id, li.key, li.name order by li.name nulls last`,
      );
    },
    byDay(query: StatementQuery, timeZone: string): Promise<(StatementCounts & { day: string })[]> {
      return rowsOf(
        tx,
        sql`select day, ${counts} from (select k.*, to_char(k.started_at at time zone ${timeZone}, 'YYYY-MM-DD') as day
            from (${calls(query)}) k) k group by day order by day`,
      );
    },
    /** The calls behind the totals, the oldest first. */
    calls(query: StatementQuery, after: { at: number; id: number } | null, limit: number): Promise<StatementCall[]> {
      const place = after ? sql`(k.started_at, k.id) > (to_timestamp(${after.at / 1000}), ${after.id})` : sql`true`;
      return rowsOf(
        tx,
        sql`select k.id, ${ms('k.started_at')} as "startedAt", li.name as line, c.customer as number, c.outcome, c.reason,
              c.outcome <> 'talked' and not k.owed as excluded, k.callback_id as "callbackId",
              case when k.owed then coalesce(k.debt, 'live') end as debt, b.settled_as as "settledAs",
              ${ms('b.settled_at')} as "settledAt", b.returned_call_id as "returnedCallId", u.name as "closedBy",
              b.closed_reason as "closedReason"
            from (${calls(query)}) k join calls c on c.id = k.id left join lines li on li.id = k.line_id
            left join callbacks b on b.id = k.callback_id left join users u on u.id = b.closed_by
            where ${place} order by k.started_at, k.id limit ${limit}`,
      );
    },
    /** Seconds of the stretch that nobody has seen and no record has told since; one that lasts ends now. */
    blind({ from, to }: StatementQuery, now: number): Promise<{ startedAt: number; endedAt: number }[]> {
      const [start, end] = [sql`to_timestamp(${from / 1000})`, sql`to_timestamp(${Math.min(to, now) / 1000})`];
      return rowsOf(
        tx,
        sql`select (extract(epoch from greatest(started_at, ${start})) * 1000)::bigint as "startedAt",
              (extract(epoch from least(coalesce(ended_at, ${end}), ${end})) * 1000)::bigint as "endedAt"
            from blind_windows where reconciled_at is null and started_at < ${end}
              and coalesce(ended_at, ${end}) > ${start} order by started_at`,
      );
    },
    /** The first and the last second in which the PBX was seen. */
    async seen(): Promise<{ followedFrom: number | null; completeTo: number | null }> {
      const [row] = await rowsOf<{ followedFrom: number | null; completeTo: number | null }>(
        tx,
        sql`select ${ms('min(started_at)')} as "followedFrom", ${ms('max(seen_to)')} as "completeTo" from coverage_intervals`,
      );
      return row ?? { followedFrom: null, completeTo: null };
    },
  };
}
export type StatementStore = ReturnType<typeof statementStore>;
