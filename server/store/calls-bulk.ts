import { sql } from 'drizzle-orm';
import type { CallRecord } from '../domain/call/call-record.ts';
import type { NewCallback } from '../domain/callback/callback.ts';
import { born } from '../domain/callback/transition.ts';
import type { DbTx } from '../platform/db.ts';
import { type CalendarRow, calendarJson, hoursOf } from './calendar.ts';
import { openedRow } from './callbacks-events.ts';
import { type CallFindings, type CallPlace, type ExclusionRule, factsOf } from './calls.ts';
import { legRows, offerRows, type PhoneOwners, plain, recordingRows, talkRows } from './calls-parts.ts';
import { type OutboxFact, outboxChannel } from './outbox.ts';
import { rowsOf } from './sql.ts';

/** What all calls of one PBX are judged by, read once for many. */
export interface CallGround {
  /** Undefined: there is no such PBX. */
  place(lineKey: string | null): CallPlace;
  readonly owners: PhoneOwners;
  readonly rules: readonly ExclusionRule[];
}

/** Somebody behind a number, with all their numbers. */
export interface PersonBehind {
  readonly e164: string;
  readonly contactId: number;
  readonly vip: boolean;
  readonly phones: readonly { readonly number: string; readonly shared: boolean }[];
}

/** One new call with all that was found out. */
export interface BulkCall {
  readonly bootId: number;
  readonly record: CallRecord;
  readonly findings: CallFindings;
}

