import type { CallbackView } from '../../schema/contracts/callbacks.ts';
import { type DbTx, runNamed, type Statement } from '../platform/db.ts';

const ms = (column: string) => `(date_part('epoch', ${column}) * 1000)::bigint`;
const person = (alias: string) =>
  `case when ${alias}.id is null then null else json_build_object('id', ${alias}.id, 'name', ${alias}.name) end`;

/**
 * Items as Today and the board show them, in the order of the ids that are asked for. Whatever stands beside an item is
 * looked up once by an index, and not at all where the item itself says that there is none.
 */
const views: Statement = {
  name: 'ringback_callback_views',
  text: `select b.id, b.origin, b.state, b.needs_reason as "needsReason", b.number,
      case when c.id is null then null else
        json_build_object('id', c.id, 'name', c.name, 'organisation', o.name, 'vip', c.vip) end as contact,
      p.behind as "contactsBehind",
      case when li.id is null then null else json_build_object('id', li.id, 'key', li.key, 'name', li.name) end as line,
      b.misses, ${ms('b.first_miss_at')} as "firstMissAt", ${ms('b.latest_miss_at')} as "latestMissAt",
      m.reason as "missedReason", ${ms('b.due_at')} as "dueAt", ${ms('b.promised_at')} as "promisedAt",
      ${person('ow')} as owner, b.owner_rule as "ownerRule", ${person('cl')} as "claimedBy",
      ${ms('b.lease_until')} as "leaseUntil", b.fence, b.attempts_counted as tries, a.last_try as "lastTry", b.priority, b.note,
      b.settled_as as "settledAs", ${ms('b.settled_at')} as "settledAt", ${person('rb')} as "returnedBy",
      b.returned_call_id as "returnedCallId", k.talked_ms as "returnedTalkMs", b.closed_reason as "closedReason",
      ${person('cb')} as "closedBy", e.escalation, f.put_off as "putOff", h.time_zone as "timeZone"
    from unnest($1::bigint[]) with ordinality as asked (id, place) join callbacks b on b.id = asked.id
      left join lines li on li.id = b.line_id left join calendars h on h.id = li.calendar_id
      left join users ow on ow.id = b.owner_id left join users cl on cl.id = b.claimed_by
      left join users rb on rb.id = b.returned_by left join users cb on cb.id = b.closed_by
      left join calls k on k.id = b.returned_call_id
      left join lateral (select count(*)::int as behind, min(contact_id) as the_one
        from contact_phones where e164 = b.number) p on true
      -- The contact of an item: its own, or the only person behind its number.
      left join contacts c on c.id = coalesce(b.contact_id, case when p.behind = 1 then p.the_one end)
      left join organisations o on o.id = c.organisation_id
      left join lateral (select missed.reason from callback_calls bc join calls missed on missed.id = bc.call_id
        where bc.callback_id = b.id order by missed.started_at desc limit 1) m on b.misses > 0
      left join lateral (select json_build_object('at', ${ms('t.created_at')}, 'by', ${person('u')}, 'outcome', t.outcome) as last_try
        from attempts t join users u on u.id = t.user_id where t.callback_id = b.id
        order by t.created_at desc limit 1) a on b.fence > 0
      left join lateral (select json_build_object('step', t.step, 'firedAt', ${ms('t.fired_at')},
          'acknowledgedAt', ${ms('t.acknowledged_at')}, 'acknowledgedBy', ${person('au')}) as escalation
        from escalation_timers t left join users au on au.id = t.acknowledged_by
        where t.callback_id = b.id and t.fired_at is not null order by t.fired_at desc, t.id desc limit 1) e on true
      left join lateral (select json_build_object('until', v.detail -> 'until', 'by', ${person('u')},
          'reason', v.detail ->> 'reason') as put_off
        from callback_events v join users u on u.id = v.actor_id
        where v.callback_id = b.id and v.type = 'put_off' order by v.id desc limit 1) f on true
    order by asked.place`,
};

/** These items as people read them, in this order. */
export async function viewsOf(tx: DbTx, ids: readonly number[]): Promise<CallbackView[]> {
  return ids.length === 0 ? [] : runNamed<CallbackView>(tx, views, [ids]);
}
