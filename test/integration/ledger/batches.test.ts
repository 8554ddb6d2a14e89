import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { customerNumber, streamBytes } from '../../../bench/stream/generate.ts';
import { seeded } from '../../../bench/stream/random.ts';
import { readTrace } from '../../../pbx/ami/replay.ts';
import type { CallRecord } from '../../../server/domain/call/call-record.ts';
import { createCalls } from '../../../server/domain/call/create-calls.ts';
import { defaultSite } from '../../../server/domain/call/default-site.ts';
import { claimCallback } from '../../../server/usecases/claim-callback.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { recordCalls } from '../../../server/usecases/record-calls.ts';
import { startAttempt } from '../../../server/usecases/start-attempt.ts';
import { aMissedCall, aNumber, anOutgoingCall, answeredLeg, aTalkedCall } from '../../support/call-records.ts';
import { type Ledger, minute, openLedger } from '../../support/ledger.ts';

/** Everything the log and the ledger hold, row numbers replaced by what they stand for. */
const everything = `
  select 'call' as what, linkedid as who, to_jsonb(c) - array['id', 'boot_id', 'pbx_id', 'contact_id', 'recorded_at']
    || jsonb_build_object('contact', (select name from contacts where id = c.contact_id)) as row from calls c
  union all select 'leg', c.linkedid, to_jsonb(l) - array['id', 'call_id'] from call_legs l join calls c on c.id = l.call_id
  union all select 'offer', c.linkedid, to_jsonb(o) - array['id', 'call_id'] from call_offers o join calls c on c.id = o.call_id
  union all select 'talk', c.linkedid, to_jsonb(t) - array['id', 'call_id'] from call_talks t join calls c on c.id = t.call_id
  union all select 'file', c.linkedid, to_jsonb(r) - array['id', 'call_id'] || jsonb_build_object('links', (select json_agg(co.name)
    from recording_links k join contacts co on co.id = k.contact_id where k.recording_id = r.id))
    from recordings r join calls c on c.id = r.call_id
  union all select 'item', (select min(c.linkedid) from callback_calls k join calls c on c.id = k.call_id where k.callback_id = b.id),
    to_jsonb(b) - array['id', 'contact_id', 'returned_call_id'] || jsonb_build_object('contact', (select name from contacts where id = b.contact_id),
      'proof', (select linkedid from calls where id = b.returned_call_id)) from callbacks b
  union all select 'cover', c.linkedid, to_jsonb(k.at) from callback_calls k join calls c on c.id = k.call_id
  union all select 'event', (select min(c.linkedid) from callback_calls k join calls c on c.id = k.call_id where k.callback_id = e.callback_id),
    to_jsonb(e) - array['id', 'callback_id'] || jsonb_build_object('detail', e.detail - 'callId') from callback_events e
  union all select 'told', coalesce((select linkedid from calls where o.type = 'call.logged' and id = (o.payload ->> 'id')::bigint), ''),
    to_jsonb(o.type) from outbox o
  order by 1, 2, 3`;

/** The items with their stories, and how many facts of each kind the screens were told. */
const inShort = `
  select concat_ws(' ', (select string_agg(c.linkedid, '+' order by c.ended_at, c.linkedid) from callback_calls k
      join calls c on c.id = k.call_id where k.callback_id = b.id), b.state, b.needs_reason, b.settled_as,
      'by ' || (select linkedid from calls where id = b.returned_call_id), 'priority ' || b.priority, b.owner_rule,
      (select string_agg(e.type, ' ' order by e.id) from callback_events e where e.callback_id = b.id)) as line from callbacks b
  union all select 'told ' || type || ' ' || count(*) from outbox group by type
  order by 1`;

async function aLedger(): Promise<Ledger> {
  const ledger = await openLedger();
  ledger.clock.at = 1_795_300_060_000;
  await ledger.query(
    `insert into exclusion_rules (kind, value, enabled, created_at) values ('blocked_number', $1, true, now())`,
    [customerNumber(3)],
  );
  await ledger.addContact('Ada', [customerNumber(0), customerNumber(1)], true);
  await ledger.addContact('Ben', [customerNumber(2)]);
  await ledger.addContact('Cleo', [customerNumber(4), customerNumber(5)]);
  await ledger.addContact('Dan', [customerNumber(5)]);
  return ledger;
}

