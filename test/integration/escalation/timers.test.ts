import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assignCallback } from '../../../server/usecases/assign-callback.ts';
import { claimCallback } from '../../../server/usecases/claim-callback.ts';
import { closeCallback } from '../../../server/usecases/close-callback.ts';
import { handOverFromDisabled } from '../../../server/usecases/hand-over.ts';
import { planLadders } from '../../../server/usecases/plan-ladders.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { recordCalls } from '../../../server/usecases/record-calls.ts';
import { releaseAllOf } from '../../../server/usecases/release-callback.ts';
import { takeLadderSteps } from '../../../server/usecases/take-ladder-steps.ts';
import { holdItem, takeStep } from '../../../server/usecases/take-step.ts';
import { aMissedCall, aNumber, aTalkedCall } from '../../support/call-records.ts';
import { type Ledger, minute, openLedger } from '../../support/ledger.ts';

const ladder = [
  { step: 'due_soon', minutes: 10, to: ['owner'], by: [] },
  { step: 'overdue', minutes: 0, to: ['sue'], by: ['mail', 'webhook'] },
  { step: 'breached', minutes: 60, to: ['lena'], by: ['mail'] },
];
const closed = { mail: false, webhook: false };

describe('the timers of the ladder', () => {
  let ledger: Ledger;
  let lena = 0;
  const start = Date.parse('2026-11-20T10:00:00Z');
  const at = (minutes: number) => {
    ledger.clock.at = start + minutes * minute;
  };
  const miss = async (line = 'sales', caller = aNumber()) => {
    const record = aMissedCall({ caller, endedAt: ledger.clock.at, line });
    const { callbackId } = await recordCall(ledger.deps, ledger.ids.pbx, ledger.ids.boot, record);
    if (callbackId === null) throw new Error('no item');
    return callbackId;
  };
  const putOff = (id: number, minutes: number) =>
    ledger.deps.transact(async (tx) => {
      const item = await holdItem(tx, id);
      const dueAt = item.dueAt + minutes * minute;
      await takeStep(tx, item, { type: 'rescheduled', at: ledger.clock.at, dueAt, rule: 'hours_changed' });
    });
  const look = async (ways = closed) => {
    await planLadders(ledger.deps);
    return takeLadderSteps(ledger.deps, ways);
  };
  const timers = async (id: number) =>
    (
      await ledger.query<{ line: string }>(
        `select step || ' ' || round(extract(epoch from fire_at - $2::timestamptz) / 60) || case when fired_at is not null then ' taken'
          when cancelled_at is not null then ' cancelled' else '' end as line from escalation_timers where callback_id = $1 order by fire_at, id`,
        [id, new Date(start)],
      )
    ).map(({ line }) => line);
  const told = async (id: number) =>
    (
      await ledger.query<{ line: string }>(
        `select u.login || ' ' || t.step || ' ' || n.rule as line from notices n join escalation_timers t on t.id = n.timer_id
          join users u on u.id = n.user_id where t.callback_id = $1 order by n.id`,
        [id],
      )
    ).map(({ line }) => line);
  const item = async (id: number) =>
    (
      await ledger.query<{ priority: number; owner: string | null; rule: string | null }>(
        'select c.priority, u.login as owner, c.owner_rule as rule from callbacks c left join users u on u.id = c.owner_id where c.id = $1',
        [id],
      )
    )[0];

  beforeAll(async () => {
    ledger = await openLedger();
    at(0);
    const [row] = await ledger.query<{ id: number }>(
      "insert into users (login, name, role, created_at) values ('lena', 'lena', 'supervisor', now()) returning id",
    );
    lena = row?.id ?? 0;
    await ledger.query('update lines set escalation = $1', [JSON.stringify(ladder)]);
    await ledger.query(
      `insert into sessions (token_hash, user_id, created_at, last_seen_at, expires_at)
        select login, id, now(), now(), '2027-01-01' from users`,
    );
  });
  afterAll(() => ledger.close());

  test('are set when an item is born, and each step is taken once, by the person it names', async () => {
    at(0);
    const id = await miss();
    expect(await look()).toBe(0);
    expect(await timers(id)).toEqual(['due_soon 20', 'overdue 30', 'breached 90']);
    at(29);
    expect(await look()).toBe(1);
    // Nobody owns it: the next step's person hears of it, and has it from now on.
    expect(await told(id)).toEqual(['sue due_soon next_step']);
    expect(await item(id)).toEqual({ priority: 10, owner: 'sue', rule: 'escalation' });
    at(30);
    expect(await look()).toBe(1);
    expect(await look()).toBe(0);
    at(90);
    expect(await look()).toBe(1);
    expect(await told(id)).toEqual(['sue due_soon next_step', 'sue overdue named', 'lena breached named']);
    expect(await item(id)).toEqual({ priority: 160, owner: 'lena', rule: 'escalation' });
    expect(await timers(id)).toEqual(['due_soon 20 taken', 'overdue 30 taken', 'breached 90 taken']);
  });

  test('are set for items that were written together too', async () => {
    at(0);
    const calls = [1, 2, 3].map(() => ({
      bootId: ledger.ids.boot,
      record: aMissedCall({ caller: aNumber(), endedAt: ledger.clock.at, line: 'sales' }),
    }));
    const done = await recordCalls(ledger.deps, ledger.ids.pbx, calls);
    await look();
    for (const { callbackId } of done) expect(await timers(callbackId ?? 0)).toHaveLength(3);
  });

  test('move with the due time and the ladder of the line', async () => {
    at(200);
    const id = await miss('support');
    await look();
    expect(await timers(id)).toEqual(['due_soon 220', 'overdue 230', 'breached 290']);
    await putOff(id, 15);
    await ledger.query("update lines set escalation = $1 where key = 'support'", [
      JSON.stringify(ladder.map((rung) => ({ ...rung, minutes: rung.minutes * 2 })).slice(1)),
    ]);
    await look();
    expect(await timers(id)).toEqual(['due_soon 220 cancelled', 'overdue 245', 'breached 365']);
    await ledger.query("update lines set escalation = $1 where key = 'support'", [JSON.stringify(ladder)]);
    await look();
    expect(await timers(id)).toEqual(['due_soon 235', 'overdue 245', 'breached 305']);
    const [fence] = await ledger.query<{ fence: number }>(
      "select fence from escalation_timers where callback_id = $1 and step = 'breached'",
      [id],
    );
    expect(fence?.fence).toBe(2);
  });

  test('a step whose time was set anew is not taken at the old one', async () => {
    at(400);
    const id = await miss();
    await look();
    at(430);
    // Moved after its timers were set, before anybody looked again.
    await putOff(id, 60);
    expect(await takeLadderSteps(ledger.deps, closed)).toBe(0);
    await look();
    expect(await timers(id)).toEqual(['due_soon 480', 'overdue 490', 'breached 550']);
    expect(await told(id)).toEqual([]);
  });

  test('are cancelled in the moment the item ends: by a talk, or by a person', async () => {
    at(600);
    const caller = aNumber();
    const returned = await miss('sales', caller);
    const settled = await miss();
    await look();
    const talk = aTalkedCall({ caller, endedAt: ledger.clock.at + 30_000, talkedMs: 20_000 });
    await recordCall(ledger.deps, ledger.ids.pbx, ledger.ids.boot, talk);
    await closeCallback(ledger.deps, settled, ledger.ids.sue, { reason: 'other', note: 'came by' });
    for (const id of [returned, settled]) {
      expect(await timers(id)).toEqual(['due_soon 620 cancelled', 'overdue 630 cancelled', 'breached 690 cancelled']);
    }
    at(900);
    await look();
    for (const id of [returned, settled]) expect(await told(id)).toEqual([]);
  });

  test('two servers and many looks at once take each step once', async () => {
    at(1000);
    const ids = await Promise.all(Array.from({ length: 12 }, () => miss()));
    at(1200);
    await Promise.all(Array.from({ length: 6 }, () => look()));
    while ((await planLadders(ledger.deps)) + (await takeLadderSteps(ledger.deps, closed)) > 0);
    for (const id of ids) {
      // Nobody looked for three hours: what was "due soon" is overdue by now, and nobody is told otherwise.
      expect(await told(id)).toEqual(['sue overdue named', 'lena breached named']);
      expect(await item(id)).toMatchObject({ priority: 150, owner: 'lena' });
    }
    const doubles = await ledger.query(
      `select callback_id, detail ->> 'step' from callback_events where type = 'escalated' group by 1, 2 having count(*) > 1`,
    );
    expect(doubles).toEqual([]);
  });

  test('an item that somebody holds at that moment waits for the next look', async () => {
    at(1300);
    const id = await miss();
    await look();
    at(1330);
    const client = await ledger.database.pool.connect();
    try {
      await client.query('begin');
      await client.query('select from callbacks where id = $1 for update', [id]);
      expect(await look()).toBe(0);
      await client.query('rollback');
    } finally {
      client.release();
    }
    expect(await look()).toBe(1);
    expect(await told(id)).toEqual(['sue overdue named']);
  });

  test('a claimed item keeps its claim, and what was given by hand stays with that person', async () => {
    at(1400);
    const id = await miss();
    await assignCallback(ledger.deps, id, ledger.ids.bob, ledger.ids.sue);
    at(1490);
    await claimCallback(ledger.deps, id, ledger.ids.amy);
    await look();
    expect(await told(id)).toEqual(['sue overdue named', 'lena breached named']);
    expect(await item(id)).toEqual({ priority: 150, owner: 'bob', rule: 'by_hand' });
    const [row] = await ledger.query<{ state: string }>('select state from callbacks where id = $1', [id]);
    expect(row?.state).toBe('claimed');
    await releaseAllOf(ledger.deps, ledger.ids.amy, 'signed_out');
  });

  test('people who are away, have left or are not signed in are replaced by the visible rule', async () => {
    const { bob, sue } = ledger.ids;
    const overdueAt = async (start: number) => {
      at(start);
      const id = await miss();
      at(start + 30);
      await look();
      return (await told(id)).filter((line) => line.includes('overdue'));
    };
    await ledger.query(
      `insert into absences (user_id, from_at, until_at, substitute_id, created_at) values ($1, $2, $3, $4, now())`,
      [sue, new Date(start + 1500 * minute), new Date(start + 1600 * minute), bob],
    );
    expect(await overdueAt(1510)).toEqual(['bob overdue substitute']);
    expect(await overdueAt(1610)).toEqual(['sue overdue named']);
    await ledger.query('delete from sessions where user_id = $1', [sue]);
    expect(await overdueAt(1700)).toEqual(['lena overdue next_step']);
    await ledger.query('delete from sessions where user_id = $1', [lena]);
    expect(await overdueAt(1800)).toEqual(['sue overdue all_supervisors', 'lena overdue all_supervisors']);
    await ledger.query('update users set disabled_at = now() where id = $1', [sue]);
    expect(await overdueAt(1900)).toEqual(['lena overdue all_supervisors']);
    await ledger.query('update users set disabled_at = null where id = $1', [sue]);
    const words = await ledger.query(
      "select 1 from notices where rule <> 'named' and rule <> 'role' and instead_of is null and rule <> 'next_step'",
    );
    expect(words).toEqual([]);
  });

  test('what somebody owed who left goes to whom the last step reached before', async () => {
    at(2000);
    const id = await miss();
    await ledger.query(
      `insert into sessions (token_hash, user_id, created_at, last_seen_at, expires_at)
        select 'again ' || login, id, now(), now(), '2027-01-01' from users where login in ('sue', 'lena')`,
    );
    at(2090);
    await look();
    expect(await item(id)).toMatchObject({ owner: 'lena', rule: 'escalation' });
    await ledger.query('update users set disabled_at = now() where id = $1', [lena]);
    await handOverFromDisabled(ledger.deps);
    expect(await item(id)).toMatchObject({ owner: 'sue', rule: 'escalation' });
    await ledger.query('update users set disabled_at = null where id = $1', [lena]);
  });

  test('no program can take a step twice, take it of an ended debt, or make it forgotten', async () => {
    const [taken] = await ledger.query<{ id: number }>(
      'select id from escalation_timers where fired_at is not null limit 1',
    );
    const refused = (text: string) =>
      ledger.query(text, [taken?.id]).then(
        () => 'done',
        (error: { code?: string }) => error.code,
      );
    expect(await refused('update escalation_timers set fired_at = now() where id = $1')).toBe('RB004');
    expect(await refused('update escalation_timers set fired_at = null where id = $1')).toBe('RB004');
    expect(await refused('delete from escalation_timers where id = $1')).toBe('RB001');
    const [over] = await ledger.query<{ id: number }>(
      `select t.id from escalation_timers t join callbacks c on c.id = t.callback_id where c.state = 'closed' limit 1`,
    );
    await expect(
      ledger.query('update escalation_timers set cancelled_at = null, fired_at = now() where id = $1', [over?.id]),
    ).rejects.toMatchObject({ code: 'RB004' });
  });

  test('all promises of the ledger hold', () => ledger.expectAllKept());
});
