import { type SQL, sql } from 'drizzle-orm';
import type { CallbackDetail, CallbackView } from '../../schema/contracts/callbacks.ts';
import type { DbTx } from '../platform/db.ts';
import { type BoardSearch, inScope, isLive, ofWork, withinFilter } from './board-search.ts';
import { personRef } from './call-rows.ts';
import { viewsOf } from './callback-view-rows.ts';
import { type Named, type RememberedViews, rememberViews } from './remembered-views.ts';
import { cursor, ms, pageOf, rowsAgain, rowsOf } from './sql.ts';

/** How long a page of the board is unless somebody asks for another. */
const usualPage = 50;

/**
 * The callback ledger as people read it. Nothing is written here. `remembered`: what is known of the items of a board; only a
 * transaction that writes nothing may share it with others.
 */
export function callbackViewStore(tx: DbTx, remembered: RememberedViews = rememberViews()) {
  async function read(where: SQL, rest: SQL): Promise<CallbackView[]> {
    const found = await rowsOf<{ id: number }>(tx, sql`select b.id from callbacks b where ${where} ${rest}`);
    return viewsOf(
      tx,
      found.map(({ id }) => id),
    );
  }

  /** Overdue first, then priority, then the first miss. `asOf` travels with the cursor, so that pages fit together. */
  async function work(search: BoardSearch) {
    const after = cursor.numbers(search.cursor, 5);
    const asOf = after?.[0] ?? search.now;
    const moment = sql`to_timestamp(${asOf / 1000})`;
    // Written into the text: of a statement whose limit is a parameter the database makes a new plan every time.
    const most = sql.raw(String(Math.trunc(search.limit) + 1));
    const asked = sql`${inScope({ ...search, now: asOf })} and ${withinFilter(search.filter, asOf, search.settledSince)}`;
    // What is overdue and what is not are read apart, each in the order of an index: no page sorts the whole board.
    const part = (isLate: boolean, gate: SQL) => {
      const when = isLate ? sql`b.due_at < ${moment}` : sql`b.due_at >= ${moment}`;
      const place =
        after && after[1] === (isLate ? 0 : 1)
          ? sql`b.priority <= ${-Number(after[2])} and
              (-b.priority, b.first_miss_at, b.id) > (${after[2]}, to_timestamp(${Number(after[3]) / 1000}), ${after[4]})`
          : sql`true`;
      return sql`select b.id, b.xmin, b.priority, b.first_miss_at from callbacks b
        where ${asked} and ${when} and ${place} and ${gate} order by b.priority desc, b.first_miss_at, b.id limit ${most}`;
    };
    const late =
      after?.[1] === 1
        ? sql`select id, xmin, priority, first_miss_at from callbacks where false`
        : part(true, sql`true`);
    // Other lengths, which callers choose, and searches are read as they come: each would be one more statement for every connection to keep.
    const isUsual = search.limit === usualPage && search.wanted === null;
    const keys = sql`with late as materialized (${late}),
        soon as (${part(false, sql`(select count(*) from late) < ${most}`)})
      select id, xmin::text as version,
        concat((select coalesce(sum(changes), 0) from shown_changes), ' ', pg_postmaster_start_time()) as shown
      from (select 0 as n, * from late union all select 1, * from soon) p
      order by n, priority desc, first_miss_at, id limit ${most}`;
    const named = await (isUsual ? rowsAgain : rowsOf)<Named>(tx, keys);
    const rows = await remembered.of(named, (ids) => viewsOf(tx, ids));
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
      sql`${inScope(search)} and ${withinFilter(search.filter, search.now, search.settledSince)} and ${place}`,
      sql`order by b.settled_at desc, b.id desc limit ${search.limit + 1}`,
    );
    return pageOf(rows, search.limit, (row) => [row.settledAt ?? 0, row.id]);
  }

  return {
    /** Puts the entries of changes together; whoever reads meanwhile sees them or their sum. */
    async gather(): Promise<void> {
      await tx.execute(sql`with gone as (
          delete from shown_changes where (select count(*) from shown_changes) > 1 returning changes)
        insert into shown_changes (changes) select sum(changes) from gone having count(*) > 0`);
    },
    board: (search: BoardSearch) => (ofWork.includes(search.filter) ? work(search) : settled(search)),
    byIds(ids: readonly number[]): Promise<CallbackView[]> {
      return viewsOf(tx, ids);
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
