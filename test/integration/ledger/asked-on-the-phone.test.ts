import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { claimNext } from '../../../server/usecases/claim-next.ts';
import { requestCallback } from '../../../server/usecases/open-callback.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { recordCalls } from '../../../server/usecases/record-calls.ts';
import { releaseCallback } from '../../../server/usecases/release-callback.ts';
import { aMissedCall, aNumber, anOutgoingCall, aTalkedCall } from '../../support/call-records.ts';
import { type Ledger, minute, openLedger } from '../../support/ledger.ts';

describe('a caller who presses 1 while waiting', () => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await openLedger();
  });
  beforeEach(() => {
    ledger.clock.at += 10 * minute;
  });
  afterEach(() => ledger.expectAllKept());
  afterAll(() => ledger.close());

  const now = () => ledger.clock.at;
  const record = (call: Parameters<typeof recordCall>[3]) =>
    recordCall(ledger.deps, ledger.ids.pbx, ledger.ids.boot, call);
  const asked = (caller = aNumber(), over: Partial<Parameters<typeof aMissedCall>[0]> = {}) =>
    aMissedCall({
      caller,
      queue: 'sales',
      reason: 'abandoned_waiting',
      endedAt: now(),
      startedAt: now() - 4 * minute,
      requested: { at: now() - 1_000, since: now() - 3 * minute },
      ...over,
    });
  const row = async (id: number | null) => (await ledger.query('select * from callbacks where id = $1', [id]))[0];
  const history = (id: number | null) =>
    ledger.query('select type, detail from callback_events where callback_id = $1 order by id', [id]);
  const state = async (id: number | null) => (await row(id))?.state;

  test('is owed one call that was asked for, in order and due by when the wait began', async () => {
    const number = aNumber();
    const { callId, callbackId } = await record(asked(number));
    expect(await row(callbackId)).toMatchObject({
      origin: 'requested',
      state: 'open',
      number,
      misses: 1,
      first_miss_at: new Date(now() - 3 * minute),
      latest_miss_at: new Date(now()),
      due_at: new Date(now() + 27 * minute),
    });
    const covers = await ledger.query('select callback_id from callback_calls where call_id = $1', [callId]);
    expect(covers).toEqual([{ callback_id: callbackId }]);
    expect(await history(callbackId)).toMatchObject([
      { type: 'opened', detail: { origin: 'requested', via: 'phone' } },
      { type: 'joined', detail: { callId, via: 'phone' } },
    ]);
    expect((await record({ ...asked(number), linkedid: 'again' })).callbackId).toBe(callbackId);
  });

  test('goes before those who were missed meanwhile', async () => {
    const before = aMissedCall({ caller: aNumber(), endedAt: now() - 4 * minute });
    const between = aMissedCall({ caller: aNumber(), endedAt: now() - 2 * minute });
    const [first, third] = [await record(before), await record(between)];
    const second = await record(asked());
    const mine = [first, second, third].map(({ callbackId }) => callbackId);
    const order: number[] = [];
    for (let n = 0; n < 20 && order.filter((id) => mine.includes(id)).length < 3; n += 1) {
      const next = await claimNext(ledger.deps, ledger.ids.amy);
      if (next) order.push(next.id);
    }
    expect(order.filter((id) => mine.includes(id))).toEqual(mine);
    for (const id of order) await releaseCallback(ledger.deps, id, ledger.ids.amy, 1);
  });

  test('who is owed already joins that item; who is missed again joins the wish: one live item of a caller', async () => {
    const [owed, wished] = [aNumber(), aNumber()];
    const { callbackId: first } = await record(aMissedCall({ caller: owed, endedAt: now() - 5 * minute }));
    expect((await record(asked(owed))).callbackId).toBe(first);
    expect(await row(first)).toMatchObject({
      origin: 'missed_call',
      misses: 2,
      first_miss_at: new Date(now() - 5 * minute),
    });
    expect((await history(first)).at(-1)).toMatchObject({ type: 'joined', detail: { via: 'phone' } });
    const { callbackId: wish } = await record(asked(wished));
    ledger.clock.at += minute;
    expect((await record(aMissedCall({ caller: wished, endedAt: now() }))).callbackId).toBe(wish);
    expect(await row(wish)).toMatchObject({ origin: 'requested', misses: 2 });
    const other = await record(aMissedCall({ caller: wished, line: 'support', endedAt: now() }));
    expect(other.callbackId).not.toBe(wish);
  });

  test('in one batch with the same caller’s other calls, or seen twice: still one item', async () => {
    const number = aNumber();
    const wish = asked(number);
    const late = aMissedCall({ caller: number, endedAt: now() });
    const bootId = ledger.ids.boot;
    const results = await recordCalls(ledger.deps, ledger.ids.pbx, [
      { bootId, record: wish },
      { bootId, record: late },
    ]);
    expect(new Set(results.map(({ callbackId }) => callbackId)).size).toBe(1);
    const again = await record(wish);
    expect([again.changed, again.callbackId]).toEqual([false, results[0]?.callbackId]);
    expect(await row(again.callbackId)).toMatchObject({ origin: 'requested', misses: 2 });
  });

  test('is served by a talk after the call, from either side, and by none before it ended', async () => {
    const [early, called, again] = [aNumber(), aNumber(), aNumber()];
    const { callbackId } = await record(asked(early));
    await record(aTalkedCall({ caller: early, endedAt: now() - 1_500, talkedMs: 60_000 }));
    expect(await state(callbackId)).toBe('open');
    const one = (await record(asked(called))).callbackId;
    const two = (await record(asked(again))).callbackId;
    ledger.clock.at += 5 * minute;
    await record(anOutgoingCall({ called, endedAt: now(), talkedMs: 30_000 }));
    await record(aTalkedCall({ caller: again, endedAt: now(), talkedMs: 2_000 }));
    expect([await state(one), await state(two)]).toEqual(['returned', 'returned']);
  });

  test('whose number cannot be called stands before a person, as ever', async () => {
    const { callbackId } = await record(asked(aNumber(), { caller: null, callerRaw: null, withheld: true }));
    expect(await row(callbackId)).toMatchObject({
      origin: 'missed_call',
      state: 'needs_human',
      needs_reason: 'withheld',
    });
  });

  test('a wish that nobody told on the phone covers no call', async () => {
    const item = await requestCallback(ledger.deps, {
      siteId: ledger.ids.site,
      country: 'GB',
      origin: 'requested',
      number: aNumber(),
      contactId: null,
      lineId: null,
      dueAt: now() + 60 * minute,
      note: null,
      ownerId: null,
      byId: ledger.ids.amy,
    });
    const { callId } = await record(aTalkedCall({ caller: aNumber(), endedAt: now(), talkedMs: 5_000 }));
    const cover = ledger.query('insert into callback_calls (call_id, callback_id, at) values ($1, $2, now())', [
      callId,
      item.id,
    ]);
    await expect(cover).rejects.toMatchObject({ code: 'RB007' });
  });
});
