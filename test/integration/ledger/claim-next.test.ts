import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { assignCallback } from '../../../server/usecases/assign-callback.ts';
import { claimNext } from '../../../server/usecases/claim-next.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { aMissedCall, aNumber } from '../../support/call-records.ts';
import { type Ledger, minute, openLedger } from '../../support/ledger.ts';

describe('the next item', () => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await openLedger();
  });
  afterEach(() => ledger.expectAllKept());
  afterAll(() => ledger.close());

  async function anItem(endedAt: number): Promise<number> {
    const call = aMissedCall({ caller: aNumber(), endedAt, startedAt: endedAt - 20_000 });
    return (await recordCall(ledger.deps, ledger.ids.pbx, ledger.ids.boot, call)).callbackId ?? 0;
  }

  test('goes to one of many who press at once, oldest first, each another one', async () => {
    const { amy, bob } = ledger.ids;
    const ids: number[] = [];
    for (let n = 0; n < 20; n += 1) ids.push(await anItem(ledger.clock.at - (20 - n) * minute));
    const claimed = await Promise.all(
      Array.from({ length: 30 }, (_, n) => claimNext(ledger.deps, n % 2 === 0 ? amy : bob)),
    );
    const taken = claimed.flatMap((item) => (item === null ? [] : [item.id]));
    expect(new Set(taken).size).toBe(taken.length);
    // Whoever finds every item in somebody's hands at that moment gets none, and presses again.
    let last = await claimNext(ledger.deps, amy);
    for (; last !== null; last = await claimNext(ledger.deps, amy)) taken.push(last.id);
    expect(taken.toSorted((a, b) => a - b)).toEqual(ids);
    const events = await ledger.query(`select callback_id from callback_events where type = 'claimed'`);
    expect(events).toHaveLength(ids.length);
  });

  test('is never somebody else’s, and the overdue come first', async () => {
    const { amy, bob } = ledger.ids;
    const later = await anItem(ledger.clock.at);
    const overdue = await anItem(ledger.clock.at - 120 * minute);
    const bobs = await anItem(ledger.clock.at - 240 * minute);
    await assignCallback(ledger.deps, bobs, bob, ledger.ids.sue);
    expect((await claimNext(ledger.deps, amy))?.id).toBe(overdue);
    expect((await claimNext(ledger.deps, amy))?.id).toBe(later);
    expect(await claimNext(ledger.deps, amy)).toBeNull();
    expect(await claimNext(ledger.deps, bob)).toMatchObject({ id: bobs, state: 'claimed', claimedBy: bob, fence: 1 });
  });
});