/** Many calls in few statements: what a busy minute needs. Every value goes as one JSON parameter. */
export function bulkCallStore(tx: DbTx) {
  return {
    async ground(pbxId: number): Promise<CallGround> {
      const [row] = await rowsOf<GroundRow>(
        tx,
        sql`select s.id as "siteId", s.country, s.returned_talk_ms as "returnedTalkMs",
          coalesce((select json_agg(json_build_object('key', l.key, 'id', l.id, 'group', l.line_group, 'dueMinutes', l.due_minutes,
            'calendar', ${calendarJson}))
            from lines l where l.site_id = s.id), '[]') as lines,
          coalesce((select json_agg(json_build_object('device', d.device, 'extension', d.extension, 'userId', d.user_id) order by d.id)
            from devices d where d.pbx_id = p.id), '[]') as phones,
          coalesce((select json_agg(json_build_object('id', r.id, 'kind', r.kind, 'value', r.value) order by r.id)
            from exclusion_rules r where r.enabled), '[]') as rules
          from pbxes p join sites s on s.id = p.site_id where p.id = ${pbxId}`,
      );
      if (!row) throw new Error(`There is no PBX ${pbxId}`);
      return groundOf(row);
    },
    /** Everybody behind these numbers, merged contacts left out. */
    behind(numbers: readonly string[]): Promise<PersonBehind[]> {
      return rowsOf<PersonBehind>(
        tx,
        sql`select p.e164, c.id as "contactId", c.vip, (select json_agg(json_build_object('number', o.e164, 'shared',
            exists (select from contact_phones x where x.e164 = o.e164 and x.contact_id <> o.contact_id)) order by o.e164)
            from contact_phones o where o.contact_id = c.id) as phones
          from contact_phones p join contacts c on c.id = p.contact_id
          where p.e164 in (select json_array_elements_text(${JSON.stringify(numbers)}::json)) and c.merged_into is null
          order by c.id`,
      );
    },
    /** As `serialise` of the ledger, for all numbers in one statement and in the same order. */
    async serialise(numbers: readonly string[]): Promise<void> {
      const sorted = JSON.stringify([...new Set(numbers)].sort());
      await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('number:' || value, 0))
        from json_array_elements_text(${sorted}::json) with ordinality as n (value, place) order by place`);
    },
    /** Numbers and contacts for which the ledger or the log holds something that a call may touch. */
    async touched(numbers: readonly string[], contactIds: readonly number[], talkedAfter: number) {
      const rows = await rowsOf<{ number: string | null; contactId: number | null }>(
        tx,
        sql`select number, contact_id as "contactId" from callbacks
          where state in ('open', 'claimed', 'dialing', 'needs_human')
            and (number in (select json_array_elements_text(${JSON.stringify(numbers)}::json))
              or contact_id in (select value::bigint from json_array_elements_text(${JSON.stringify(contactIds)}::json)))
          union all
          select customer, null from calls where outcome = 'talked' and ended_at > to_timestamp(${talkedAfter}::float8 / 1000)
            and customer in (select json_array_elements_text(${JSON.stringify(numbers)}::json))`,
      );
      return {
        numbers: new Set(rows.flatMap(({ number }) => (number === null ? [] : [number]))),
        contacts: new Set(rows.flatMap(({ contactId }) => (contactId === null ? [] : [contactId]))),
      };
    },
    /** Adds calls with their parts; answers the rows by their place in `calls`. One that the log holds already is left out. */
    async add(pbxId: number, calls: readonly BulkCall[], owners: PhoneOwners): Promise<Map<number, number>> {
      const rows = calls.map(({ bootId, record, findings }, n) => ({
        n,
        bootId,
        linkedid: plain(record.linkedid),
        ...factsOf(record),
        ...findings,
      }));
      const parts = {
        legs: calls.flatMap(({ record }, n) => legRows(n, record, owners)),
        offers: calls.flatMap(({ record }, n) => offerRows(n, record, owners)),
        talks: calls.flatMap(({ record }, n) => talkRows(n, record, owners)),
        files: calls.flatMap(({ record }, n) => recordingRows(n, record)),
      };
      const added = await rowsOf<{ n: number; id: number }>(
        tx,
        addCalls(pbxId, JSON.stringify(rows), JSON.stringify(parts)),
      );
      return new Map(added.map(({ n, id }) => [n, id]));
    },
    /** Opens one item for each missed call, with its history and cover; answers their rows in order. */
    async open(misses: readonly { readonly callId: number; readonly item: NewCallback }[]): Promise<number[]> {
      if (misses.length === 0) return [];
      const rows = misses.map(({ item }, n) => ({ n, ...born(item) }));
      const opened = await rowsOf<{ id: number }>(tx, openItems(JSON.stringify(rows)));
      const ids = opened.map(({ id }) => id);
      const lines = rows.map((row, n) => {
        const id = ids[n] ?? 0;
        const { detail, at, rule } = openedRow({ ...row, id }, null);
        return { id, at, callId: misses[n]?.callId, rule, detail };
      });
      await tx.execute(sql`with l as (select * from json_to_recordset(${JSON.stringify(lines)}::json)
            as x (id bigint, at float8, "callId" bigint, rule text, detail jsonb)),
          covered as (insert into callback_calls (callback_id, call_id, at) select id, "callId", to_timestamp(at / 1000) from l)
        insert into callback_events (callback_id, at, type, rule, detail)
          select id, to_timestamp(at / 1000), 'opened', rule, detail from l`);
      return ids;
    },
    /** As `outbox.add`, for many. */
    async tell(at: number, facts: readonly OutboxFact[]): Promise<void> {
      if (facts.length === 0) return;
      await tx.execute(sql`with told as (insert into outbox (at, type, payload)
          select to_timestamp(${at}::float8 / 1000), f ->> 'type', f::jsonb
          from json_array_elements(${JSON.stringify(facts)}::json) with ordinality as x (f, place) order by place)
        select pg_notify(${outboxChannel}, '')`);
    },
  };
}
export type BulkCallStore = ReturnType<typeof bulkCallStore>;

interface GroundRow {
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
  readonly phones: readonly { readonly device: string; readonly extension: string; readonly userId: number | null }[];
  readonly rules: readonly ExclusionRule[];
}

function groundOf({ lines, phones, rules, ...site }: GroundRow): CallGround {
  const byKey = new Map(lines.map(({ key, calendar, ...line }) => [key, { ...line, hours: hoursOf(calendar) }]));
  const byDevice = new Map(phones.map(({ device, userId }) => [device, userId]));
  const byExtension = new Map(phones.map(({ extension, userId }) => [extension, userId]));
  return {
    place: (lineKey) => ({ ...site, line: lineKey === null ? null : (byKey.get(lineKey) ?? null) }),
    owners: {
      byDevice: (device) => (device === null ? null : (byDevice.get(device) ?? null)),
      byExtension: (extension) => (extension === null ? null : (byExtension.get(extension) ?? null)),
    },
    rules,
  };
}

/** In the parts `callId` is the call's place in the list; only parts of calls that are new are added. */
function addCalls(pbxId: number, rows: string, parts: string) {
  return sql`with r as (select * from json_to_recordset(${rows}::json) as x (n int, "bootId" bigint, linkedid text,
      linkedids text[], direction text, customer text, "callerRaw" text, "callerName" text, withheld boolean, called text,
      "calledRaw" text, "lineId" bigint, queue text, "startedAt" float8, "endedAt" float8, "waitedMs" int, "talkedMs" int,
      outcome text, reason text, "contactId" bigint, "agentId" bigint, "attemptId" text, "excludedBy" bigint,
      warnings text[], "recordedAt" float8)),
    c as (insert into calls (pbx_id, boot_id, linkedid, linkedids, direction, customer, caller_raw, caller_name, withheld,
        called, called_raw, line_id, queue, started_at, ended_at, waited_ms, talked_ms, outcome, reason, contact_id, agent_id,
        attempt_id, excluded_by, warnings, recorded_at)
      select ${pbxId}::bigint, "bootId", linkedid, linkedids, direction, customer, "callerRaw", "callerName", withheld, called,
        "calledRaw", "lineId", queue, to_timestamp("startedAt" / 1000), to_timestamp("endedAt" / 1000), "waitedMs", "talkedMs",
        outcome, reason, "contactId", "agentId", "attemptId", "excludedBy", warnings, to_timestamp("recordedAt" / 1000)
      from r order by n on conflict do nothing returning id, boot_id, linkedid),
    k as (select r.n, c.id, r."contactId", r."recordedAt" from c join r on r.linkedid = c.linkedid and r."bootId" = c.boot_id),
    p as (select ${parts}::json as p),
    legs as (insert into call_legs (call_id, uniqueid, channel, role, device, user_id, extension, number, started_at, up_at,
        ended_at, cause, cause_text)
      select k.id, x.uniqueid, x.channel, x.role, x.device, x."userId", x.extension, x.number, to_timestamp(x."startedAt" / 1000),
        to_timestamp(x."upAt" / 1000), to_timestamp(x."endedAt" / 1000), x.cause, x."causeText"
      from p, json_to_recordset(p.p -> 'legs') as x ("callId" int, uniqueid text, channel text, role text, device text,
        "userId" bigint, extension text, number text, "startedAt" float8, "upAt" float8, "endedAt" float8, cause int,
        "causeText" text) join k on k.n = x."callId" on conflict do nothing),
    offers as (insert into call_offers (call_id, uniqueid, device, user_id, queue, started_at, rang_at, ended_at, result)
      select k.id, x.uniqueid, x.device, x."userId", x.queue, to_timestamp(x."startedAt" / 1000), to_timestamp(x."rangAt" / 1000),
        to_timestamp(x."endedAt" / 1000), x.result
      from p, json_to_recordset(p.p -> 'offers') as x ("callId" int, uniqueid text, device text, "userId" bigint, queue text,
        "startedAt" float8, "rangAt" float8, "endedAt" float8, result text) join k on k.n = x."callId" on conflict do nothing),
    talks as (insert into call_talks (call_id, uniqueid, device, user_id, party, started_at, ended_at)
      select k.id, x.uniqueid, x.device, x."userId", x.party, to_timestamp(x."startedAt" / 1000), to_timestamp(x."endedAt" / 1000)
      from p, json_to_recordset(p.p -> 'talks') as x ("callId" int, uniqueid text, device text, "userId" bigint, party text,
        "startedAt" float8, "endedAt" float8) join k on k.n = x."callId" on conflict do nothing),
    files as (insert into recordings (call_id, uniqueid, path, state, started_at)
      select k.id, x.uniqueid, x.path, x.state, to_timestamp(x."startedAt" / 1000)
      from p, json_to_recordset(p.p -> 'files') as x ("callId" int, uniqueid text, path text, state text, "startedAt" float8)
        join k on k.n = x."callId" on conflict do nothing returning id, call_id),
    linked as (insert into recording_links (recording_id, contact_id, linked_at)
      select f.id, k."contactId", to_timestamp(k."recordedAt" / 1000) from files f join k on k.id = f.call_id
      where k."contactId" is not null)
    select n, id from k`;
}

/** Columns a new item does not have yet keep their defaults; the trigger of births looks at each. */
function openItems(rows: string) {
  return sql`insert into callbacks (site_id, origin, key, number, line_id, contact_id, queue, state, needs_reason, due_at,
      promised_at, first_miss_at, latest_miss_at, misses, priority, owner_id, owner_rule, created_at, updated_at)
    select "siteId", origin, key, number, "lineId", "contactId", queue, state, "needsReason", to_timestamp("dueAt" / 1000),
      to_timestamp("promisedAt" / 1000), to_timestamp("firstMissAt" / 1000), to_timestamp("latestMissAt" / 1000), misses,
      priority, "ownerId", "ownerRule", to_timestamp("createdAt" / 1000), to_timestamp("updatedAt" / 1000)
    from json_to_recordset(${rows}::json) as x (n int, "siteId" bigint, origin text, key text, number text, "lineId" bigint,
      "contactId" bigint, queue text, state text, "needsReason" text, "dueAt" float8, "promisedAt" float8,
      "firstMissAt" float8, "latestMissAt" float8, misses int, priority int, "ownerId" bigint,
      "ownerRule" text, "createdAt" float8, "updatedAt" float8)
    order by n returning id`;
}
