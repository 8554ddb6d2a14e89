import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { claimCallback } from '../../../server/usecases/claim-callback.ts';
import { expireAttempts, markAttemptSeen, markAttemptSent } from '../../../server/usecases/expire-attempts.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { releaseAllOf } from '../../../server/usecases/release-callback.ts';
import { confirmReached, settleAttempt } from '../../../server/usecases/settle-attempt.ts';
import { startAttempt } from '../../../server/usecases/start-attempt.ts';
import { aMissedCall, aNumber, anOutgoingCall, answeredLeg } from '../../support/call-records.ts';
import { type Ledger, minute, openLedger } from '../../support/ledger.ts';

describe('calling a customer back', () => {
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
  const dial = (callback: { id: number; fence: number } | null, number: string | null = null) =>
    startAttempt(ledger.deps, {
      userId: ledger.ids.amy,
      deviceId: ledger.ids.amysPhone,
      number,
      contactId: null,
      callback,
    });

  /** A missed caller whose item Amy has claimed and dials. */
  async function dialing(caller = aNumber()) {
    const { callbackId } = await record(aMissedCall({ caller, endedAt: ledger.clock.at }));
    const id = callbackId ?? 0;
    const { fence } = await claimCallback(ledger.deps, id, ledger.ids.amy);
    const attempt = await dial({ id, fence });
    return { id, caller, attempt };
  }
  const ended = (attemptId: string, called: string, over: Partial<Parameters<typeof anOutgoingCall>[0]>) =>
    record(
      anOutgoingCall({
        called,
        linkedid: attemptId,
        attemptId,
        endedAt: ledger.clock.at + 30_000,
        talkedMs: 0,
        legs: [answeredLeg(attemptId, ledger.clock.at)],
        ...over,
      }),
    );

  test('is written with its last moment before anything is sent', async () => {
    const { id, attempt, caller } = await dialing();
    expect(attempt).toMatchObject({ number: caller, notAfter: ledger.clock.at + minute, fence: 1 });
    expect(await attemptRow(attempt.id)).toMatchObject({ sent_at: null, outcome: null });
    expect(await row(id)).toMatchObject({ state: 'dialing', open_attempt_id: attempt.id, lease_until: null });
    await markAttemptSent(ledger.deps, attempt.id);
    await markAttemptSeen(ledger.deps, attempt.id);
    await ended(attempt.id, caller, { talkedMs: 12_000 });
  });

  test('is proven by the talk', async () => {
    const { id, attempt, caller } = await dialing();
    const { callId, returned } = await ended(attempt.id, caller, { talkedMs: 12_000 });
    expect(returned).toEqual([id]);
    expect(await row(id)).toMatchObject({
      state: 'returned',
      settled_as: 'in_time',
      returned_call_id: callId,
      open_attempt_id: null,
    });
    expect(await attemptRow(attempt.id)).toMatchObject({ outcome: 'reached', counted: false, call_id: callId });
  });

  test.each([
    ['busy', 'customer_busy'],
    ['no_answer', 'customer_no_answer'],
    ['unavailable', 'customer_unavailable'],
  ] as const)(
    'that finds the customer %s counts and is tried again in a quarter of an hour',
    async (dialled, outcome) => {
      const { id, attempt, caller } = await dialing();
      await ended(attempt.id, caller, { dialled });
      expect(await attemptRow(attempt.id)).toMatchObject({ outcome, counted: true });
      const due = new Date(ledger.clock.at + 15 * minute);
      const item = await row(id);
      expect(item).toMatchObject({ state: 'open', attempts_counted: 1 });
      expect(Math.abs(Number(item?.due_at) - +due)).toBeLessThanOrEqual(30_000);
    },
  );

  test('whose own phone is not picked up counts for nothing and is due as before', async () => {
    const { id, attempt, caller } = await dialing();
    const before = await row(id);
    const leg = { ...answeredLeg(attempt.id, ledger.clock.at), upAt: null, cause: 19 };
    await ended(attempt.id, caller, { legs: [leg], dialled: 'never_dialled' });
    expect(await attemptRow(attempt.id)).toMatchObject({ outcome: 'agent_no_answer', counted: false });
    expect(await row(id)).toMatchObject({ state: 'open', attempts_counted: 0, due_at: before?.due_at });
  });

  test('that never reached the PBX is the agent’s phone or our order, not the customer', async () => {
    const { id, attempt } = await dialing();
    const facts = { agent: 'unreachable', customer: null, talkedMs: 0, saidReached: false } as const;
    await settleAttempt(ledger.deps, attempt.id, facts, 'send_failed');
    expect(await attemptRow(attempt.id)).toMatchObject({
      outcome: 'agent_unreachable',
      detail: 'send_failed',
      counted: false,
    });
    expect(await row(id)).toMatchObject({ state: 'open', attempts_counted: 0 });
    await settleAttempt(ledger.deps, attempt.id, facts);
    expect(
      await ledger.query("select 1 from callback_events where callback_id = $1 and type = 'attempt_ended'", [id]),
    ).toHaveLength(1);
  });

  test('with a short talk is not reached until the agent says so', async () => {
    const { id, attempt, caller } = await dialing();
    await ended(attempt.id, caller, { talkedMs: 4_000 });
    expect(await attemptRow(attempt.id)).toMatchObject({
      outcome: 'customer_unavailable',
      detail: 'short_talk',
      counted: true,
    });
    expect(await row(id)).toMatchObject({ state: 'open' });
    await expect(confirmReached(ledger.deps, attempt.id, ledger.ids.bob)).rejects.toMatchObject({ code: 'owner-only' });
    await confirmReached(ledger.deps, attempt.id, ledger.ids.amy);
    expect(await row(id)).toMatchObject({ state: 'returned', returned_by: ledger.ids.amy });
    expect(await attemptRow(attempt.id)).toMatchObject({ outcome: 'reached' });
  });

  test('five times in vain, or at a number that does not exist, becomes a person’s decision', async () => {
    const { id, caller, attempt } = await dialing();
    await ended(attempt.id, caller, { dialled: 'busy' });
    const waits: number[] = [];
    for (let tries = 2; tries <= 5; tries += 1) {
      ledger.clock.at += 60_000;
      const { fence } = await claimCallback(ledger.deps, id, ledger.ids.amy);
      const next = await dial({ id, fence });
      await ended(next.id, caller, { dialled: 'no_answer', endedAt: ledger.clock.at });
      waits.push((Number((await row(id))?.due_at) - ledger.clock.at) / minute);
    }
    expect(waits.slice(0, 3)).toEqual([60, 240, 1440]);
    expect(await row(id)).toMatchObject({
      state: 'needs_human',
      needs_reason: 'attempts_used_up',
      attempts_counted: 5,
    });
    const other = await dialing();
    await ended(other.attempt.id, other.caller, { dialled: 'not_a_number' });
    expect(await row(other.id)).toMatchObject({ state: 'needs_human', needs_reason: 'number_does_not_exist' });
  });

  test('needs the very claim: no old fence, no lease that is over, no strange phone', async () => {
    const { callbackId } = await record(aMissedCall({ caller: aNumber(), endedAt: ledger.clock.at }));
    const id = callbackId ?? 0;
    await expect(dial({ id, fence: 0 })).rejects.toMatchObject({ code: 'not-claimed-by-you' });
    const { fence } = await claimCallback(ledger.deps, id, ledger.ids.amy);
    await expect(dial({ id, fence: fence - 1 })).rejects.toMatchObject({ code: 'stale-fence' });
    const strange = {
      userId: ledger.ids.amy,
      deviceId: ledger.ids.bobsPhone,
      number: null,
      contactId: null,
      callback: { id, fence },
    };
    await expect(startAttempt(ledger.deps, strange)).rejects.toMatchObject({ code: 'foreign-device' });
    ledger.clock.at += 31_000;
    await expect(dial({ id, fence })).rejects.toMatchObject({ code: 'stale-fence' });
    const again = await claimCallback(ledger.deps, id, ledger.ids.bob);
    await expect(dial({ id, fence: again.fence })).rejects.toMatchObject({ code: 'not-claimed-by-you' });
    await releaseAllOf(ledger.deps, ledger.ids.bob, 'signed_out');
  });

  test('never happens twice at once, also not from the dial pad', async () => {
    const { id, attempt, caller } = await dialing();
    await expect(dial({ id, fence: 1 })).rejects.toMatchObject({ code: 'already-calling' });
    const bob = { userId: ledger.ids.bob, deviceId: ledger.ids.bobsPhone, contactId: null, callback: null };
    await expect(startAttempt(ledger.deps, { ...bob, number: caller })).rejects.toMatchObject({
      code: 'already-calling',
    });
    await expect(dial(null, aNumber())).rejects.toMatchObject({ code: 'device-busy' });
    await ended(attempt.id, caller, { talkedMs: 12_000 });
    const free = aNumber();
    const both = await Promise.allSettled([startAttempt(ledger.deps, { ...bob, number: free }), dial(null, free)]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    ledger.clock.at += 2 * minute;
    await expireAttempts(ledger.deps);
  });

  test('that nobody ever saw on the PBX ends by itself, uncounted', async () => {
    const { id, attempt } = await dialing();
    ledger.clock.at += 69_000;
    expect(await expireAttempts(ledger.deps)).toEqual([]);
    ledger.clock.at += 2_000;
    expect(await expireAttempts(ledger.deps)).toEqual([attempt.id]);
    expect(await attemptRow(attempt.id)).toMatchObject({ outcome: 'cancelled', detail: 'expired', counted: false });
    expect(await row(id)).toMatchObject({ state: 'open', attempts_counted: 0 });
  });

  test('that is seen on the PBX is not ended by the clock', async () => {
    const { id, attempt, caller } = await dialing();
    await markAttemptSeen(ledger.deps, attempt.id);
    ledger.clock.at += 10 * minute;
    expect(await expireAttempts(ledger.deps)).toEqual([]);
    await ended(attempt.id, caller, { talkedMs: 12_000 });
    expect(await row(id)).toMatchObject({ state: 'returned' });
  });

  test('whose call the PBX does not have any more has ended unseen, and is tried again', async () => {
    const { id, attempt } = await dialing();
    await markAttemptSeen(ledger.deps, attempt.id);
    ledger.clock.at += 61_000;
    expect(await expireAttempts(ledger.deps, (live) => live === attempt.id)).toEqual([]);
    expect(await expireAttempts(ledger.deps, () => false)).toEqual([attempt.id]);
    expect(await row(id)).toMatchObject({ state: 'open', attempts_counted: 0 });
  });

  test('that the PBX has now is never ended by the clock, even if nobody could note that it was seen', async () => {
    const { id, attempt, caller } = await dialing();
    ledger.clock.at += 5 * minute;
    expect(await expireAttempts(ledger.deps, (live) => live === attempt.id)).toEqual([]);
    await expect(claimCallback(ledger.deps, id, ledger.ids.bob)).rejects.toMatchObject({ code: 'already-claimed' });
    await ended(attempt.id, caller, { talkedMs: 12_000 });
    expect(await row(id)).toMatchObject({ state: 'returned' });
  });

  test('is known by its channel even when the variable was not seen', async () => {
    const { id, attempt, caller } = await dialing();
    const { returned } = await ended(attempt.id, caller, { talkedMs: 12_000, attemptId: null });
    expect(returned).toEqual([id]);
    expect(await attemptRow(attempt.id)).toMatchObject({ outcome: 'reached' });
  });

  test('while the customer calls in: the miss joins, and the talk that ends later pays for both', async () => {
    const { id, attempt, caller } = await dialing();
    await record(aMissedCall({ caller, endedAt: ledger.clock.at + 10_000 }));
    expect(await row(id)).toMatchObject({ state: 'dialing', misses: 2 });
    await ended(attempt.id, caller, { talkedMs: 15_000, endedAt: ledger.clock.at + 30_000 });
    expect(await row(id)).toMatchObject({ state: 'returned', misses: 2 });
  });

  test('and a miss after the talk stays owed, although that talk was written down later', async () => {
    const { id, attempt, caller } = await dialing();
    await record(aMissedCall({ caller, endedAt: ledger.clock.at + 60_000 }));
    await ended(attempt.id, caller, { talkedMs: 15_000, endedAt: ledger.clock.at + 30_000 });
    expect(await attemptRow(attempt.id)).toMatchObject({ outcome: 'reached' });
    expect(await row(id)).toMatchObject({ state: 'open', open_attempt_id: null, attempts_counted: 0 });
  });

  test('whose customer is served meanwhile ends without touching the settled item', async () => {
    const { id, attempt, caller } = await dialing();
    await record({ ...anOutgoingCall({ called: caller, endedAt: ledger.clock.at + 20_000, talkedMs: 15_000 }) });
    expect(await row(id)).toMatchObject({ state: 'returned' });
    await ended(attempt.id, caller, { dialled: 'busy' });
    expect(await row(id)).toMatchObject({ state: 'returned', attempts_counted: 0 });
    expect(await attemptRow(attempt.id)).toMatchObject({ outcome: 'customer_busy' });
  });
});
