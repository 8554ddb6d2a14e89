import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { silent } from '../../../server/platform/postgres/log.ts';
import { migrateDatabase, migrationsFolder } from '../../../server/platform/postgres/migrate.ts';
import type { BoardScope } from '../../../server/store/board-search.ts';
import { callbackViewStore } from '../../../server/store/callback-views.ts';
import { acknowledge } from '../../../server/usecases/acknowledge.ts';
import { assignCallback } from '../../../server/usecases/assign-callback.ts';
import { claimCallback } from '../../../server/usecases/claim-callback.ts';
import { claimNext } from '../../../server/usecases/claim-next.ts';
import { closeCallback } from '../../../server/usecases/close-callback.ts';
import { expireLeases } from '../../../server/usecases/expire-leases.ts';
import { gatherCounts } from '../../../server/usecases/gather-counts.ts';
import { planLadders } from '../../../server/usecases/plan-ladders.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { recordCalls } from '../../../server/usecases/record-calls.ts';
import { recountBoard } from '../../../server/usecases/recount-board.ts';
import { Refusal } from '../../../server/usecases/refusal.ts';
import { releaseCallback } from '../../../server/usecases/release-callback.ts';
import { startAttempt } from '../../../server/usecases/start-attempt.ts';
import { takeLadderSteps } from '../../../server/usecases/take-ladder-steps.ts';
import { aMissedCall, aNumber, anOutgoingCall, answeredLeg, aTalkedCall } from '../../support/call-records.ts';
import { freshDatabase } from '../../support/database.ts';
import { minute } from '../../support/ledger.ts';
import { openWeb, type Web } from '../../support/web.ts';

/** Chance that is the same at every run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Refused, or it gave up waiting for a lock on a busy machine: either way nothing was written. */
function isNoEffect(reason: unknown): boolean {
  if (reason instanceof Refusal) return true;
  if (!(reason instanceof Error)) return false;
  return ('code' in reason && reason.code === '55P03') || isNoEffect(reason.cause);
}

