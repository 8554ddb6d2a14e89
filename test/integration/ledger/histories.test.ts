import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { E164 } from '../../../schema/values/e164.ts';
import { claimCallback } from '../../../server/usecases/claim-callback.ts';
import { closeCallback } from '../../../server/usecases/close-callback.ts';
import { expireAttempts } from '../../../server/usecases/expire-attempts.ts';
import { expireLeases } from '../../../server/usecases/expire-leases.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { Refusal } from '../../../server/usecases/refusal.ts';
import { releaseAllOf } from '../../../server/usecases/release-callback.ts';
import { startAttempt } from '../../../server/usecases/start-attempt.ts';
import { aMissedCall, aNumber, anOutgoingCall, answeredLeg, aTalkedCall } from '../../support/call-records.ts';
import { type Ledger, openLedger } from '../../support/ledger.ts';

type Step =
  | { readonly do: 'miss' | 'serve' | 'claim' | 'dial' | 'close'; readonly who: number }
  | { readonly do: 'ring'; readonly who: number; readonly talkedMs: number }
  | { readonly do: 'attempt ends'; readonly talkedMs: number; readonly dialled: 'busy' | 'no_answer' | 'not_a_number' }
  | { readonly do: 'release' | 'leases end' | 'attempts end' }
  | { readonly do: 'wait'; readonly ms: number };

const who = fc.integer({ min: 0, max: 1 });
const talkedMs = fc.constantFrom(0, 4_000, 15_000);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('miss' as const, 'claim' as const, 'dial' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('serve' as const, 'close' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('ring' as const), who, talkedMs }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('attempt ends' as const),
      talkedMs,
      dialled: fc.constantFrom('busy' as const, 'no_answer' as const, 'not_a_number' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('release' as const, 'leases end' as const, 'attempts end' as const) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1_000, 35_000, 90_000) }) },
);

describe('any history of calls and clicks', () => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await openLedger();
  });
  afterAll(() => ledger.close());

  /** Plays the steps for two callers; `owed` is kept beside the ledger, from the rule and not from its code. */
  async function play(steps: readonly Step[]) {
    const { deps, clock, ids } = ledger;
    const callers: readonly E164[] = [aNumber(), aNumber()];
    const owed = new Map<string, boolean>(callers.map((caller) => [caller, false]));
    const caller = (index: number): E164 => callers[index] ?? aNumber();
    const record = (call: Parameters<typeof recordCall>[3]) => recordCall(deps, ids.pbx, ids.boot, call);
    const live = async (number: string) =>
      (
        await ledger.query<{ id: number; fence: number }>(
          "select id, fence from callbacks where number = $1 and state in ('open','claimed','dialing','needs_human')",
          [number],
        )
      )[0];
    const openAttempt = async () =>
      (
        await ledger.query<{ id: string; number: string }>(
          'select id, number from attempts where outcome is null order by created_at limit 1',
        )
      )[0];

    async function take(one: Step): Promise<void> {
      clock.at += 1_000;
      switch (one.do) {
        case 'miss':
          await record(aMissedCall({ caller: caller(one.who), endedAt: clock.at }));
          owed.set(caller(one.who), true);
          return;
        case 'serve':
          await record(aTalkedCall({ caller: caller(one.who), endedAt: clock.at, talkedMs: 2_000 }));
          owed.set(caller(one.who), false);
          return;
        case 'ring':
          await record(anOutgoingCall({ called: caller(one.who), endedAt: clock.at, talkedMs: one.talkedMs }));
          if (one.talkedMs >= 10_000) owed.set(caller(one.who), false);
          return;
        case 'claim': {
          const item = await live(caller(one.who));
          if (item) await claimCallback(deps, item.id, ids.amy);
          return;
        }
        case 'dial': {
          const item = await live(caller(one.who));
          const callback = item ? { id: item.id, fence: item.fence } : null;
          await startAttempt(deps, {
            userId: ids.amy,
            deviceId: ids.amysPhone,
            number: caller(one.who),
            contactId: null,
            callback,
          });
          return;
        }
        case 'attempt ends': {
          const attempt = await openAttempt();
          if (!attempt) return;
          const { talkedMs: talked, dialled } = one;
          await record(
            anOutgoingCall({
              called: attempt.number,
              linkedid: attempt.id,
              attemptId: attempt.id,
              endedAt: clock.at,
              talkedMs: talked,
              legs: [answeredLeg(attempt.id, clock.at)],
              ...(talked === 0 && { dialled }),
            }),
          );
          if (talked >= 10_000 && owed.has(attempt.number)) owed.set(attempt.number, false);
          return;
        }
        case 'close': {
          const item = await live(caller(one.who));
          if (!item) return;
          await closeCallback(deps, item.id, ids.sue, { reason: 'other', note: 'decided' });
          owed.set(caller(one.who), false);
          return;
        }
        case 'release':
          await releaseAllOf(deps, ids.amy, 'signed_out');
          return;
        case 'leases end':
          await expireLeases(deps);
          return;
        case 'attempts end':
          await expireAttempts(deps);
          return;
        case 'wait':
          clock.at += one.ms;
      }
    }

    for (const one of steps) {
      await take(one).catch((refusal: unknown) => {
        if (!(refusal instanceof Refusal)) throw refusal;
      });
    }
    // The workers catch up, as they do every few seconds.
    await expireLeases(deps);
    await expireAttempts(deps);
    for (const number of callers)
      expect([number, (await live(number)) !== undefined]).toEqual([number, owed.get(number)]);
    await ledger.expectAllKept();
  }

  test('loses no debt, invents none, and each row is the sum of its history', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 40 }), async (steps) => {
        await play(steps);
      }),
      { numRuns: 50, endOnFailure: true },
    );
  }, 60_000);
});
