import type { CallbackView } from '../../schema/contracts/callbacks.ts';
import { type DbTx, runNamed, type Statement } from '../platform/db.ts';

const ms = (column: string) => `(date_part('epoch', ${column}) * 1000)::bigint`;
const person = (alias: string) =>
  `case when ${alias}.id is null then null else json_build_object('id', ${alias}.id, 'name', ${alias}.name) end`;

/**
 * Items as Today and the board show them, in the order of the ids that are asked for. What stands beside them is read for
 * all of them at once, and joined: a subquery for each row would take twice as long.
 */
const views: Statement = {
  name: 'ringback_callback_views',
  text: `with asked as materialized (
      select b.*, w.place from unnest($1::bigint[]) with ordinality as w (id, place) join callbacks b on b.id = w.id),
    people as (
      select p.e164, count(*)::int as behind, min(p.contact_id) as the_one
      from (select distinct number from asked) n join contact_phones p on p.e164 = n.number group by p.e164),
    misses as (
      select distinct on (bc.callback_id) bc.callback_id, m.reason from callback_calls bc join calls m on m.id = bc.call_id
      where bc.callback_id = any($1) order by bc.callback_id, m.started_at desc),
    tries as (
      select distinct on (t.callback_id) t.callback_id,
        json_build_object('at', ${ms('t.created_at')}, 'by', ${person('u')}, 'outcome', t.outcome) as last_try
      from attempts t join users u on u.id = t.user_id
      where t.callback_id = any($1) order by t.callback_id, t.created_at desc),
    steps as (
      select distinct on (t.callback_id) t.callback_id, json_build_object('step', t.step, 'firedAt', ${ms('t.fired_at')},
        'acknowledgedAt', ${ms('t.acknowledged_at')}, 'acknowledgedBy', ${person('au')}) as escalation
      from escalation_timers t left join users au on au.id = t.acknowledged_by
      where t.callback_id = any($1) and t.fired_at is not null order by t.callback_id, t.fired_at desc, t.id desc),
    delays as (
      select distinct on (v.callback_id) v.callback_id, json_build_object('until', v.detail -> 'until', 'by', ${person('u')},
        'reason', v.detail ->> 'reason') as put_off
      from callback_events v join users u on u.id = v.actor_id
      where v.callback_id = any($1) and v.type = 'put_off' order by v.callback_id, v.id desc)
    select b.id, b.origin, b.state, b.needs_reason as "needsReason", b.number,
      case when c.id is null then null else
        json_build_object('id', c.id, 'name', c.name, 'organisation', o.name, 'vip', c.vip) end as contact,
      coalesce(people.behind, 0) as "contactsBehind",
      case when li.id is null then null else json_build_object('id', li.id, 'key', li.key, 'name', li.name) end as line,
      b.misses, ${ms('b.first_miss_at')} as "firstMissAt", ${ms('b.latest_miss_at')} as "latestMissAt",
      misses.reason as "missedReason", ${ms('b.due_at')} as "dueAt", ${ms('b.promised_at')} as "promisedAt",
      ${person('ow')} as owner, b.owner_rule as "ownerRule", ${person('cl')} as "claimedBy",
      ${ms('b.lease_until')} as "leaseUntil", b.fence, b.attempts_counted as tries, tries.last_try as "lastTry", b.priority,
      b.note, b.settled_as as "settledAs", ${ms('b.settled_at')} as "settledAt", ${person('rb')} as "returnedBy",
      b.returned_call_id as "returnedCallId", k.talked_ms as "returnedTalkMs", b.closed_reason as "closedReason",
      ${person('cb')} as "closedBy", steps.escalation, delays.put_off as "putOff", h.time_zone as "timeZone"
    from asked b
      left join lines li on li.id = b.line_id left join calendars h on h.id = li.calendar_id
      left join users ow on ow.id = b.owner_id left join users cl on cl.id = b.claimed_by
      left join users rb on rb.id = b.returned_by left join users cb on cb.id = b.closed_by
      left join calls k on k.id = b.returned_call_id left join people on people.e164 = b.number
      -- The contact of an item: its own, or the only person behind its number.
      left join contacts c on c.id = coalesce(b.contact_id, case when people.behind = 1 then people.the_one end)
      left join organisations o on o.id = c.organisation_id
      left join misses on misses.callback_id = b.id left join tries on tries.callback_id = b.id
      left join steps on steps.callback_id = b.id left join delays on delays.callback_id = b.id
    order by b.place`,
};

/** These items as people read them, in this order. */
export async function viewsOf(tx: DbTx, ids: readonly number[]): Promise<CallbackView[]> {
  return ids.length === 0 ? [] : runNamed<CallbackView>(tx, views, [ids]);
}
