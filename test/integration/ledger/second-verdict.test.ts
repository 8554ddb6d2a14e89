import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { CallRecord } from '../../../server/domain/call/call-record.ts';
import { claimCallback } from '../../../server/usecases/claim-callback.ts';
import { reconcileCall } from '../../../server/usecases/reconcile-call.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { aMissedCall, aNumber, aTalkedCall } from '../../support/call-records.ts';
import { type Ledger, minute, openLedger } from '../../support/ledger.ts';

describe('a call that was thought missed and turns out to have been served', () => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await openLedger();
  });
  afterEach(() => ledger.expectAllKept());
  afterAll(() => ledger.close());

  const record = (call: CallRecord) => recordCall(ledger.deps, ledger.ids.pbx, ledger.ids.boot, call);
  const reconcile = (call: CallRecord) => reconcileCall(ledger.deps, ledger.ids.pbx, ledger.ids.boot, call);
  const row = async (id: number | null) => (await ledger.query('select * from callbacks where id = $1', [id]))[0];
  const doubted = (caller: CallRecord['caller'], endedAt: number, over: Partial<CallRecord> = {}) =>
    aMissedCall({
      caller,
      endedAt,
      outcome: 'unknown',
      reason: 'ended_unknown',
      warnings: ['hangup_missing'],
      ...over,
    });
  const served = ({ linkedid, caller, withheld, endedAt }: CallRecord) =>
    aTalkedCall({ linkedid, linkedids: [linkedid], caller, withheld, endedAt, talkedMs: 40_000 });

  test('returns its item, with itself as the proof', async () => {
    const first = doubted(aNumber(), ledger.clock.at);
    const { callbackId, callId } = await record(first);
    await reconcile(served(first));
    expect(await row(callbackId)).toMatchObject({
      state: 'returned',
      settled_as: 'called_again',
      returned_call_id: callId,
      returned_by: ledger.ids.amy,
      misses: 1,
    });
  });

  test('returns it also when an agent holds it, or nobody knows the number', async () => {
    const held = doubted(aNumber(), ledger.clock.at);
    const { callbackId } = await record(held);
    await claimCallback(ledger.deps, callbackId ?? 0, ledger.ids.bob);
    await reconcile(served(held));
    expect(await row(callbackId)).toMatchObject({ state: 'returned', claimed_by: null });
    const withheld = doubted(null, ledger.clock.at, { withheld: true });
    const hidden = await record(withheld);
    expect(await row(hidden.callbackId)).toMatchObject({ state: 'needs_human' });
    await reconcile(served(withheld));
    expect(await row(hidden.callbackId)).toMatchObject({ state: 'returned' });
  });

  test('pays an earlier miss of the same caller, but not a later one', async () => {
    const [early, late] = [aNumber(), aNumber()];
    const at = ledger.clock.at;
    const before = await record(aMissedCall({ caller: early, endedAt: at - 10 * minute }));
    const doubt = doubted(early, at);
    await record(doubt);
    await reconcile(served(doubt));
    expect(await row(before.callbackId)).toMatchObject({ state: 'returned', misses: 2 });
    const other = doubted(late, at - 10 * minute);
    const open = await record(other);
    await record(aMissedCall({ caller: late, endedAt: at }));
    await reconcile(served(other));
    expect(await row(open.callbackId)).toMatchObject({ state: 'open', misses: 2, latest_miss_at: new Date(at) });
  });

  test('is the only reason to forget a miss: the ledger refuses any other', async () => {
    const { callbackId } = await record(aMissedCall({ caller: aNumber(), endedAt: ledger.clock.at }));
    await expect(
      ledger.query("update callbacks set latest_miss_at = latest_miss_at - interval '1 minute' where id = $1", [
        callbackId,
      ]),
    ).rejects.toMatchObject({ code: 'RB005' });
  });
});
