import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { aMissedCall, aNumber, anOutgoingCall, aTalkedCall } from '../../support/call-records.ts';
import { type Ledger, minute, openLedger } from '../../support/ledger.ts';

describe('a missed call', () => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await openLedger();
  });
  afterEach(() => ledger.expectAllKept());
  afterAll(() => ledger.close());

  const record = (call: Parameters<typeof recordCall>[3]) =>
    recordCall(ledger.deps, ledger.ids.pbx, ledger.ids.boot, call);
  const row = async (id: number | null) => (await ledger.query('select * from callbacks where id = $1', [id]))[0];

  test('opens an item that is due half an hour later', async () => {
    const at = ledger.clock.at;
    const { callbackId, changed } = await record(aMissedCall({ caller: aNumber(), endedAt: at }));
    expect(changed).toBe(true);
    expect(await row(callbackId)).toMatchObject({
      state: 'open',
      misses: 1,
      fence: 0,
      due_at: new Date(at + 30 * minute),
    });
    const told = await ledger.query('select type from outbox order by id desc limit 2');
    expect(told.map(({ type }) => type).sort()).toEqual(['call.logged', 'callback.changed']);
  });

  test('recorded again changes nothing', async () => {
    const call = aMissedCall({
      caller: aNumber(),
      endedAt: ledger.clock.at,
      recordings: [{ uniqueid: '1', file: 'a.wav', startedAt: 1 }],
    });
    const first = await record(call);
    const count = () =>
      ledger.query(
        'select (select count(*) from calls) as calls, (select count(*) from callback_events) as events, (select count(*) from outbox) as outbox, (select count(*) from recordings) as files',
      );
    const before = await count();
    expect(await record(call)).toMatchObject({ callId: first.callId, callbackId: first.callbackId, changed: false });
    expect(await count()).toEqual(before);
  });

  test('three of one caller are one debt that covers three and keeps the earliest due time', async () => {
    const caller = aNumber();
    const at = ledger.clock.at;
    const first = await record(aMissedCall({ caller, endedAt: at }));
    await record(aMissedCall({ caller, endedAt: at + minute }));
    const third = await record(aMissedCall({ caller, endedAt: at + 2 * minute, line: 'sales' }));
    expect(third.callbackId).toBe(first.callbackId);
    expect(await row(first.callbackId)).toMatchObject({
      misses: 3,
      priority: 20,
      due_at: new Date(at + 30 * minute),
      first_miss_at: new Date(at),
      latest_miss_at: new Date(at + 2 * minute),
    });
  });

  test('of one caller at once, many times: one item', async () => {
    const caller = aNumber();
    const misses = Array.from({ length: 12 }, (_, index) =>
      record(aMissedCall({ caller, endedAt: ledger.clock.at + index })),
    );
    const items = new Set((await Promise.all(misses)).map(({ callbackId }) => callbackId));
    expect(items.size).toBe(1);
    expect(await row([...items][0] ?? null)).toMatchObject({ misses: 12 });
  });

  test('the same record at once, many times: one call, one item', async () => {
    const call = aMissedCall({ caller: aNumber(), endedAt: ledger.clock.at });
    const all = await Promise.all(Array.from({ length: 8 }, () => record(call)));
    expect(new Set(all.map(({ callId }) => callId)).size).toBe(1);
    expect(all.filter(({ changed }) => changed)).toHaveLength(1);
  });

  test('on another group of lines is another debt', async () => {
    const caller = aNumber();
    const sales = await record(aMissedCall({ caller, endedAt: ledger.clock.at }));
    const support = await record(aMissedCall({ caller, endedAt: ledger.clock.at, line: 'support' }));
    expect(support.callbackId).not.toBe(sales.callbackId);
  });

  test.each([
    ['a withheld number', { withheld: true, callerRaw: 'anonymous' }, 'withheld'],
    ['letters', { callerRaw: 'alice' }, 'letters'],
    ['two digits', { callerRaw: '12' }, 'too_short'],
    ['a premium number', { caller: '+449098790000', callerRaw: '09098790000' }, 'premium'],
    ['an emergency number', { caller: '+44999', callerRaw: '999' }, 'emergency'],
  ])('from %s waits for a person', async (_what, over, reason) => {
    const { callbackId } = await record(aMissedCall({ ...(over as object), endedAt: ledger.clock.at }));
    expect(await row(callbackId)).toMatchObject({ state: 'needs_human', needs_reason: reason });
  });

  test('two withheld callers are two debts', async () => {
    const one = await record(aMissedCall({ withheld: true, endedAt: ledger.clock.at }));
    const two = await record(aMissedCall({ withheld: true, endedAt: ledger.clock.at }));
    expect(one.callbackId).not.toBe(two.callbackId);
  });

  test('with a hostile name, an endless number and a NUL in it is owed all the same', async () => {
    const callerName = `<img onerror=alert(1)>\u0000${'x'.repeat(5000)}`;
    const { callId, callbackId } = await record(
      aMissedCall({ caller: aNumber(), callerName, endedAt: ledger.clock.at, waitedMs: 1e12 }),
    );
    expect(callbackId).not.toBeNull();
    const [call] = await ledger.query<{ caller_name: string }>('select caller_name from calls where id = $1', [callId]);
    expect(call?.caller_name).toHaveLength(200);
  });

  test('that could not be judged is owed, one that was never inbound is not', async () => {
    const doubtful = await record(
      aMissedCall({ caller: aNumber(), outcome: 'unknown', reason: 'ended_unknown', endedAt: ledger.clock.at }),
    );
    expect(doubtful.callbackId).not.toBeNull();
    const outgoing = await record(anOutgoingCall({ called: aNumber(), talkedMs: 0, endedAt: ledger.clock.at }));
    expect(outgoing.callbackId).toBeNull();
  });

  test('that a rule excludes is not owed; the rule stands on the call', async () => {
    const caller = aNumber();
    const [rule] = await ledger.query<{ id: number }>(
      "insert into exclusion_rules (kind, value, created_at) values ('blocked_number', $1, now()) returning id",
      [caller],
    );
    const { callId, callbackId } = await record(aMissedCall({ caller, endedAt: ledger.clock.at }));
    expect(callbackId).toBeNull();
    expect(await ledger.query('select excluded_by from calls where id = $1', [callId])).toEqual([
      { excluded_by: rule?.id },
    ]);
  });

  describe('is returned when the customer', () => {
    test('calls again and is served', async () => {
      const caller = aNumber();
      const at = ledger.clock.at;
      const { callbackId } = await record(aMissedCall({ caller, endedAt: at }));
      const served = await record(aTalkedCall({ caller, endedAt: at + 3 * minute, talkedMs: 4_000 }));
      expect(served.returned).toEqual([callbackId]);
      expect(await row(callbackId)).toMatchObject({
        state: 'returned',
        settled_as: 'called_again',
        returned_call_id: served.callId,
        returned_by: ledger.ids.amy,
      });
      const next = await record(aMissedCall({ caller, endedAt: at + 5 * minute }));
      expect(next.callbackId).not.toBe(callbackId);
    });

    test('is rung from a desk phone, in time or late', async () => {
      for (const [after, settledAs] of [
        [minute, 'in_time'],
        [90 * minute, 'late'],
      ] as const) {
        const caller = aNumber();
        const { callbackId } = await record(aMissedCall({ caller, endedAt: ledger.clock.at }));
        await record(anOutgoingCall({ called: caller, endedAt: ledger.clock.at + after, talkedMs: 12_000 }));
        expect(await row(callbackId)).toMatchObject({ state: 'returned', settled_as: settledAs });
      }
    });

    test('talks from another number of the same person', async () => {
      const [office, mobile] = [aNumber(), aNumber()];
      await ledger.addContact('Anna', [office, mobile]);
      const { callbackId } = await record(aMissedCall({ caller: office, endedAt: ledger.clock.at }));
      const talk = await record(
        aTalkedCall({ caller: mobile, endedAt: ledger.clock.at + minute, talkedMs: 9_000, line: 'support' }),
      );
      expect(talk.returned).toEqual([callbackId]);
    });

    test('talked before the miss was written down', async () => {
      const caller = aNumber();
      const talk = await record(aTalkedCall({ caller, endedAt: ledger.clock.at + minute, talkedMs: 9_000 }));
      const { callbackId } = await record(aMissedCall({ caller, endedAt: ledger.clock.at }));
      expect(await row(callbackId)).toMatchObject({ state: 'returned', returned_call_id: talk.callId });
    });
  });

  describe('stays owed when', () => {
    const stays = async (caller: ReturnType<typeof aNumber>, call: Parameters<typeof record>[0]) => {
      const { callbackId } = await record(aMissedCall({ caller, endedAt: ledger.clock.at }));
      await record(call);
      expect(await row(callbackId)).toMatchObject({ state: 'open' });
    };

    test('the talk was before it', () => {
      const caller = aNumber();
      return stays(caller, aTalkedCall({ caller, endedAt: ledger.clock.at - minute, talkedMs: 60_000 }));
    });
    test('we only reached a voicemail for a moment', () => {
      const caller = aNumber();
      return stays(caller, anOutgoingCall({ called: caller, endedAt: ledger.clock.at + minute, talkedMs: 4_000 }));
    });
    test('another person behind a shared number talked', async () => {
      const [shared, own] = [aNumber(), aNumber()];
      await ledger.addContact('Carl', [shared, own]);
      await ledger.addContact('Dora', [shared]);
      await stays(shared, aTalkedCall({ caller: own, endedAt: ledger.clock.at + minute, talkedMs: 60_000 }));
    });
    test('an unknown caller talked on another group of lines', () => {
      const caller = aNumber();
      return stays(
        caller,
        aTalkedCall({ caller, endedAt: ledger.clock.at + minute, talkedMs: 60_000, line: 'support' }),
      );
    });
  });

  test('links the only person behind the number, their recordings too, and counts a VIP first', async () => {
    const caller = aNumber();
    const contact = await ledger.addContact('Vera', [caller], true);
    const recordings = [{ uniqueid: '1', file: '/rec/a.wav', startedAt: ledger.clock.at }];
    const { callbackId, callId } = await record(aMissedCall({ caller, endedAt: ledger.clock.at, recordings }));
    expect(await row(callbackId)).toMatchObject({ contact_id: contact, priority: 100 });
    expect(
      await ledger.query(
        'select l.contact_id from recording_links l join recordings r on r.id = l.recording_id where r.call_id = $1',
        [callId],
      ),
    ).toEqual([{ contact_id: contact }]);
  });
});