describe('the counts of the board', () => {
  let web: Web;
  beforeEach(async () => {
    web = await openWeb();
  });
  afterEach(() => web.close());

  const miss = async (endedAt: number, line = 'sales') => {
    const call = aMissedCall({ caller: aNumber(), endedAt, startedAt: endedAt - 20_000, line });
    return (await recordCall(web.house, web.ledger.ids.pbx, web.ledger.ids.boot, call)).callbackId ?? 0;
  };
  const entries = async () => (await web.ledger.query('select id from callback_counts')).length;

  /** What is kept and what counting gives, for this part of the board. */
  async function bothWays(scope: Partial<BoardScope>) {
    const search = {
      line: undefined,
      owner: undefined,
      wanted: null,
      now: web.ledger.clock.at,
      settledSince: web.ledger.clock.at - 90 * minute,
      ...scope,
    };
    return web.house.transact(async (tx) => ({
      kept: (await tx.callbackCounts.kept(search)).counts,
      counted: await tx.callbackCounts.counted(search),
    }));
  }

  async function expectSame(): Promise<void> {
    const { amy, bob, sue } = web.ledger.ids;
    const lines = await web.ledger.query<{ id: number }>('select id from lines');
    const owners = [undefined, 'nobody' as const, amy, bob, sue];
    for (const line of [undefined, ...lines.map(({ id }) => id)]) {
      for (const owner of owners) {
        const { kept, counted } = await bothWays({ line, owner });
        expect({ line, owner, ...kept }).toEqual({ line, owner, ...counted });
      }
    }
    // What this service remembers of the rows is what they are.
    const all = { line: undefined, owner: undefined, wanted: null, cursor: undefined, settledSince: 0 };
    const page = { ...all, filter: 'owed' as const, limit: 50, now: web.ledger.clock.at };
    const { rows } = await web.house.transact((tx) => tx.callbackViews.board(page));
    expect(rows).toEqual((await web.ledger.database.db.transaction((tx) => callbackViewStore(tx).board(page))).rows);
  }

  test.each([1, 2, 3])(
    'are those of the items at every moment of work at once (%i)',
    async (seed) => {
      const { house, ledger } = web;
      const { ids, clock } = ledger;
      const random = chance(seed);
      const among = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
      const callers = Array.from({ length: 12 }, () => aNumber());
      await ledger.addContact('Two numbers', callers.slice(0, 2));
      const supervisor = { id: ids.sue, role: 'supervisor' as const, ip: null };
      const unexpected: unknown[] = [];
      // A connection of its own: who looks must not stand in line behind the work.
      const watcher = await ledger.database.pool.connect();
      await miss(clock.at - 600 * minute);
      await planLadders(house);
      await takeLadderSteps(house, { mail: false, webhook: false });
      expect((await bothWays({})).kept).toMatchObject({ owed: 1, overdue: 1, breached: 1 });
      for (let round = 0; round < 12; round += 1) {
        clock.at += Math.floor(random() * 40) * minute + 1_000;
        const items = await ledger.query<{ id: number; fence: number }>('select id, fence from callbacks');
        const attempts = await ledger.query<{ id: string; number: string }>(
          'select id, number from attempts where outcome is null',
        );
        const item = () => among(items) ?? { id: 0, fence: 0 };
        const caller = () => among(callers) ?? aNumber();
        const who = () => among([ids.amy, ids.bob]) ?? ids.amy;
        const missed = () =>
          aMissedCall({ caller: caller(), endedAt: clock.at, line: random() < 0.5 ? 'sales' : 'support' });
        const record = (call: Parameters<typeof recordCall>[3]) => recordCall(house, ids.pbx, ids.boot, call);
        const works: (() => Promise<unknown>)[] = [
          () => record(missed()),
          () => record(aMissedCall({ caller: null, endedAt: clock.at })),
          () =>
            recordCalls(
              house,
              ids.pbx,
              [missed(), missed(), missed()].map((call) => ({ bootId: ids.boot, record: call })),
            ),
          () => record(aTalkedCall({ caller: caller(), endedAt: clock.at + 500, talkedMs: 5_000 })),
          () => claimCallback(house, item().id, who()),
          () => claimNext(house, who()),
          () => releaseCallback(house, item().id, who(), item().fence),
          () => assignCallback(house, item().id, among([ids.amy, ids.bob, null]) ?? null, ids.sue),
          () => closeCallback(house, item().id, ids.sue, { reason: 'duplicate', note: 'seen twice' }),
          () =>
            startAttempt(house, {
              userId: who(),
              deviceId: ids.amysPhone,
              number: null,
              contactId: null,
              callback: item(),
            }),
          () => planLadders(house),
          () => takeLadderSteps(house, { mail: false, webhook: false }),
          () => acknowledge(house, supervisor, item().id),
          () => expireLeases(house),
          () => gatherCounts(house),
        ];
        const ended = attempts.map(({ id, number }) => () => {
          const talkedMs = random() < 0.3 ? 12_000 : 0;
          const legs = [answeredLeg(id, clock.at)];
          return record(
            anOutgoingCall({ called: number, linkedid: id, attemptId: id, endedAt: clock.at, talkedMs, legs }),
          );
        });
        const doing = [
          ...ended,
          ...Array.from({ length: 10 }, () => among(works) ?? planLadders.bind(null, house)),
        ].map((work) => work());
        let atWork = true;
        const done = Promise.allSettled(doing).finally(() => {
          atWork = false;
        });
        // Whoever looks meanwhile finds what is kept to be what counting gives.
        while (atWork) expect((await watcher.query('select * from audit_counts')).rows).toEqual([]);
        for (const result of await done) {
          if (result.status === 'rejected' && !isNoEffect(result.reason)) unexpected.push(result.reason);
        }
        await expectSame();
      }
      watcher.release();
      expect(unexpected).toEqual([]);
      await miss(clock.at);
      expect((await bothWays({})).kept.owed).toBeGreaterThan(0);
      await gatherCounts(house);
      const before = await entries();
      await Promise.all([gatherCounts(house), gatherCounts(house)]);
      expect(await entries()).toBe(before);
      await expectSame();
      // What was claimed in the last round but one may still wait for the round that frees it.
      await expireLeases(house);
      await ledger.expectAllKept();
    },
    300_000,
  );

  test('are no work for who claims, lets go and claims again', async () => {
    const { house, ledger } = web;
    const id = await miss(ledger.clock.at);
    const before = await entries();
    const { fence } = await claimCallback(house, id, ledger.ids.amy);
    await releaseCallback(house, id, ledger.ids.amy, fence);
    await claimNext(house, ledger.ids.bob);
    expect(await entries()).toBe(before);
    await ledger.expectAllKept();
  });

  test('tell the overdue to the millisecond, whatever hour they fell due in', async () => {
    const { house, ledger } = web;
    const hour = Math.floor(ledger.clock.at / (60 * minute)) * 60 * minute;
    for (const dueAt of [
      hour - 60 * minute,
      hour - 1,
      hour,
      hour + 10 * minute - 1,
      hour + 10 * minute,
      hour + 70 * minute,
    ]) {
      const id = await miss(ledger.clock.at - 5_000);
      await ledger.query('update callbacks set due_at = to_timestamp($2::float8 / 1000) where id = $1', [id, dueAt]);
    }
    const overdueAt = (now: number) =>
      house.transact(async (tx) => {
        const search = { line: undefined, owner: undefined, now, settledSince: now };
        return (await tx.callbackCounts.kept(search)).counts.overdue;
      });
    expect(await overdueAt(hour - 1)).toBe(1);
    expect(await overdueAt(hour)).toBe(2);
    expect(await overdueAt(hour + 10 * minute)).toBe(4);
    expect(await overdueAt(hour + 10 * minute + 1)).toBe(5);
    expect(await overdueAt(hour + 71 * minute)).toBe(6);
  });

  test('of a step that two see to at once fall once', async () => {
    const { house, ledger } = web;
    const id = await miss(ledger.clock.at - 600 * minute);
    await planLadders(house);
    await takeLadderSteps(house, { mail: false, webhook: false });
    expect((await bothWays({})).kept.breached).toBe(1);
    // Each sees to one of the steps, without anybody's lock on the item.
    const timers = await ledger.query<{ id: number }>(
      `select id from escalation_timers where callback_id = $1 and fired_at is not null and step <> 'due_soon'`,
      [id],
    );
    expect(timers.length).toBeGreaterThan(1);
    const see = (timer: number) =>
      ledger.query('update escalation_timers set acknowledged_at = now(), acknowledged_by = $2 where id = $1', [
        timer,
        ledger.ids.sue,
      ]);
    await Promise.all(timers.map((timer) => see(timer.id)));
    expect((await bothWays({})).kept.breached).toBe(0);
    await ledger.expectAllKept();
  });

  test('what somebody has changed past the triggers is counted anew, and only that', async () => {
    const { house, ledger } = web;
    for (const minutes of [300, 200, 10]) await miss(ledger.clock.at - minutes * minute);
    await planLadders(house);
    await takeLadderSteps(house, { mail: false, webhook: false });
    expect(await recountBoard(house)).toBe(0);
    await ledger.query("update callback_counts set items = items + 2 where kind = 'breached'");
    await ledger.query("delete from callback_counts where kind = 'live'");
    expect(await recountBoard(house)).toBeGreaterThan(1);
    expect(await ledger.query('select * from audit_counts')).toEqual([]);
    await expectSame();
    await gatherCounts(house);
    expect((await bothWays({})).kept).toMatchObject({ owed: 3 });
  });
});

