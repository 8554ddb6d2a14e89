import { type SQL, sql } from 'drizzle-orm';
import type { BoardFilter, CallbackDetail, CallbackView } from '../../schema/contracts/callbacks.ts';
import type { DbTx } from '../platform/db.ts';
import { lineRef, personRef } from './call-rows.ts';
import { containing, cursor, ms, pageOf, rowsOf, type Wanted } from './sql.ts';

const isLive = sql.raw(`b.state in ('open', 'claimed', 'dialing', 'needs_human')`);

/** The contact of an item: its own, or the only person behind its number. */
const contact = sql.raw(`(select json_build_object('id', c.id, 'name', c.name, 'organisation', o.name, 'vip', c.vip)
  from contacts c left join organisations o on o.id = c.organisation_id
  where c.id = coalesce(b.contact_id, (select min(p.contact_id) from contact_phones p where p.e164 = b.number having count(*) = 1)))`);

/** One item as Today and the board show it. */
const view = sql`select b.id, b.origin, b.state, b.needs_reason as "needsReason", b.number, ${contact} as contact,
  (select count(*)::int from contact_phones p where p.e164 = b.number) as "contactsBehind", ${lineRef} as line, b.misses,
  ${ms('b.first_miss_at')} as "firstMissAt", ${ms('b.latest_miss_at')} as "latestMissAt",
  (select k.reason from callback_calls bc join calls k on k.id = bc.call_id where bc.callback_id = b.id
    order by k.started_at desc limit 1) as "missedReason",
  ${ms('b.due_at')} as "dueAt", ${ms('b.promised_at')} as "promisedAt", ${personRef('ow')} as owner,
  b.owner_rule as "ownerRule", ${personRef('cl')} as "claimedBy", ${ms('b.lease_until')} as "leaseUntil", b.fence,
  b.attempts_counted as tries,
  (select json_build_object('at', (extract(epoch from a.created_at) * 1000)::bigint,
     'by', json_build_object('id', u.id, 'name', u.name), 'outcome', a.outcome)
   from attempts a join users u on u.id = a.user_id where a.callback_id = b.id
   order by a.created_at desc limit 1) as "lastTry",
  b.priority, b.note, b.settled_as as "settledAs", ${ms('b.settled_at')} as "settledAt", ${personRef('rb')} as "returnedBy",
  b.returned_call_id as "returnedCallId",
  (select k.talked_ms from calls k where k.id = b.returned_call_id) as "returnedTalkMs",
  b.closed_reason as "closedReason", ${personRef('cb')} as "closedBy",
  (select json_build_object('step', t.step, 'firedAt', ${ms('t.fired_at')}, 'acknowledgedAt', ${ms('t.acknowledged_at')},
     'acknowledgedBy', ${personRef('au')})
   from escalation_timers t left join users au on au.id = t.acknowledged_by
   where t.callback_id = b.id and t.fired_at is not null order by t.fired_at desc, t.id desc limit 1) as escalation,
  (select h.time_zone from calendars h where h.id = li.calendar_id) as "timeZone"
  from callbacks b left join lines li on li.id = b.line_id left join users ow on ow.id = b.owner_id
  left join users cl on cl.id = b.claimed_by left join users rb on rb.id = b.returned_by left join users cb on cb.id = b.closed_by`;

export interface BoardSearch {
  readonly filter: BoardFilter;
  readonly line: number | undefined;
  readonly owner: number | 'nobody' | undefined;
  readonly wanted: Wanted | null;
  readonly cursor: string | undefined;
  readonly limit: number;
  readonly now: number;
  /** Settled items older than this are history, not today's board. */
  readonly settledSince: number;
}

function scope(search: BoardSearch): SQL {
  const all: SQL[] = [sql`true`];
  if (search.line !== undefined) all.push(sql`b.line_id = ${search.line}`);
  if (search.owner === 'nobody') all.push(sql`b.owner_id is null`);
  else if (search.owner !== undefined) all.push(sql`b.owner_id = ${search.owner}`);
  if (search.wanted) all.push(named(search.wanted));
  return sql.join(all, sql` and `);
}

function named({ text, e164, digits }: Wanted): SQL {
  const like = containing(text);
  const ways = [
    sql`exists (select 1 from contacts c left join organisations o on o.id = c.organisation_id where
      (c.id = b.contact_id or exists (select 1 from contact_phones p where p.contact_id = c.id and p.e164 = b.number))
      and (c.name ilike ${like} or o.name ilike ${like}))`,
  ];
  if (e164 !== null) ways.push(sql`b.number = ${e164}`);
  if (digits !== null) ways.push(sql`b.number like ${containing(digits)}`);
  return sql`(${sql.join(ways, sql` or `)})`;
}

