import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { customerNumber, streamBytes } from '../../../bench/stream/generate.ts';
import { seeded } from '../../../bench/stream/random.ts';
import { readTrace } from '../../../pbx/ami/replay.ts';
import type { CallRecord } from '../../../server/domain/call/call-record.ts';
import { createCalls } from '../../../server/domain/call/create-calls.ts';
import { defaultSite } from '../../../server/domain/call/default-site.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { recordCalls } from '../../../server/usecases/record-calls.ts';
import { aMissedCall, aNumber, aTalkedCall } from '../../support/call-records.ts';
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