test('what was owed before counts were kept is counted once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-migrations-'));
  const database = await freshDatabase({ empty: true });
  try {
    cpSync(migrationsFolder(), folder, { recursive: true });
    const names = readdirSync(folder).sort();
    for (const name of names.slice(names.findIndex((each) => each.endsWith('_kept_counts.sql'))))
      rmSync(join(folder, name));
    await migrateDatabase(database.pool, silent, folder);
    await database.pool.query(
      `insert into sites (name, country, time_zone, language) values ('Acme', 'GB', 'UTC', 'en')`,
    );
    await database.pool.query(`insert into callbacks (site_id, origin, number, state, needs_reason, due_at, promised_at,
        first_miss_at, latest_miss_at, created_at, updated_at)
      select 1, 'requested', '+4420794600' || lpad(n::text, 2, '0'), case when n % 5 = 0 then 'needs_human' else 'open' end,
        case when n % 5 = 0 then 'no_such_number' end, at, at, at, at, at, at
      from generate_series(1, 40) n, lateral (select now() - n * interval '17 minutes' as at) t`);
    await database.pool.query(`insert into escalation_timers (callback_id, step, fire_at, fired_at)
      select id, step, now(), now() from callbacks, unnest('{due_soon,overdue,breached}'::text[]) step where id % 4 = 0 or step = 'due_soon'`);
    await migrateDatabase(database.pool, silent);
    const { rows } = await database.pool.query(
      'select kind, sum(items)::int as items from callback_counts group by 1 order by 1',
    );
    expect(rows).toEqual([
      { kind: 'breached', items: 10 },
      { kind: 'live', items: 40 },
    ]);
    expect((await database.pool.query('select * from audit_counts')).rows).toEqual([]);
  } finally {
    await database.drop();
    rmSync(folder, { recursive: true });
  }
});
