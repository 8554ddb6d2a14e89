import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { claimCallback } from '../../../server/usecases/claim-callback.ts';
import { expireAttempts, giveUpAttempts } from '../../../server/usecases/expire-attempts.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { takeBack, wishToCancel } from '../../../server/usecases/settle-attempt.ts';
import { startAttempt } from '../../../server/usecases/start-attempt.ts';
import { aMissedCall, aNumber, anOutgoingCall, answeredLeg } from '../../support/call-records.ts';
import { type Ledger, openLedger } from '../../support/ledger.ts';

describe('a call we placed', () => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await openLedger();
  });
  afterEach(() => ledger.expectAllKept());
  afterAll(() => ledger.close());

  const row = async (id: number) => (await ledger.query('select * from callbacks where id = $1', [id]))[0];
  const attemptRow = async (id: string) => (await ledger.query('select * from attempts where id = $1', [id]))[0];
  const record = (call: Parameters<typeof recordCall>[3]) =>
    recordCall(ledger.deps, ledger.ids.pbx, ledger.ids.boot, call);

  async function dialing() {
    const caller = aNumber();
    const { callbackId } = await record(aMissedCall({ caller, endedAt: ledger.clock.at }));
    const id = callbackId ?? 0;
    const { fence } = await claimCallback(ledger.deps, id, ledger.ids.amy);
    const { amy: userId, amysPhone: deviceId } = ledger.ids;
    const call = { userId, deviceId, number: null, contactId: null, callback: { id, fence } };
    return { id, caller, attempt: await startAttempt(ledger.deps, call) };
  }

  const over = (attemptId: string, called: string, more: Partial<Parameters<typeof anOutgoingCall>[0]>) =>
    record(anOutgoingCall({ called, linkedid: attemptId, attemptId, endedAt: ledger.clock.at, talkedMs: 0, ...more }));

  test('is given up only after the PBX was asked, by the clock as it stood before', async () => {
    const { id, caller, attempt } = await dialing();
    ledger.clock.at += 60_000;
    // The process sleeps between its look at the clock and the answer: nothing that could begin by then is over.
    const asked = await giveUpAttempts(ledger.deps, async () => {
      throw new Error('nobody needs to be asked yet');
    });
    expect(asked).toEqual([]);
    ledger.clock.at += 11_000;
    expect(await giveUpAttempts(ledger.deps, async () => null)).toEqual([]);
    expect(await giveUpAttempts(ledger.deps, async () => (live) => live === attempt.id)).toEqual([]);
    expect(await row(id)).toMatchObject({ state: 'dialing' });
    await over(attempt.id, caller, { talkedMs: 12_000, legs: [answeredLeg(attempt.id, ledger.clock.at)] });
    expect(await row(id)).toMatchObject({ state: 'returned' });
  });

  test('that another one began meanwhile is not mistaken for one that is over', async () => {
    const first = await dialing();
    ledger.clock.at += 71_000;
    let later: Awaited<ReturnType<typeof dialing>> | null = null;
    const given = await giveUpAttempts(ledger.deps, async () => {
      ledger.clock.at += 71_000;
      await expireAttempts(ledger.deps, () => false);
      later = await dialing();
      ledger.clock.at += 71_000;
      return () => false;
    });
    expect(given).toEqual([]);
    expect(await attemptRow(first.attempt.id)).toMatchObject({ outcome: 'cancelled', detail: 'expired' });
    expect(later).not.toBeNull();
    await expireAttempts(ledger.deps, () => false);
  });

  test('and that its agent cancels keeps the customer from everybody else until the PBX has ended it', async () => {
    const { id, caller, attempt } = await dialing();
    await wishToCancel(ledger.deps, attempt.id);
    expect(await row(id)).toMatchObject({ state: 'dialing' });
    await expect(claimCallback(ledger.deps, id, ledger.ids.bob)).rejects.toMatchObject({ code: 'already-claimed' });
    await over(attempt.id, caller, {});
    expect(await attemptRow(attempt.id)).toMatchObject({ outcome: 'cancelled', detail: 'by_agent', counted: false });
    expect(await row(id)).toMatchObject({ state: 'open', attempts_counted: 0 });
  });

  test('and is taken back because its customer is served elsewhere is no try, whatever their phone did', async () => {
    const { id, caller, attempt } = await dialing();
    expect(await takeBack(ledger.deps, attempt.id)).toBe(true);
    expect(await row(id)).toMatchObject({ state: 'dialing' });
    await over(attempt.id, caller, { dialled: 'no_answer', legs: [answeredLeg(attempt.id, ledger.clock.at)] });
    expect(await attemptRow(attempt.id)).toMatchObject({
      outcome: 'cancelled',
      detail: 'served_meanwhile',
      counted: false,
    });
    expect(await row(id)).toMatchObject({ state: 'open', attempts_counted: 0 });
    expect(await takeBack(ledger.deps, attempt.id)).toBe(false);
  });

  test('and that was cancelled too late is told as it was', async () => {
    const { id, caller, attempt } = await dialing();
    await wishToCancel(ledger.deps, attempt.id);
    ledger.clock.at += 30_000;
    await over(attempt.id, caller, { talkedMs: 12_000, legs: [answeredLeg(attempt.id, ledger.clock.at)] });
    expect(await attemptRow(attempt.id)).toMatchObject({ outcome: 'reached', detail: null });
    expect(await row(id)).toMatchObject({ state: 'returned' });
    await wishToCancel(ledger.deps, attempt.id);
    expect(await attemptRow(attempt.id)).toMatchObject({ outcome: 'reached', detail: null });
  });
});
