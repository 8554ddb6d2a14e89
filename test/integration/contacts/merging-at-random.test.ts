import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { notTheSum } from '../../../server/domain/callback/fold.ts';
import { createMatchIndex } from '../../../server/domain/contact/match-index.ts';
import { callbackStore } from '../../../server/store/callbacks.ts';
import { officeStoresOf } from '../../../server/store/office-stores.ts';
import { transactWith } from '../../../server/store/transact.ts';
import { claimCallback } from '../../../server/usecases/claim-callback.ts';
import { expireAttempts } from '../../../server/usecases/expire-attempts.ts';
import { expireLeases } from '../../../server/usecases/expire-leases.ts';
import { mergeContacts } from '../../../server/usecases/merge-contacts.ts';
import { requestCallback } from '../../../server/usecases/open-callback.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { Refusal } from '../../../server/usecases/refusal.ts';
import { startAttempt } from '../../../server/usecases/start-attempt.ts';
import { aMissedCall, aNumber, aTalkedCall } from '../../support/call-records.ts';
import { type Ledger, openLedger } from '../../support/ledger.ts';

let ledger: Ledger;
beforeAll(async () => {
  ledger = await openLedger();
});
afterAll(() => ledger.close());

const number = fc.nat({ max: 3 });
const person = fc.nat({ max: 3 });
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('miss' as const), number, line: fc.constantFrom('sales', 'support') }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('ask' as const), number, person }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('plan' as const), person }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('talk' as const), number }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('claim' as const), number, dial: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('merge' as const), kept: person, other: person }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const live = "('open', 'claimed', 'dialing', 'needs_human')";

/** A wish that cannot be done now is no fault of the merge. */
async function unlessRefused(work: Promise<unknown>): Promise<void> {
  await work.catch((cause: unknown) => {
    if (!(cause instanceof Refusal)) throw cause;
  });
}

test('after any merges every debt stands, S1 to S5 are empty, and each item is the sum of its history', async () => {
  const office = {
    ...ledger.deps,
    transact: transactWith(ledger.database.db, officeStoresOf),
    matchIndex: createMatchIndex(),
  };
  const sue = { id: ledger.ids.sue, role: 'supervisor' as const, ip: null };

  /** What is owed now: covered calls by number, and the notes of everything live. */
  const owed = async () => ({
    covered: (
      await ledger.query<{ call: number }>(
        `select cc.call_id as call from callback_calls cc join callbacks c on c.id = cc.callback_id
         where c.state in ${live} order by cc.call_id`,
      )
    ).map(({ call }) => call),
    notes: (
      await ledger.query<{ note: string }>(`select note from callbacks where state in ${live} and note is not null`)
    )
      .flatMap(({ note }) => note.split('\n'))
      .sort(),
    promises: await ledger.query<{ number: string; at: Date }>(
      `select number, min(promised_at) as at from callbacks where state in ${live} group by number order by number`,
    ),
  });

  async function play(steps: readonly Step[]) {
    const numbers = [aNumber(), aNumber(), aNumber(), aNumber()];
    const people: number[] = [];
    // The first number is shared by two of them.
    for (const own of [[0], [0, 1], [2], [3]])
      people.push(
        await ledger.addContact(
          'P',
          own.map((n) => numbers[n] ?? ''),
        ),
      );
    const one = (at: number) => people[at] ?? 0;
    for (const [n, now] of steps.entries()) {
      ledger.clock.at += 60_000;
      const { at } = ledger.clock;
      const { pbx, boot } = ledger.ids;
      const caller = 'number' in now ? (numbers[now.number] as ReturnType<typeof aNumber>) : null;
      if (now.do === 'miss')
        await recordCall(ledger.deps, pbx, boot, aMissedCall({ caller, line: now.line, endedAt: at - 1_000 }));
      if (now.do === 'talk')
        await recordCall(ledger.deps, pbx, boot, aTalkedCall({ caller, endedAt: at - 1_000, talkedMs: 15_000 }));
      if (now.do === 'ask' || now.do === 'plan') {
        await requestCallback(ledger.deps, {
          siteId: ledger.ids.site,
          country: 'GB',
          origin: now.do === 'ask' ? 'requested' : 'follow_up',
          number: caller ?? numbers[now.person] ?? null,
          contactId: one(now.person),
          lineId: null,
          dueAt: at + 3_600_000,
          note: `note ${one(0)} ${n}`,
          ownerId: ledger.ids.amy,
          byId: ledger.ids.amy,
        });
      }
      if (now.do === 'claim') {
        const [item] = await ledger.query<{ id: number }>(
          `select id from callbacks where number = $1 and state = 'open' limit 1`,
          [caller],
        );
        if (!item) continue;
        const { fence } = await claimCallback(ledger.deps, item.id, ledger.ids.amy);
        const call = { userId: ledger.ids.amy, deviceId: ledger.ids.amysPhone, number: null, contactId: null };
        if (now.dial) await unlessRefused(startAttempt(ledger.deps, { ...call, callback: { id: item.id, fence } }));
      }
      if (now.do !== 'merge') continue;
      const before = await owed();
      const versions = await ledger.query<{ id: number; version: number }>('select id, version from contacts');
      const version = (id: number) => versions.find((row) => row.id === id)?.version ?? 0;
      const [kept, other] = [one(now.kept), one(now.other)];
      const wanted = { otherId: other, version: version(kept), otherVersion: version(other), take: [] };
      await unlessRefused(mergeContacts(office, sue, kept, wanted));
      expect(await owed()).toEqual(before);
      const [left] = await ledger.query<{ n: number }>(
        `select (select count(*) from callbacks b join contacts c on c.id = b.contact_id where c.merged_into is not null)
              + (select count(*) from calls k join contacts c on c.id = k.contact_id where c.merged_into is not null)
              + (select count(*) from contact_phones p join contacts c on c.id = p.contact_id where c.merged_into is not null)
              + (select count(*) from contacts c join contacts m on m.id = c.merged_into where m.merged_into is not null) as n`,
      );
      expect(Number(left?.n)).toBe(0);
    }
    await ledger.database.db.transaction(async (tx) => {
      const store = callbackStore(tx);
      const merged = await ledger.query<{ id: number }>(`select id from callbacks where state = 'merged'`);
      for (const { id } of merged) {
        const row = await store.find(id);
        expect(row && notTheSum(row, await store.history(id))).toEqual([]);
      }
    });
    ledger.clock.at += 300_000;
    await expireAttempts(ledger.deps);
    await expireLeases(ledger.deps);
    await ledger.expectAllKept();
  }

  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 18 }), play), {
    numRuns: 25,
    interruptAfterTimeLimit: 60_000,
  });
}, 120_000);
