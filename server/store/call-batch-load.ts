import type { CallRecord } from '../domain/call/call-record.ts';
import type { Callback } from '../domain/callback/callback.ts';
import { type DbTx, runNamed, type Statement } from '../platform/db.ts';
import type { CalendarRow } from './calendar.ts';
import { itemJson } from './callback-columns.ts';
import type { ExclusionRule, TalkedCall } from './calls.ts';
import { arrayOf } from './many-rows.ts';

/** What a batch of calls is about. */
export interface Asked {
  readonly pbxId: number;
  readonly numbers: readonly string[];
  /** Numbers of those who were missed, and when the first of them was. */
  readonly missed: readonly string[];
  readonly earliestMiss: number;
  readonly lines: readonly string[];
  /** The names of the calls: the life of the PBX and the linkedid, side by side. */
  readonly boots: readonly number[];
  readonly linkedids: readonly string[];
  /** How many new items there may be. */
  readonly misses: number;
}

/** Somebody behind a number, with all their numbers. */
export interface PersonBehind {
  readonly e164: string;
  readonly contactId: number;
  readonly vip: boolean;
  readonly phones: readonly { readonly number: string; readonly shared: boolean }[];
  /** Whose their items are to be; told only for those who were missed. */
  readonly owner: number | null;
  readonly favourite: number | null;
  readonly lastTalk: LastTalk | null;
}

/** Who of us talked with a customer last. */
export interface LastTalk {
  readonly agentId: number;
  readonly endedAt: number;
}

/** All that the database knows of what a batch is about, read behind the locks of its numbers. */
export interface Loaded {
  readonly siteId: number;
  readonly country: string;
  readonly returnedTalkMs: number;
  readonly lines: readonly {
    readonly key: string;
    readonly id: number;
    readonly group: string;
    readonly dueMinutes: number;
    readonly calendar: CalendarRow | null;
  }[];
  /** Texts of JSON: they are nearly always those of the batch before. */
  readonly phones: string;
  readonly rules: string;
  readonly people: readonly PersonBehind[];
  readonly choices: readonly { readonly number: string; readonly userId: number; readonly contactId: number }[];
  readonly known: readonly {
    readonly id: number;
    readonly bootId: number;
    readonly linkedid: string;
    readonly outcome: CallRecord['outcome'];
    readonly callbackId: number | null;
  }[];
  readonly items: readonly Callback[];
  readonly talked: readonly TalkedOnce[];
  readonly lastTalks: readonly ({ readonly number: string } & LastTalk)[];
  readonly callIds: readonly number[];
  readonly itemIds: readonly number[];
}

/** One stretch of talk, with the call it is of. */
export interface TalkedOnce extends TalkedCall {
  readonly callEndedAt: number;
}

export type PhoneRow = readonly [device: string, extension: string, userId: number | null];
export type RuleRow = ExclusionRule;

/**
 * The hours that debts are born by, shared, before anything else; then all numbers concerned, one after the other in the
 * order in which everyone locks them. All until the commit.
 */
const lock: Statement = {
  name: 'ringback_lock_numbers',
  text: `select pg_advisory_xact_lock_shared(hashtextextended('hours', 0)), (select
    count(pg_advisory_xact_lock(hashtextextended('number:' || e164, 0))) from (
    select e164 from (select unnest($1::text[]) as e164 union select o.e164 from contact_phones p
      join contacts c on c.id = p.contact_id and c.merged_into is null
      join contact_phones o on o.contact_id = c.id where p.e164 = any($1::text[])) n
    order by e164 collate "C") s)`,
};

const ms = (instant: string) => `(extract(epoch from ${instant}) * 1000)::bigint`;
const list = (each: string) => `coalesce(json_agg(${each}), '[]')`;
/** Who talked last among calls `k`, nobody who has left. */
const lastTalk = (
  whose: string,
) => `select json_build_object('agentId', k.agent_id, 'endedAt', ${ms('k.ended_at')}) as talk
  from calls k join users u on u.id = k.agent_id and u.disabled_at is null
  where ${whose} and k.outcome = 'talked' order by k.started_at desc limit 1`;