function within(filter: BoardFilter, now: number, settledSince: number): SQL {
  const settled = sql`b.settled_at >= to_timestamp(${settledSince / 1000})`;
  switch (filter) {
    case 'owed':
      return isLive;
    case 'overdue':
      return sql`${isLive} and b.due_at < to_timestamp(${now / 1000})`;
    case 'breached':
      return breached;
    case 'not_reached':
      return sql`${isLive} and b.attempts_counted > 0`;
    case 'needs_human':
      return sql`b.state = 'needs_human'`;
    case 'closed':
      return sql`b.state = 'closed' and ${settled}`;
    default:
      return sql`b.settled_as = ${filter} and ${settled}`;
  }
}

/** Went past its time and nobody has said that they know; also when it was settled since. */
const breached = sql.raw(`b.id in (select t.callback_id from escalation_timers t where t.fired_at is not null
  and t.acknowledged_at is null and t.step <> 'due_soon')`);

const ofWork: readonly BoardFilter[] = ['owed', 'overdue', 'breached', 'not_reached', 'needs_human'];

/** The callback ledger as people read it. Nothing is written here. */
export function callbackViewStore(tx: DbTx) {
  const read = (where: SQL, rest: SQL) => rowsOf<CallbackView>(tx, sql`${view} where ${where} ${rest}`);

  /** Overdue first, then priority, then the first miss. `asOf` travels with the cursor, so that pages fit together. */
  async function work(search: BoardSearch) {
    const after = cursor.numbers(search.cursor, 5);
    const asOf = after?.[0] ?? search.now;
    const moment = sql`to_timestamp(${asOf / 1000})`;
    const late = sql`(b.due_at >= ${moment})::int`;
    const asked = sql`${scope(search)} and ${within(search.filter, asOf, search.settledSince)}`;
    // What is overdue and what is not are read apart, each in the order of an index: no page sorts the whole board.
    const part = (isLate: boolean) => {
      const when = isLate ? sql`b.due_at < ${moment}` : sql`b.due_at >= ${moment}`;
      const place =
        after && after[1] === (isLate ? 0 : 1)
          ? sql`(-b.priority, b.first_miss_at, b.id) > (${after[2]}, to_timestamp(${Number(after[3]) / 1000}), ${after[4]})`
          : sql`true`;
      return sql`(select b.id, ${late} as late, b.priority, b.first_miss_at from callbacks b
        where ${asked} and ${when} and ${place} order by b.priority desc, b.first_miss_at, b.id limit ${search.limit + 1})`;
    };
    const parts = after?.[1] === 1 ? part(false) : sql`${part(true)} union all ${part(false)}`;
    const rows = await read(
      sql`b.id in (select id from (${parts}) p order by late, priority desc, first_miss_at, id limit ${search.limit + 1})`,
      sql`order by ${late}, -b.priority, b.first_miss_at, b.id`,
    );
    return pageOf(rows, search.limit, (row) => [
      asOf,
      row.dueAt >= asOf ? 1 : 0,
      -row.priority,
      row.firstMissAt,
      row.id,
    ]);
  }

  async function settled(search: BoardSearch) {
    const after = cursor.numbers(search.cursor, 2);
    const place = after
      ? sql`(b.settled_at, b.id) < (to_timestamp(${Number(after[0]) / 1000}), ${after[1]})`
      : sql`true`;
    const rows = await read(
      sql`${scope(search)} and ${within(search.filter, search.now, search.settledSince)} and ${place}`,
      sql`order by b.settled_at desc, b.id desc limit ${search.limit + 1}`,
    );
    return pageOf(rows, search.limit, (row) => [row.settledAt ?? 0, row.id]);
  }

  return {
    board: (search: BoardSearch) => (ofWork.includes(search.filter) ? work(search) : settled(search)),
    async counts(search: BoardSearch): Promise<Record<BoardFilter, number> & { oldestOpenAt: number | null }> {
      const count = (filter: BoardFilter) =>
        sql`(count(*) filter (where ${within(filter, search.now, search.settledSince)}))::int`;
      const [counted] = await rowsOf<Record<BoardFilter, number> & { oldestOpenAt: number | null }>(
        tx,
        sql`select ${count('owed')} as owed, ${count('overdue')} as overdue, ${count('breached')} as breached, ${count('not_reached')} as not_reached,
              ${count('needs_human')} as needs_human, ${count('in_time')} as in_time, ${count('late')} as late,
              ${count('called_again')} as called_again, ${count('closed')} as closed,
              ${ms(`min(b.first_miss_at) filter (where b.state in ('open', 'claimed', 'dialing', 'needs_human'))`)} as "oldestOpenAt"
            from callbacks b where ${scope(search)}
              and (${isLive} or b.settled_at >= to_timestamp(${search.settledSince / 1000}) or ${breached})`,
      );
      const none = {
        owed: 0,
        overdue: 0,
        breached: 0,
        not_reached: 0,
        needs_human: 0,
        in_time: 0,
        late: 0,
        called_again: 0,
        closed: 0,
      };
      return counted ?? { ...none, oldestOpenAt: null };
    },
    byIds(ids: readonly number[]): Promise<CallbackView[]> {
      return ids.length === 0 ? Promise.resolve([]) : read(sql`b.id in ${[...ids]}`, sql``);
    },
    ofContact(contactId: number): Promise<CallbackView[]> {
      const mine = sql`(b.contact_id = ${contactId} or (b.contact_id is null and b.number in
        (select e164 from contact_phones where contact_id = ${contactId})))`;
      return read(sql`${isLive} and ${mine}`, sql`order by b.due_at, b.id limit 20`);
    },
    /**
     * What a person works on: theirs, what nobody has yet, and what they hold. A debt is everybody's once it is overdue,
     * and while the owner whom a rule chose is not signed in: nobody waits for somebody who is not there.
     */
    owedBy(userId: number, asOf: number, everything: boolean): Promise<CallbackView[]> {
      const now = sql`to_timestamp(${asOf / 1000})`;
      const forAll = sql`(b.origin in ('missed_call', 'requested') and (b.due_at <= ${now} or (b.owner_rule <> 'by_hand'
        and not exists (select from sessions s where s.user_id = b.owner_id and s.expires_at > ${now}))))`;
      const mine = sql`(b.claimed_by = ${userId} or (b.state = 'open' and (b.owner_id = ${userId} or b.owner_id is null or ${forAll}))
        or (b.state = 'needs_human' and (b.owner_id = ${userId} or ${everything})))`;
      return read(
        sql`${isLive} and ${mine}`,
        sql`order by (b.due_at >= to_timestamp(${asOf / 1000})), b.priority desc, b.first_miss_at, b.id limit 300`,
      );
    },
    settledBy(userId: number, since: number): Promise<CallbackView[]> {
      return read(
        sql`b.settled_at >= to_timestamp(${since / 1000}) and (b.returned_by = ${userId} or b.closed_by = ${userId})`,
        sql`order by b.settled_at desc, b.id desc limit 100`,
      );
    },
    async doneBy(userId: number, since: number) {
      const [done] = await rowsOf<{ calledBack: number; reached: number }>(
        tx,
        sql`select count(*)::int as "calledBack", (count(*) filter (where outcome = 'reached'))::int as reached
            from attempts where user_id = ${userId} and callback_id is not null and created_at >= to_timestamp(${since / 1000})`,
      );
      return done ?? { calledBack: 0, reached: 0 };
    },
    /** The open item a call from or to this number would settle. */
    async openForNumber(e164: string): Promise<CallbackView | undefined> {
      return (await read(sql`${isLive} and b.number = ${e164}`, sql`order by b.due_at, b.id limit 1`))[0];
    },
    async inboundSince(since: number, targetMs: number) {
      const [counted] = await rowsOf<{ inbound: number; answeredInTarget: number }>(
        tx,
        sql`select count(*)::int as inbound,
              (count(*) filter (where outcome = 'talked' and waited_ms <= ${targetMs}))::int as "answeredInTarget"
            from calls where direction = 'inbound' and excluded_by is null and started_at >= to_timestamp(${since / 1000})`,
      );
      return counted ?? { inbound: 0, answeredInTarget: 0 };
    },
    async history(id: number): Promise<Pick<CallbackDetail, 'events' | 'covers' | 'closedNote'>> {
      const events = await rowsOf<CallbackDetail['events'][number]>(
        tx,
        sql`select ${ms('e.at')} as at, e.type, ${personRef('u')} as actor, e.rule, e.detail
            from callback_events e left join users u on u.id = e.actor_id where e.callback_id = ${id} order by e.id`,
      );
      const covers = await rowsOf<CallbackDetail['covers'][number]>(
        tx,
        sql`select k.id as "callId", ${ms('k.started_at')} as "startedAt", k.waited_ms as "waitedMs", k.reason
            from callback_calls bc join calls k on k.id = bc.call_id where bc.callback_id = ${id} order by k.started_at, k.id`,
      );
      const [closed] = await rowsOf<{ note: string | null }>(
        tx,
        sql`select closed_note as note from callbacks where id = ${id}`,
      );
      return { events, covers, closedNote: closed?.note ?? null };
    },
  };
}
export type CallbackViewStore = ReturnType<typeof callbackViewStore>;
