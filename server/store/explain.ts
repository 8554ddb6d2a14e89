import { sql } from 'drizzle-orm';
import type { CallExplained } from '../../schema/contracts/explain.ts';
import type { DbTx } from '../platform/db.ts';
import { rowsOf } from './sql.ts';

/** What explains a call beyond its row and its parts. */
export interface ExplainRow {
  readonly called: string | null;
  readonly calledRaw: string | null;
  readonly agentId: number | null;
  readonly minTalkMs: number;
  readonly returnedTalkMs: number;
  readonly exclusion: CallExplained['exclusion'];
  /** The contact from whose page the call was dialled. */
  readonly dialledContactId: number | null;
  readonly callback: CallExplained['callback'];
  readonly chosenContactId: number | null;
}

/** Why a call stands in the log as it does. */
export function explainStore(tx: DbTx) {
  return {
    async call(callId: number): Promise<ExplainRow | undefined> {
      const [row] = await rowsOf<ExplainRow>(
        tx,
        sql`select c.called, c.called_raw as "calledRaw", c.agent_id as "agentId", s.min_talk_ms as "minTalkMs",
              s.returned_talk_ms as "returnedTalkMs", a.contact_id as "dialledContactId",
              m.contact_id as "chosenContactId",
              case when x.id is null then null
                else json_build_object('ruleId', x.id, 'kind', x.kind, 'value', x.value) end as exclusion,
              (select json_build_object('id', b.id, 'state', b.state, 'how',
                 case when bc.call_id = (select min(f.call_id) from callback_calls f where f.callback_id = b.id)
                   then 'opened_by_this_call' else 'joined_by_this_call' end)
               from callback_calls bc join callbacks b on b.id = bc.callback_id where bc.call_id = c.id) as callback
            from calls c join pbxes p on p.id = c.pbx_id join sites s on s.id = p.site_id
            left join exclusion_rules x on x.id = c.excluded_by
            left join attempts a on a.id = c.attempt_id
            left join match_choices m on m.e164 = c.customer and m.user_id = c.agent_id
            where c.id = ${callId}`,
      );
      return row;
    },
  };
}
export type ExplainStore = ReturnType<typeof explainStore>;