/** A minute of calls from few customers, who therefore call again, are known, shared, blocked or withheld. */
function aMinute(): CallRecord[] {
  const options = { seed: 11, calls: 160, callsPerSecond: 4, startAt: 1_795_300_000_000, customers: 60, phones: 8 };
  const calls = createCalls(defaultSite);
  const records: CallRecord[] = [];
  for (const event of readTrace(streamBytes(options).bytes).events) {
    for (const fact of calls.apply(event)) if (fact.type === 'call.ended') records.push(fact.record);
  }
  return records.map((record, n) =>
    n % 13 === 5 ? { ...record, caller: null, callerRaw: null, withheld: true } : record,
  );
}

describe('finished calls written in batches', () => {
  let single: Ledger;
  let batched: Ledger;
  beforeAll(async () => {
    single = await aLedger();
    batched = await aLedger();
  });
  afterAll(async () => {
    await single.close();
    await batched.close();
  });

  test('leave exactly what they leave one by one, whatever the batches', async () => {
    const records = aMinute();
    expect(records).toHaveLength(160);
    for (const record of records) await recordCall(single.deps, single.ids.pbx, single.ids.boot, record);
    const random = seeded(5);
    for (let from = 0; from < records.length; ) {
      const size = 1 + Math.floor(random() * 25);
      const batch = records.slice(from, from + size).map((record) => ({ bootId: batched.ids.boot, record }));
      const written = await recordCalls(batched.deps, batched.ids.pbx, batch);
      expect(written.map(({ changed }) => changed)).not.toContain(false);
      from += size;
    }
    const [one, other] = [await single.query(everything), await batched.query(everything)];
    expect(other).toEqual(one);
    expect(one.length).toBeGreaterThan(1000);
    await batched.expectAllKept();
  });

  test('bring about what is written down beside this test', async () => {
    const told = await batched.query<{ line: string }>(inShort);
    await expect(told.map(({ line }) => `${line}\n`).join('')).toMatchFileSnapshot('batches.txt');
  });

  test('change nothing when they come again', async () => {
    const before = await batched.query(everything);
    const batch = aMinute().map((record) => ({ bootId: batched.ids.boot, record }));
    const again = await recordCalls(batched.deps, batched.ids.pbx, batch);
    expect(again.filter(({ changed }) => changed)).toEqual([]);
    expect(await batched.query(everything)).toEqual(before);
  });

  test('that miss and then talk with one customer settle the debt in the same transaction', async () => {
    const [caller, stranger] = [aNumber(), aNumber()];
    const at = batched.clock.at;
    const batch = [
      aMissedCall({ caller, endedAt: at - 2 * minute }),
      aMissedCall({ caller: stranger, endedAt: at - 2 * minute }),
      aTalkedCall({ caller, endedAt: at - minute, talkedMs: 20_000 }),
    ].map((record) => ({ bootId: batched.ids.boot, record }));
    const [missed, other, talked] = await recordCalls(batched.deps, batched.ids.pbx, batch);
    expect(talked?.returned).toEqual([missed?.callbackId]);
    expect(other?.callbackId).not.toBe(missed?.callbackId);
    await batched.expectAllKept();
  });

  test('may pay a debt of yesterday and open the next one with the same caller', async () => {
    const caller = aNumber();
    const at = batched.clock.at;
    const { pbx, boot } = batched.ids;
    const first = await recordCall(batched.deps, pbx, boot, aMissedCall({ caller, endedAt: at - 9 * minute }));
    const batch = [
      aTalkedCall({ caller, endedAt: at - 8 * minute, talkedMs: 20_000 }),
      aMissedCall({ caller, endedAt: at - 7 * minute }),
      aMissedCall({ caller, endedAt: at - 6 * minute }),
      aTalkedCall({ caller, endedAt: at - 5 * minute, talkedMs: 20_000 }),
      aMissedCall({ caller, endedAt: at - 4 * minute }),
      aMissedCall({ caller, endedAt: at - 8 * minute - 1 }),
    ].map((record) => ({ bootId: boot, record }));
    const [one, two, three, four, five, late] = await recordCalls(batched.deps, pbx, batch);
    expect(one?.returned).toEqual([first.callbackId]);
    expect(three?.callbackId).toBe(two?.callbackId);
    expect(four?.returned).toEqual([two?.callbackId]);
    expect(late?.callbackId).toBe(five?.callbackId);
    const items = await batched.query('select state, misses from callbacks where number = $1 order by id', [caller]);
    expect(items).toEqual([
      { state: 'returned', misses: 1 },
      { state: 'returned', misses: 2 },
      { state: 'open', misses: 2 },
    ]);
    await batched.expectAllKept();
  });

  test('that end our attempts settle them and their items, whatever else is in the batch', async () => {
    const { deps, ids, clock } = batched;
    const [caller, other] = [aNumber(), aNumber()];
    const missed = [caller, other].map((number) => aMissedCall({ caller: number, endedAt: clock.at - minute }));
    const attempts: string[] = [];
    for (const [n, record] of missed.entries()) {
      const { callbackId } = await recordCall(deps, ids.pbx, ids.boot, record);
      const userId = n === 0 ? ids.amy : ids.bob;
      const { fence } = await claimCallback(deps, callbackId ?? 0, userId);
      const deviceId = n === 0 ? ids.amysPhone : ids.bobsPhone;
      const callback = { id: callbackId ?? 0, fence };
      const order = { userId, deviceId, number: null, contactId: null, callback };
      attempts.push((await startAttempt(deps, order)).id);
    }
    const [reached = '', busy = ''] = attempts;
    const endedAt = clock.at;
    const mine = { endedAt, legs: [] };
    const batch = [
      anOutgoingCall({
        ...mine,
        called: caller,
        linkedid: reached,
        attemptId: reached,
        talkedMs: 12_000,
        legs: [answeredLeg(reached, endedAt)],
      }),
      anOutgoingCall({
        ...mine,
        called: other,
        linkedid: busy,
        attemptId: busy,
        talkedMs: 0,
        dialled: 'busy',
        legs: [answeredLeg(busy, endedAt)],
      }),
      aMissedCall({ caller: other, endedAt }),
    ].map((record) => ({ bootId: ids.boot, record }));
    const [paid, tried, again] = await recordCalls(deps, ids.pbx, batch);
    expect(paid?.returned).toHaveLength(1);
    const ended = await batched.query(
      'select outcome, call_id from attempts where id = any($1) order by outcome desc',
      [attempts],
    );
    expect(ended).toEqual([
      { outcome: 'reached', call_id: paid?.callId },
      { outcome: 'customer_busy', call_id: tried?.callId },
    ]);
    const [item] = await batched.query('select state, misses, attempts_counted as tries from callbacks where id = $1', [
      again?.callbackId,
    ]);
    expect(item).toEqual({ state: 'open', misses: 2, tries: 1 });
    await batched.expectAllKept();
  });

  test('keep every sign a stranger can send, and nothing of it becomes SQL', async () => {
    const { deps, ids, clock } = batched;
    const hostile = `",NULL}\\'"; drop table calls; --{\n\t\u{1F512}\u2028 null`;
    const batch = ['', 'null', hostile, '{}', '\\', '"', '\\"', ' , '].map((callerName, n) => ({
      bootId: ids.boot,
      record: {
        ...aMissedCall({ caller: aNumber(), endedAt: clock.at }),
        callerName,
        queue: callerName,
        warnings: [callerName, `${n}`],
        linkedids: [`99${n}.1`, callerName],
      },
    }));
    const written = await recordCalls(deps, ids.pbx, batch);
    const rows = await batched.query(
      `select c.caller_name as "callerName", c.queue, c.warnings, c.linkedids, b.queue as owed from calls c
        join callback_calls k on k.call_id = c.id join callbacks b on b.id = k.callback_id
        where c.id = any($1) order by c.id`,
      [written.map(({ callId }) => callId)],
    );
    expect(rows).toEqual(
      batch.map(({ record: { callerName, queue, warnings, linkedids } }) => ({
        callerName,
        queue,
        warnings,
        linkedids,
        owed: queue,
      })),
    );
  });

  test('are kept all or not at all', async () => {
    const fine = aMissedCall({ caller: aNumber(), endedAt: batched.clock.at });
    const broken = aMissedCall({ caller: aNumber(), endedAt: Number.NaN, startedAt: batched.clock.at });
    const batch = [fine, broken].map((record) => ({ bootId: batched.ids.boot, record }));
    await expect(recordCalls(batched.deps, batched.ids.pbx, batch)).rejects.toThrow();
    expect(await batched.query('select from calls where linkedid = $1', [fine.linkedid])).toEqual([]);
  });

  test('of two writers at once make one item for a customer who called both', async () => {
    const callers = Array.from({ length: 12 }, aNumber);
    const batchOf = (suffix: string) =>
      callers.map((caller) => ({
        bootId: batched.ids.boot,
        record: aMissedCall({ caller, endedAt: batched.clock.at, linkedid: `9${caller.slice(4)}.${suffix}` }),
      }));
    const [one, two] = await Promise.all([
      recordCalls(batched.deps, batched.ids.pbx, batchOf('1')),
      recordCalls(batched.deps, batched.ids.pbx, batchOf('2').toReversed()),
    ]);
    expect(two?.map(({ callbackId }) => callbackId).toReversed()).toEqual(one?.map(({ callbackId }) => callbackId));
    await batched.expectAllKept();
  });
});