const load: Statement = {
  name: 'ringback_load_calls',
  text: `with people as materialized (select p.e164, c.id, c.vip, c.owner_id, c.favourite_id from contact_phones p
      join contacts c on c.id = p.contact_id where p.e164 = any($2::text[]) and c.merged_into is null),
    own as materialized (select o.contact_id, o.e164, exists (select from contact_phones x where x.e164 = o.e164
        and x.contact_id <> o.contact_id) as shared
      from contact_phones o where o.contact_id = any(array(select id from people))),
    held as (select b.* from callbacks b where b.state in ('open', 'claimed', 'dialing', 'needs_human')
      and (b.number = any(array(select unnest($2::text[]) union select e164 from own)) or b.contact_id = any(array(select id from people)))
      order by b.id for update),
    logged as (select k.id, k.boot_id, k.linkedid, k.outcome from calls k join unnest($6::bigint[], $7::text[]) as a (boot_id, linkedid)
      on k.boot_id = a.boot_id and k.linkedid = a.linkedid where k.pbx_id = $1::bigint for update of k),
    owing as materialized (select unnest($3::text[]) as e164 union
      select own.e164 from own join people on people.id = own.contact_id where people.e164 = any($3::text[]))
  select s.id as "siteId", s.country, s.returned_talk_ms as "returnedTalkMs",
    (select ${list(`json_build_object('key', l.key, 'id', l.id, 'group', l.line_group, 'dueMinutes', l.due_minutes, 'calendar',
        (select json_build_object('timeZone', h.time_zone, 'weekly', h.weekly, 'holidays', h.holidays,
          'specialDays', h.special_days) from calendars h where h.id = l.calendar_id))`)}
      from lines l where l.site_id = s.id and l.key = any($5::text[])) as lines,
    (select ${list('json_build_array(d.device, d.extension, d.user_id) order by d.id')}::text from devices d where d.pbx_id = p.id) as phones,
    (select ${list(`json_build_object('id', r.id, 'kind', r.kind, 'value', r.value, 'line', rl.key) order by r.id`)}::text
      from exclusion_rules r left join lines rl on rl.id = r.line_id where r.enabled) as rules,
    (select ${list(`json_build_object('e164', b.e164, 'contactId', b.id, 'vip', b.vip, 'phones',
        (select json_agg(json_build_object('number', own.e164, 'shared', own.shared)) from own where own.contact_id = b.id),
        'owner', (select u.id from users u where u.id = b.owner_id and u.disabled_at is null),
        'favourite', (select u.id from users u where u.id = b.favourite_id and u.disabled_at is null),
        'lastTalk', case when b.e164 = any($3::text[]) then (${lastTalk('k.contact_id = b.id')}) end) order by b.id`)}
      from people b) as people,
    (select ${list(`json_build_object('number', m.e164, 'userId', m.user_id, 'contactId', m.contact_id)`)}
      from match_choices m where m.e164 = any($2::text[])) as choices,
    (select ${list(`json_build_object('id', k.id, 'bootId', k.boot_id, 'linkedid', k.linkedid, 'outcome', k.outcome, 'callbackId',
        (select cc.callback_id from callback_calls cc where cc.call_id = k.id))`)} from logged k) as known,
    (select ${list(itemJson)} from held b) as items,
    (select ${list(`json_build_object('id', k.id, 'direction', k.direction, 'customer', k.customer, 'lineGroup', l.line_group,
        'contactId', k.contact_id, 'agentId', coalesce(t.user_id, k.agent_id), 'talkedMs', k.talked_ms, 'talkStartedAt',
        ${ms('t.started_at')}, 'talkEndedAt', ${ms('t.ended_at')}, 'callEndedAt', ${ms('k.ended_at')}) order by t.ended_at`)}
      from calls k join call_talks t on t.call_id = k.id left join lines l on l.id = k.line_id
      where k.customer = any(array(select e164 from owing)) and k.outcome = 'talked'
        and k.ended_at > to_timestamp($4::float8 / 1000) and t.ended_at > to_timestamp($4::float8 / 1000)) as talked,
    (select ${list(`json_build_object('number', m.e164, 'agentId', (x.talk ->> 'agentId')::bigint, 'endedAt', (x.talk ->> 'endedAt')::bigint)`)}
      from (select distinct unnest($3::text[]) as e164) m cross join lateral (${lastTalk('k.customer = m.e164')}) x) as "lastTalks",
    array_to_json(array(select nextval('calls_id_seq') from generate_series(1, cardinality($7::text[])))) as "callIds",
    array_to_json(array(select nextval('callbacks_id_seq') from generate_series(1, $8::int))) as "itemIds"
  from pbxes p join sites s on s.id = p.site_id where p.id = $1::bigint`,
};

/** Locks what the calls are about, then reads it: what somebody saved meanwhile is seen, or waits for us. */
export async function loadBatch(tx: DbTx, asked: Asked): Promise<Loaded> {
  const numbers = arrayOf(asked.numbers);
  if (asked.numbers.length > 0 || asked.misses > 0) await runNamed(tx, lock, [numbers]);
  const [loaded] = await runNamed<Loaded & Record<string, unknown>>(tx, load, [
    asked.pbxId,
    numbers,
    arrayOf(asked.missed),
    asked.earliestMiss,
    arrayOf(asked.lines),
    arrayOf(asked.boots),
    arrayOf(asked.linkedids),
    asked.misses,
  ]);
  if (!loaded) throw new Error(`There is no PBX ${asked.pbxId}`);
  return loaded;
}
