import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { CallRecord } from '../../../server/domain/call/call-record.ts';
import { recordBare } from '../../../server/usecases/record-bare.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { aMissedCall, aNumber, answeredLeg, aTalkedCall } from '../../support/call-records.ts';
import { type Ledger, openLedger } from '../../support/ledger.ts';

describe('a call that the database refuses as a whole', () => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await openLedger();
  });
  afterEach(() => ledger.expectAllKept());
  afterAll(() => ledger.close());

  const both = async (record: CallRecord) => {
    await expect(recordCall(ledger.deps, ledger.ids.pbx, ledger.ids.boot, record)).rejects.toThrow();
    return recordBare(ledger.deps, ledger.ids.pbx, ledger.ids.boot, record);
  };

  test.each<[string, Partial<CallRecord>]>([
    ['a queue with a zero byte', { queue: 'sa\0les' }],
    ['a hang-up cause that does not fit', { legs: [{ ...answeredLeg('1.1', 1), cause: 2 ** 40 }] }],
    ['a start that is no instant', { startedAt: Number.NaN }],
    ['a start in the year 287396', { startedAt: 9e15 }],
    ['a line with a zero byte', { line: 'x\0' }],
  ])('is still owed: %s', async (_what, over) => {
    const caller = aNumber();
    const { callbackId } = await both({ ...aMissedCall({ caller, endedAt: ledger.clock.at }), ...over });
    const [item] = await ledger.query('select state, number from callbacks where id = $1', [callbackId]);
    expect(item).toEqual({ state: 'open', number: caller });
  });

  test('still pays what it pays', async () => {
    const caller = aNumber();
    const missed = aMissedCall({ caller, endedAt: ledger.clock.at - 60_000 });
    const { callbackId } = await recordCall(ledger.deps, ledger.ids.pbx, ledger.ids.boot, missed);
    const talked = aTalkedCall({ caller, endedAt: ledger.clock.at, talkedMs: 20_000, startedAt: Number.NaN });
    expect((await both(talked)).returned).toEqual([callbackId]);
  });
});
