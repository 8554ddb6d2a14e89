import { sql } from 'drizzle-orm';
import type { CallDetail } from '../../schema/contracts/calls.ts';
import type { E164 } from '../../schema/values/e164.ts';
import type { DbTx } from '../platform/db.ts';
import { personRef } from './call-rows.ts';
import { heardIn } from './heard.ts';
import { ms, rowsOf } from './sql.ts';

/** What a call's page shows beyond its row. */
export type CallParts = Pick<CallDetail, 'linkedid' | 'warnings' | 'legs' | 'offers' | 'talks' | 'ticks'>;

const person = personRef('u');

/** The inside of one call: legs, offers, talks. */
export function callDetailStore(tx: DbTx) {
  return {
    async parts(callId: number): Promise<CallParts | undefined> {
      const [head] = await rowsOf<{ linkedid: string; warnings: string[] }>(
        tx,
        sql`select linkedid, to_json(warnings) as warnings from calls where id = ${callId}`,
      );
      if (!head) return undefined;
      const legs = await rowsOf<CallDetail['legs'][number]>(
        tx,
        sql`select l.role, l.device, l.extension, ${person} as person, l.number, ${ms('l.started_at')} as "startedAt",
              ${ms('l.up_at')} as "upAt", ${ms('l.ended_at')} as "endedAt", l.cause, l.cause_text as "causeText"
            from call_legs l left join users u on u.id = l.user_id where l.call_id = ${callId} order by l.started_at, l.id`,
      );
      const offers = await rowsOf<CallDetail['offers'][number]>(
        tx,
        sql`select o.device, ${person} as person, o.queue, ${ms('o.started_at')} as "startedAt",
              ${ms('o.ended_at')} as "endedAt", o.result
            from call_offers o left join users u on u.id = o.user_id where o.call_id = ${callId} order by o.started_at, o.id`,
      );
      const talks = await rowsOf<CallDetail['talks'][number]>(
        tx,
        sql`select t.party, ${person} as person, ${ms('t.started_at')} as "startedAt", ${ms('t.ended_at')} as "endedAt",
              coalesce((select json_agg(r.id order by r.started_at, r.id) from recordings r
                where r.call_id = t.call_id and r.state <> 'refused' and ${heardIn}), '[]') as recordings
            from call_talks t left join users u on u.id = t.user_id where t.call_id = ${callId} order by t.started_at, t.id`,
      );
      const ticks = await rowsOf<CallDetail['ticks'][number]>(
        tx,
        sql`select k.item, ${person} as person, ${ms('k.at')} as at
            from call_ticks k join users u on u.id = k.user_id where k.call_id = ${callId} order by k.at, k.item`,
      );
      return { ...head, legs, offers, talks, ticks };
    },
    /** Only points that stand on the list of the call's line; the first tick of a point counts. */
    async tick(callId: number, userId: number, items: readonly string[], at: number): Promise<void> {
      await tx.execute(
        sql`insert into call_ticks (call_id, item, user_id, at)
            select c.id, x.item, ${userId}, to_timestamp(${at / 1000}) from calls c join lines l on l.id = c.line_id,
              unnest(${sql.param([...items])}::text[]) x(item)
            where c.id = ${callId} and x.item = any(l.checklist) on conflict do nothing`,
      );
    },
    async wrapUp(callId: number, chip: string | null): Promise<boolean> {
      return (
        (await rowsOf(tx, sql`update calls set outcome_chip = ${chip} where id = ${callId} returning id`)).length > 0
      );
    },
    /** A missed call that a rule left out, as the ledger needs it. Locked until the end of the transaction. */
    async excluded(callId: number): Promise<ExcludedCall | undefined> {
      const [found] = await rowsOf<ExcludedCall>(
        tx,
        sql`select c.pbx_id as "pbxId", li.key as "lineKey", c.customer as number, c.contact_id as "contactId",
              c.excluded_by as rule, c.customer as caller, c.caller_raw as "callerRaw", c.withheld, c.queue,
              ${ms('c.ended_at')} as "endedAt"
            from calls c left join lines li on li.id = c.line_id
            where c.id = ${callId} and c.excluded_by is not null and c.outcome = 'missed' for update of c`,
      );
      return found;
    },
    async include(callId: number): Promise<void> {
      await tx.execute(sql`update calls set excluded_by = null where id = ${callId}`);
    },
    /** Who the call was for, as far as notes and next steps need it. */
    async subject(callId: number): Promise<CallSubject | undefined> {
      const [found] = await rowsOf<CallSubject>(
        tx,
        sql`select id, contact_id as "contactId", customer as number, line_id as "lineId", agent_id as "agentId",
              excluded_by as "excludedBy", outcome, direction from calls where id = ${callId}`,
      );
      return found;
    },
  };
}
export type CallDetailStore = ReturnType<typeof callDetailStore>;

export interface ExcludedCall {
  readonly pbxId: number;
  readonly lineKey: string | null;
  readonly number: string | null;
  readonly contactId: number | null;
  readonly rule: number;
  readonly caller: E164 | null;
  readonly callerRaw: string | null;
  readonly withheld: boolean;
  readonly queue: string | null;
  readonly endedAt: number;
}

export interface CallSubject {
  readonly id: number;
  readonly contactId: number | null;
  readonly number: string | null;
  readonly lineId: number | null;
  readonly agentId: number | null;
  readonly excludedBy: number | null;
  readonly outcome: string;
  readonly direction: string;
}
