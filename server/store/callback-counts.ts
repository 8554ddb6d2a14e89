import { sql } from 'drizzle-orm';
import type { BoardFilter } from '../../schema/contracts/callbacks.ts';
import { type DbTx, runNamed, type Statement } from '../platform/db.ts';
import { type BoardSearch, breached, inScope, isLive, withinFilter } from './board-search.ts';
import { rowsOf } from './sql.ts';

export type BoardCounts = Readonly<Record<BoardFilter, number>>;
export type CountsSearch = Pick<BoardSearch, 'line' | 'owner' | 'now' | 'settledSince'>;

const HOUR_MS = 3_600_000;

const here = `($1::bigint is null or line_id = $1) and case when $3::boolean then owner_id is null else $2::bigint is null or owner_id = $2 end`;
const instant = (parameter: string) => `to_timestamp(${parameter}::float8 / 1000)`;
const live = `state in ('open', 'claimed', 'dialing', 'needs_human')`;

/**
 * The sums of kept entries (those of live items have an hour, those of breached ones have none); what fell due within this hour and what was settled today are read from an index alone, and
 * so is the oldest, which is that of the whole board.
 */
const kept: Statement = {
  name: 'ringback_board_counts',
  text: `with kept as (
      select coalesce(sum(items) filter (where due_hour is not null), 0)::int as owed,
        coalesce(sum(items) filter (where due_hour < ${instant('$4')}), 0)::int as past,
        coalesce(sum(items) filter (where due_hour is null), 0)::int as breached,
        coalesce(sum(items) filter (where tried), 0)::int as not_reached,
        coalesce(sum(items) filter (where needs_human), 0)::int as needs_human
      from callback_counts where ${here}),
    this_hour as (
      select count(*)::int as past from callbacks
      where ${live} and due_at >= ${instant('$4')} and due_at < ${instant('$5')} and ${here}),
    today as (
      select (count(*) filter (where settled_as = 'in_time'))::int as in_time, (count(*) filter (where settled_as = 'late'))::int as late,
        (count(*) filter (where settled_as = 'called_again'))::int as called_again, (count(*) filter (where state = 'closed'))::int as closed
      from callbacks where settled_at >= ${instant('$6')} and ${here})
    select kept.owed, kept.past + this_hour.past as overdue, kept.breached, kept.not_reached, kept.needs_human, today.*,
      (select (date_part('epoch', min(first_miss_at)) * 1000)::bigint from callbacks where ${live}) as "oldestOpenAt"
    from kept, this_hour, today`,
};

/** How many items stand under each filter of the board. */
export function callbackCountStore(tx: DbTx) {
  return {
    /** From what triggers keep: its cost does not grow with the board. */
    async kept(search: CountsSearch): Promise<{ counts: BoardCounts; oldestOpenAt: number | null }> {
      const { line = null, owner, now, settledSince } = search;
      const one = typeof owner === 'number' ? owner : null;
      const hour = Math.floor(now / HOUR_MS) * HOUR_MS;
      const values = [line, one, owner === 'nobody', hour, now, settledSince];
      const [row] = await runNamed<BoardCounts & { oldestOpenAt: number | null }>(tx, kept, values);
      if (!row) throw new Error('The counts of the board were not told');
      const { oldestOpenAt, ...counts } = row;
      return { counts, oldestOpenAt };
    },
    /** By looking at every item: for a search by name or number, which nobody can keep counts of. */
    async counted(search: Omit<BoardSearch, 'filter' | 'cursor' | 'limit'>): Promise<BoardCounts> {
      const { now, settledSince } = search;
      const count = (filter: BoardFilter) =>
        sql`(count(*) filter (where ${withinFilter(filter, now, settledSince)}))::int`;
      const [row] = await rowsOf<BoardCounts>(
        tx,
        sql`select ${count('owed')} as owed, ${count('overdue')} as overdue, ${count('breached')} as breached,
              ${count('not_reached')} as not_reached, ${count('needs_human')} as needs_human, ${count('in_time')} as in_time,
              ${count('late')} as late, ${count('called_again')} as called_again, ${count('closed')} as closed
            from callbacks b where ${inScope(search)}
              and (${isLive} or b.settled_at >= to_timestamp(${settledSince / 1000}) or ${breached})`,
      );
      if (!row) throw new Error('The items of the board were not counted');
      return row;
    },
    /**
     * Puts entries of one kind together. Whoever reads meanwhile sees the entries or their sum, never both; a second one
     * who gathers takes only what the first has left.
     */
    async gather(): Promise<void> {
      await tx.execute(sql`with many as (
          select array_agg(id) as ids from callback_counts
          group by kind, line_id, owner_id, needs_human, tried, due_hour having count(*) > 1 or sum(items) = 0),
        gone as (delete from callback_counts where id in (select unnest(ids) from many) returning *)
        insert into callback_counts (kind, line_id, owner_id, needs_human, tried, due_hour, items)
        select kind, line_id, owner_id, needs_human, tried, due_hour, sum(items)
        from gone group by kind, line_id, owner_id, needs_human, tried, due_hour having sum(items) <> 0`);
    },
    /** Adds to every kind what counting gives more or less than is kept; answers how many kinds were wrong. */
    async recount(): Promise<number> {
      await tx.execute(sql`lock table callbacks, escalation_timers in share row exclusive mode`);
      const { rowCount } = await tx.execute(sql`
        insert into callback_counts (kind, line_id, owner_id, needs_human, tried, due_hour, items)
        select kind, line_id, owner_id, needs_human, tried, due_hour, sum(items) from (
          select kind, line_id, owner_id, needs_human, tried, due_hour, -items as items from callback_counts
          union all
          select 'live', line_id, owner_id, state = 'needs_human', attempts_counted > 0, date_trunc('hour', due_at, 'UTC'), 1
          from callbacks b where ${isLive}
          union all
          select 'breached', line_id, owner_id, false, false, null, 1 from callbacks b where ${breached}
        ) both_ways
        group by kind, line_id, owner_id, needs_human, tried, due_hour having sum(items) <> 0`);
      return rowCount ?? 0;
    },
  };
}
export type CallbackCountStore = ReturnType<typeof callbackCountStore>;
