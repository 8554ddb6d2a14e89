import { sql } from 'drizzle-orm';
import type { DbTx } from '../platform/db.ts';
import { rowsOf } from './sql.ts';

/** Whom an item is about. */
export interface About {
  /** The item itself, once it is there: its ladder may have reached somebody. */
  readonly id?: number;
  readonly number: string | null;
  readonly contactId: number | null;
}

interface Found {
  readonly escalatedTo: number | null;
  readonly contactOwner: number | null;
  readonly lastTalker: number | null;
  readonly favourite: number | null;
}

/** People an item may belong to; nobody who has left. */
export function candidateStore(tx: DbTx) {
  return {
    /** One answer for each, in their order. */
    of(items: readonly About[]): Promise<Found[]> {
      return rowsOf<Found>(
        tx,
        sql`select o.id as "contactOwner", f.id as favourite, (
            select n.user_id from notices n join escalation_timers t on t.id = n.timer_id
              join users u on u.id = n.user_id and u.disabled_at is null
              where t.callback_id = x.id and n.rule in ('named', 'substitute', 'next_step')
              order by t.fired_at desc, t.id desc, n.id limit 1) as "escalatedTo", (
            select t.agent_id from (
              (select k.agent_id, k.ended_at from calls k join users u on u.id = k.agent_id and u.disabled_at is null
                where k.customer = x.number and k.outcome = 'talked' order by k.started_at desc limit 1)
              union all
              (select k.agent_id, k.ended_at from calls k join users u on u.id = k.agent_id and u.disabled_at is null
                where k.contact_id = x."contactId" and k.outcome = 'talked' order by k.started_at desc limit 1)
            ) t order by t.ended_at desc limit 1) as "lastTalker"
          from json_to_recordset(${JSON.stringify(items.map((item, n) => ({ n, ...item })))}::json)
            as x (n int, id bigint, number text, "contactId" bigint)
          left join contacts c on c.id = x."contactId"
          left join users o on o.id = c.owner_id and o.disabled_at is null
          left join users f on f.id = c.favourite_id and f.disabled_at is null
          order by x.n`,
      );
    },
  };
}
export type CandidateStore = ReturnType<typeof candidateStore>;
