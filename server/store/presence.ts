import { sql } from 'drizzle-orm';
import type { AgentState } from '../../schema/contracts/live.ts';
import { presenceEvents } from '../../schema/tables/people.ts';
import type { DbTx } from '../platform/db.ts';
import { ms, rowsOf } from './sql.ts';

/** From `at` on a person did this. */
export interface PresenceEvent {
  readonly userId: number;
  readonly at: number;
  readonly state: AgentState;
  readonly detail: string | null;
  readonly byId: number | null;
}

/** Time one person spent in one state on one day of the company's calendar. */
export interface PresenceDay {
  readonly userId: number;
  readonly day: string;
  readonly state: AgentState | 'unseen';
  readonly detail: string | null;
  readonly ms: number;
}

/** Where people were. */
export function presenceStore(tx: DbTx) {
  return {
    async add(events: readonly PresenceEvent[]): Promise<void> {
      if (events.length > 0) await tx.insert(presenceEvents).values([...events]);
    },
    /** What each person did last. */
    last(): Promise<PresenceEvent[]> {
      return rowsOf(
        tx,
        sql`select distinct on (user_id) user_id as "userId", ${ms('at')} as at, state, detail, by_id as "byId"
            from presence_events where state <> 'unseen' order by user_id, at desc, id desc`,
      );
    },
    /** Nobody looked after the last second that was seen: what people did then is not known. */
    async unseen(pbxId: number): Promise<void> {
      await tx.execute(
        sql`insert into presence_events (user_id, at, state)
            select l.user_id, greatest(l.at, c.ended), 'unseen'
            from (select distinct on (user_id) user_id, at, state from presence_events order by user_id, at desc, id desc) l,
                 (select max(seen_to) as ended from coverage_intervals where pbx_id = ${pbxId}) c
            where l.state <> 'unseen' and c.ended is not null`,
      );
    },
    /**
     * Time for each state and day, both days included, by the clock of a zone. A state that still lasts counts up to
     * now; what began before the first day counts from its start.
     */
    days(from: string, to: string, timeZone: string, now: number): Promise<PresenceDay[]> {
      const begin = sql`(${from}::date::timestamp at time zone ${timeZone})`;
      const end = sql`least((${to}::date + 1)::timestamp at time zone ${timeZone}, to_timestamp(${now / 1000}))`;
      return rowsOf(
        tx,
        sql`with told as (
              select user_id, state, detail, at, lead(at) over (partition by user_id order by at, id) as next_at
              from presence_events where at < ${end} and at >= coalesce(
                (select max(p.at) from presence_events p where p.user_id = presence_events.user_id and p.at <= ${begin}), ${begin})
            ), span as (
              select user_id, state, detail, greatest(at, ${begin}) as a, least(coalesce(next_at, ${end}), ${end}) as b from told
            ), cut as (
              select s.user_id, s.state, s.detail, d::date as day,
                greatest(s.a, d at time zone ${timeZone}) as a,
                least(s.b, (d + interval '1 day') at time zone ${timeZone}) as b
              from span s, generate_series(date_trunc('day', s.a at time zone ${timeZone}),
                s.b at time zone ${timeZone}, interval '1 day') d
            )
            select user_id as "userId", to_char(day, 'YYYY-MM-DD') as day, state, detail,
              sum(extract(epoch from b - a) * 1000)::bigint as ms
            from cut where b > a group by user_id, day, state, detail order by user_id, day, state, detail`,
      );
    },
  };
}
export type PresenceStore = ReturnType<typeof presenceStore>;
