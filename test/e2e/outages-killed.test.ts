import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { CallbackView, Claim } from '../../schema/contracts/callbacks.ts';
import type { AttemptView } from '../../schema/contracts/dial.ts';
import { type FaultPoint, faultPoints } from '../../server/platform/fault-points.ts';
import { asteriskAvailable } from '../support/asterisk.ts';
import { eventually } from '../support/eventually.ts';
import { freezePostgres } from '../support/postgres-processes.ts';
import { canRun } from '../support/require.ts';
import { IncomingCall } from '../support/sip/incoming-call.ts';
import { type OutageHouse, startOutageHouse } from './support/outage-house.ts';

/** Each test kills the service without a warning between two steps, under a call, and starts it again. */
describe.skipIf(!canRun('asterisk', asteriskAvailable()))('Ringback is killed', () => {
  let at: OutageHouse;
  const killedAt = new Set<FaultPoint>();

  beforeAll(async () => {
    at = await startOutageHouse(6, { ringSeconds: 20, queueSeconds: 30 });
  });

  afterAll(async () => {
    await at?.stop();
    expect([...killedAt].sort()).toEqual([...faultPoints].sort());
  });

  afterEach(async () => {
    at.line.mend();
    at.trunk.whenCalled = 'ring';
    for (const call of [...at.trunk.calls, ...at.anna.calls]) if (!call.ending) call.hangup();
    await at.quiet();
    await at.wholeTruth();
    await eventually(async () => expect(await at.rows('select 1 from outbox where not sent')).toEqual([]));
    await eventually(() => expect(journal()).toBe(''));
  });

  const journal = () => readFileSync(join(at.service.dataDir, 'journal/calls.ndjson'), 'utf8');
  const marker = () => join(at.service.dataDir, 'strike');

  /** A service that will end itself at this point, once `arm` says so. */
  async function startWith(point: FaultPoint): Promise<void> {
    await at.service.stop({ keepData: true });
    rmSync(marker(), { force: true });
    await at.start({ RINGBACK_ENV: 'test', RINGBACK_FAULT_AT: point, RINGBACK_FAULT_WHEN: marker() });
  }

  const arm = () => writeFileSync(marker(), '');

  /** Waits until the service has struck itself down there. */
  async function struckAt(point: FaultPoint): Promise<void> {
    expect(await at.ended()).toBe('SIGKILL');
    expect(existsSync(marker())).toBe(true);
    killedAt.add(point);
  }

  const owed = { outcome: 'missed', reason: 'abandoned_ringing', item: 'open' };

  test.each(['event.read', 'call.ended', 'call.before-commit', 'call.committed', 'relay.told'] as const)(
    'at %s, as a caller gives up: owed once',
    async (point) => {
      await startWith(point);
      const caller = at.aCaller();
      const [call] = await at.ringing(caller);
      arm();
      call.hangup();
      await struckAt(point);
      await at.quiet();
      await at.start();
      expect(await at.theCall(caller)).toMatchObject(owed);
    },
  );

  test.each(['call.ended', 'call.before-commit', 'call.committed'] as const)(
    'at %s, as a talk ends that pays a debt: talked once, and the debt returned',
    async (point) => {
      const caller = at.aCaller();
      const [missed] = await at.ringing(caller);
      missed.hangup();
      await at.quiet();
      expect(await at.theCall(caller)).toMatchObject(owed);
      await startWith(point);
      const [call] = await at.talking(caller);
      arm();
      call.hangup();
      await struckAt(point);
      await at.quiet();
      await at.start();
      await eventually(
        async () =>
          expect(
            await at.rows(
              `select c.outcome, b.state, b.settled_as from calls c left join callback_calls cc on cc.call_id = c.id
                left join callbacks b on b.id = cc.callback_id where c.customer = $1 order by c.started_at`,
              [caller],
            ),
          ).toEqual([
            { outcome: 'missed', state: 'returned', settled_as: 'called_again' },
            { outcome: 'talked', state: null, settled_as: null },
          ]),
        { withinMs: 20_000 },
      );
    },
  );

  test('at event.read, as it begins to ring, and the phone is answered meanwhile: talked', async () => {
    await startWith('event.read');
    const caller = at.aCaller();
    arm();
    const [call, phone] = await at.ringing(caller);
    await struckAt('event.read');
    await phone.answer();
    await at.heard(call);
    call.hangup();
    await at.quiet();
    await at.start();
    expect(await at.theCall(caller)).toMatchObject({ outcome: 'talked', talks: 1, item: null });
  });

  test('at journal.appended, while the database stands still: owed once', async () => {
    await startWith('journal.appended');
    const caller = at.aCaller();
    const goOn = freezePostgres(at.service.dataDir);
    try {
      arm();
      const [call] = await at.ringing(caller);
      call.hangup();
      await struckAt('journal.appended');
      expect(journal()).toContain(caller);
    } finally {
      goOn();
    }
    await at.quiet();
    await at.start();
    expect(await at.theCall(caller)).toMatchObject(owed);
  });

  test('at journal.before-clear, when the database is back: none is doubled', async () => {
    await startWith('journal.before-clear');
    const callers = [at.aCaller(), at.aCaller()];
    const goOn = freezePostgres(at.service.dataDir);
    try {
      for (const caller of callers) {
        const [call] = await at.ringing(caller);
        call.hangup();
        await at.quiet();
      }
      await eventually(() => {
        for (const caller of callers) expect(journal()).toContain(caller);
      });
      arm();
    } finally {
      goOn();
    }
    await struckAt('journal.before-clear');
    expect(journal()).not.toBe('');
    await at.start();
    for (const caller of callers) expect(await at.theCall(caller)).toMatchObject(owed);
  });

  test.each(['snapshot.taken', 'backfill.read', 'backfill.before-reconciled'] as const)(
    'at %s, after two calls went by unseen: one is owed, one was talked',
    async (point) => {
      await startWith(point);
      const [missed, answered] = [at.aCaller(), at.aCaller()];
      at.line.cut();
      await at.followed(false);
      const [first] = await at.ringing(missed);
      first.hangup();
      await at.quiet();
      const [second] = await at.talking(answered);
      second.hangup();
      await at.quiet();
      arm();
      at.line.mend();
      await struckAt(point);
      await at.start();
      expect(await at.theCall(missed)).toMatchObject(owed);
      expect(await at.theCall(answered)).toMatchObject({ outcome: 'talked', talks: 1, item: null });
    },
  );

  /** A debt of this caller, taken up by Anna, whose order then runs into the strike. */
  async function calledBack(point: FaultPoint, caller: string): Promise<number> {
    const [call] = await at.ringing(caller);
    call.hangup();
    await at.quiet();
    expect(await at.theCall(caller)).toMatchObject(owed);
    await startWith(point);
    const client = await at.signedIn('anna');
    const [row] = await at.rows<{ id: number }>('select id from callbacks where number = $1', [caller]);
    const id = row?.id ?? 0;
    const { fence } = await client.call<Claim>('POST', `callbacks/${id}/claim`);
    arm();
    // The service dies under the request, or right after its answer.
    await client.call<AttemptView>('POST', `callbacks/${id}/dial`, { fence }).catch(() => {});
    return id;
  }

  const item = async (id: number) => (await at.signedIn('sofia')).call<CallbackView>('GET', `callbacks/${id}`);

  test('at attempt.committed: nobody is rung, no try is counted, the debt is open again', async () => {
    const rung = at.anna.calls.length;
    const id = await calledBack('attempt.committed', at.aCaller());
    await struckAt('attempt.committed');
    await at.start();
    expect((await item(id)).state).toBe('dialing');
    await eventually(async () => expect(await item(id)).toMatchObject({ state: 'open', tries: 0 }), {
      withinMs: 100_000,
      everyMs: 1_000,
    });
    expect(at.anna.calls.length).toBe(rung + 1);
  }, 150_000);

  test.each([
    ['originate.sent', 'while they talk'],
    ['originate.answered', 'after they talked'],
  ] as const)(
    'at %s, and started again %s: the customer is called once, the talk returns the debt',
    async (point, when) => {
      const caller = at.aCaller();
      const id = await calledBack(point, caller);
      await struckAt(point);
      const phone = await at.anna.answerNext();
      const customer = await at.trunk.answerNext();
      await at.heard(customer, 1_000);
      if (when === 'while they talk') await at.start();
      await at.heard(customer, 11_000);
      phone.hangup();
      await at.quiet();
      if (when === 'after they talked') await at.start();
      await eventually(async () => expect(await item(id)).toMatchObject({ state: 'returned' }), { withinMs: 30_000 });
      const called = at.trunk.calls.filter((call) => call instanceof IncomingCall && call.invite.uri.includes(caller));
      expect(called).toHaveLength(1);
      expect(await at.rows('select outcome from attempts where callback_id = $1', [id])).toEqual([
        { outcome: 'reached' },
      ]);
    },
  );
});
