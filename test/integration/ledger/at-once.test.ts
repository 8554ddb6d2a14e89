import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claimCallback } from '../../../server/usecases/claim-callback.ts';
import { expireAttempts } from '../../../server/usecases/expire-attempts.ts';
import { expireLeases } from '../../../server/usecases/expire-leases.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { Refusal } from '../../../server/usecases/refusal.ts';
import { releaseAllOf } from '../../../server/usecases/release-callback.ts';
import { startAttempt } from '../../../server/usecases/start-attempt.ts';
import { aMissedCall, aNumber, anOutgoingCall, answeredLeg, aTalkedCall } from '../../support/call-records.ts';
import { type Ledger, openLedger } from '../../support/ledger.ts';

describe('everything at once', () => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await openLedger();
  });
  afterAll(() => ledger.close());

  test('calls, claims, attempts and workers on the same people leave the ledger whole', async () => {
    const { deps, ids, clock } = ledger;
    const numbers = [aNumber(), aNumber(), aNumber(), aNumber()] as const;
    await ledger.addContact('Two numbers', [numbers[0], numbers[1]]);
    await ledger.addContact('Two more', [numbers[1], numbers[2]]);
    const live = () =>
      ledger.query<{ id: number; fence: number }>("select id, fence from callbacks where state in ('open', 'claimed')");
    const calls: Parameters<typeof recordCall>[3][] = [];
    const unexpected: unknown[] = [];
    for (let round = 0; round < 8; round += 1) {
      clock.at += 2_000;
      const items = await live();
      const open = await ledger.query<{ id: string; number: string }>(
        'select id, number from attempts where outcome is null',
      );
      const endedAt = clock.at;
      const misses = numbers.map((caller) => aMissedCall({ caller, endedAt }));
      const talk = aTalkedCall({ caller: numbers[round % 4] ?? numbers[0], endedAt: endedAt - 1_000, talkedMs: 5_000 });
      const ended = open.map(({ id, number }) =>
        anOutgoingCall({
          called: number,
          linkedid: id,
          attemptId: id,
          endedAt,
          talkedMs: round % 2 === 0 ? 12_000 : 0,
          legs: [answeredLeg(id, endedAt)],
        }),
      );
      calls.push(...misses, talk, ...ended);
      const work = [
        // Every call twice: two judges may finish the same call.
        ...[...misses, talk, ...ended]
          .flatMap((call) => [call, call])
          .map((call) => recordCall(deps, ids.pbx, ids.boot, call)),
        ...items.flatMap(({ id }) => [ids.amy, ids.bob].map((who) => claimCallback(deps, id, who))),
        ...items.map(({ id, fence }) =>
          startAttempt(deps, {
            userId: ids.amy,
            deviceId: ids.amysPhone,
            number: null,
            contactId: null,
            callback: { id, fence },
          }),
        ),
        startAttempt(deps, {
          userId: ids.bob,
          deviceId: ids.bobsPhone,
          number: numbers[3],
          contactId: null,
          callback: null,
        }),
        expireLeases(deps),
        expireAttempts(deps),
        ...(round % 3 === 0 ? [releaseAllOf(deps, ids.bob, 'signed_out' as const)] : []),
      ];
      for (const result of await Promise.allSettled(work)) {
        if (result.status === 'rejected' && !(result.reason instanceof Refusal)) unexpected.push(result.reason);
      }
    }
    expect(unexpected).toEqual([]);
    expect(await ledger.query('select count(*)::int as n from calls')).toEqual([{ n: calls.length }]);
    await ledger.expectAllKept();
  }, 60_000);
});
