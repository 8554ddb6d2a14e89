import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { claimCallback } from '../../../server/usecases/claim-callback.ts';
import { expireLeases } from '../../../server/usecases/expire-leases.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { releaseCallback } from '../../../server/usecases/release-callback.ts';
import { renewLease } from '../../../server/usecases/renew-lease.ts';
import { aMissedCall, aNumber } from '../../support/call-records.ts';
import { type Ledger, openLedger } from '../../support/ledger.ts';

describe('a clock that is set back', () => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await openLedger();
  });
  afterEach(() => ledger.expectAllKept());
  afterAll(() => ledger.close());

  const record = (call: Parameters<typeof recordCall>[3]) =>
    recordCall(ledger.deps, ledger.ids.pbx, ledger.ids.boot, call);
  const row = async (id: number | null) => (await ledger.query('select * from callbacks where id = $1', [id]))[0];

  test('does not keep a missed call from joining an item that somebody holds', async () => {
    const [caller, at] = [aNumber(), ledger.clock.at];
    const { callbackId } = await record(aMissedCall({ caller, endedAt: at }));
    await claimCallback(ledger.deps, callbackId ?? 0, ledger.ids.amy);
    ledger.clock.at = at - 5_000;
    const second = await record(aMissedCall({ caller, endedAt: at - 5_000, startedAt: at - 9_000 }));
    expect(second.callbackId).toBe(callbackId);
    expect(await row(callbackId)).toMatchObject({ state: 'claimed', misses: 2, updated_at: new Date(at) });
    expect(await expireLeases(ledger.deps)).toEqual([callbackId]);
    expect(await row(callbackId)).toMatchObject({ state: 'open', misses: 2 });
    ledger.clock.at = at;
  });

  test('lets an item still be claimed, renewed and given back', async () => {
    const at = ledger.clock.at;
    const { callbackId } = await record(aMissedCall({ caller: aNumber(), endedAt: at }));
    const id = callbackId ?? 0;
    ledger.clock.at = at - 60_000;
    const { fence } = await claimCallback(ledger.deps, id, ledger.ids.amy);
    expect(await renewLease(ledger.deps, ledger.ids.amy, [id])).toEqual([id]);
    await releaseCallback(ledger.deps, id, ledger.ids.amy, fence);
    expect(await row(id)).toMatchObject({ state: 'open' });
    expect((await claimCallback(ledger.deps, id, ledger.ids.bob)).claimedBy).toBe(ledger.ids.bob);
    ledger.clock.at = at;
    expect(await expireLeases(ledger.deps)).toEqual([id]);
  });
});
