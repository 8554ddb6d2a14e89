import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { CallbackDetail, CallbackView, Claim } from '../../schema/contracts/callbacks.ts';
import type { AttemptView } from '../../schema/contracts/dial.ts';
import type { FaultPoint } from '../../server/platform/fault-points.ts';
import type { ApiClient } from '../support/api.ts';
import { asteriskAvailable } from '../support/asterisk.ts';
import { eventually } from '../support/eventually.ts';
import { canRun, chromiumPath } from '../support/require.ts';
import { IncomingCall } from '../support/sip/incoming-call.ts';
import type { SipPhone } from '../support/sip/phone.ts';
import { openDoomedBrowser, openScreen, signIn } from './browser/screen.ts';
import { freezing } from './support/freezing.ts';
import { type OutageHouse, startOutageHouse } from './support/outage-house.ts';

const group = '+442079460110';

/** Two at once, a browser that dies, a server that sleeps, a customer who is faster: one debt, served once. */
describe.skipIf(!canRun('asterisk', asteriskAvailable()))('one debt is served once', () => {
  let at: OutageHouse;
  let ben: SipPhone;

  beforeAll(async () => {
    at = await startOutageHouse(8, { ringSeconds: 20, queueSeconds: 30 });
    ben = await at.house.pbx.phone('1002');
  });

  afterAll(() => at?.stop());

  afterEach(async () => {
    at.line.mend();
    at.trunk.whenCalled = 'ring';
    for (const call of [...at.trunk.calls, ...at.anna.calls, ...ben.calls]) if (!call.ending) call.hangup();
    await at.quiet();
    await at.wholeTruth();
  });

  const item = async (id: number) => (await at.signedIn('sofia')).call<CallbackDetail>('GET', `callbacks/${id}`);

  /** A debt to a new caller. */
  async function aDebt(): Promise<{ readonly caller: string; readonly id: number }> {
    const caller = at.aCaller();
    const [call] = await at.ringing(caller);
    call.hangup();
    await at.quiet();
    expect(await at.theCall(caller)).toMatchObject({ outcome: 'missed', item: 'open' });
    const [row] = await at.rows<{ id: number }>('select id from callbacks where number = $1', [caller]);
    return { caller, id: row?.id ?? 0 };
  }

  /** What the customer's phone has got from us. */
  const legsTo = (caller: string) =>
    at.trunk.calls.filter((call) => call instanceof IncomingCall && call.invite.uri.includes(caller.slice(1)));

  async function callBack(client: ApiClient, id: number): Promise<AttemptView> {
    const { fence } = await client.call<Claim>('POST', `callbacks/${id}/claim`);
    return client.call<AttemptView>('POST', `callbacks/${id}/dial`, { fence });
  }

  test('two agents who claim it at the same moment: one has it, the other is told who', async () => {
    const { id } = await aDebt();
    const people = [
      { name: 'Anna Keller', client: await at.signedIn('anna') },
      { name: 'Ben Okafor', client: await at.signedIn('ben') },
    ] as const;
    for (let round = 1; round <= 10; round += 1) {
      const answers = await Promise.all(
        people.map(async ({ name, client }) => {
          const response = await client.raw('POST', `callbacks/${id}/claim`);
          return { name, client, status: response.status, body: (await response.json()) as Claim };
        }),
      );
      const [won, ...wonToo] = answers.filter(({ status }) => status === 200);
      const [lost] = answers.filter(({ status }) => status !== 200);
      if (!won || !lost) throw new Error(`Not one of two: ${answers.map(({ status }) => status).join()}`);
      expect(wonToo).toEqual([]);
      expect(lost).toMatchObject({ status: 409, body: { error: { code: 'already-claimed' } } });
      const seen = await lost.client.call<CallbackView>('GET', `callbacks/${id}`);
      expect(seen).toMatchObject({ state: 'claimed', claimedBy: { name: won.name }, fence: won.body.fence });
      const stolen = await lost.client.raw('POST', `callbacks/${id}/dial`, { fence: won.body.fence });
      expect(stolen.status).toBe(409);
      await won.client.call('POST', `callbacks/${id}/release`, { fence: won.body.fence });
    }
    expect(await item(id)).toMatchObject({ state: 'open', tries: 0, fence: 10 });
  });

  test.skipIf(!canRun('browser', chromiumPath() === null ? 'no Chromium' : null))(
    'the browser of its holder is killed: open again when the lease of 30 seconds is over, no try, free for the next',
    async () => {
      const { id } = await aDebt();
      const doomed = await openDoomedBrowser();
      try {
        const { page } = await openScreen(doomed.browser, at.service.url);
        await signIn(page, 'anna', at.house.password);
        const answer = await page.request.post(`/api/v1/callbacks/${id}/claim`, {
          headers: { origin: at.service.url },
        });
        expect(answer.status()).toBe(200);
        const claim = (await answer.json()) as Claim;
        // Twice, so that it is the running page that holds it; each time before the lease of 30 s is over.
        let { leaseUntil } = claim;
        for (let renewed = 0; renewed < 2; renewed += 1) {
          await eventually(
            async () => {
              const now = (await item(id)).leaseUntil ?? 0;
              expect(now).toBeGreaterThan(leaseUntil);
              leaseUntil = now;
            },
            { withinMs: 30_000, everyMs: 200 },
          );
        }
      } finally {
        await doomed.kill();
      }
      const killedAt = Date.now();
      const held = await item(id);
      expect(held).toMatchObject({ state: 'claimed', claimedBy: { name: 'Anna Keller' } });
      expect(held.leaseUntil ?? 0).toBeLessThanOrEqual(killedAt + 30_000);
      const freed = await eventually(
        async () => {
          const now = await item(id);
          expect(now).toMatchObject({ state: 'open', claimedBy: null, tries: 0, lastTry: null });
          return now;
        },
        { withinMs: 32_000, everyMs: 100 },
      );
      const over = freed.events.find(({ type }) => type === 'released');
      expect(over?.at ?? 0).toBeLessThanOrEqual((held.leaseUntil ?? 0) + 1_500);
      const client = await at.signedIn('ben');
      expect(await client.call('POST', `callbacks/${id}/claim`)).toMatchObject({
        callback: { claimedBy: { name: 'Ben Okafor' } },
      });
    },
  );

  describe('the server sleeps between the commit and the order, until it is too late', () => {
    const waits = 'attemptWithinMs=4000,wholeForMs=1000';

    /** Anna calls back, the server freezes there; it goes on when the order's last moment is well past. */
    async function asleepAt(
      point: FaultPoint,
      meanwhile: () => void = () => {},
    ): Promise<{ id: number; caller: string }> {
      const debt = await aDebt();
      const freeze = freezing(at, point);
      await freeze.start({ RINGBACK_WAITS: waits });
      const client = await at.signedIn('anna');
      const { fence } = await client.call<Claim>('POST', `callbacks/${debt.id}/claim`);
      meanwhile();
      freeze.arm();
      const answer = client.raw('POST', `callbacks/${debt.id}/dial`, { fence });
      try {
        await freeze.frozen();
        await eventually(
          async () => {
            const late = "not_after < now() - interval '2 s' as late";
            const found = await at.rows(`select ${late} from attempts where callback_id = $1`, [debt.id]);
            expect(found).toEqual([{ late: true }]);
          },
          { withinMs: 15_000, everyMs: 100 },
        );
      } finally {
        freeze.goOn();
      }
      expect((await answer).status).toBe(202);
      return debt;
    }

    async function nobodyWasCalled({ id, caller }: { id: number; caller: string }, detail: string): Promise<void> {
      await eventually(async () => expect(await item(id)).toMatchObject({ state: 'open', tries: 0 }), {
        withinMs: 30_000,
        everyMs: 200,
      });
      expect(legsTo(caller)).toEqual([]);
      expect(await at.rows('select outcome, detail, counted from attempts where callback_id = $1', [id])).toEqual([
        { outcome: 'cancelled', detail, counted: false },
      ]);
    }

    test('before it looked at the clock: it orders nothing, no phone rings', async () => {
      const rung = at.anna.calls.length;
      const debt = await asleepAt('attempt.committed');
      await nobodyWasCalled(debt, 'expired');
      expect(at.anna.calls.length).toBe(rung + 1);
    });

    test('behind it: the order comes late to the PBX, which refuses it; the customer hears nothing', async () => {
      let letGo = () => {};
      const debt = await asleepAt('originate.sent', () => {
        letGo = at.line.hold();
      });
      expect(legsTo(debt.caller)).toEqual([]);
      const rung = at.anna.nextCall(20_000);
      letGo();
      const phone = await rung;
      phone.answer();
      expect(await phone.ended).toMatchObject({ by: 'them' });
      expect(phone.answeredAt).not.toBeNull();
      await at.quiet();
      await nobodyWasCalled(debt, 'customer_never_dialled');
      const said = 'select c.warnings from calls c join attempts a on a.call_id = c.id where a.callback_id = $1';
      expect(await at.rows(said, [debt.id])).toEqual([{ warnings: ['attempt_refused_late'] }]);
    });
  });

  describe('the customer calls again while we call them', () => {
    /** The customer calls the ring group, where Ben's phone rings. */
    async function ringsAtBen(caller: string) {
      const arriving = ben.nextCall();
      const call = await at.trunk.call(group, { from: caller });
      return { call, phone: await arriving };
    }

    async function talksWithBen(caller: string) {
      const { call, phone } = await ringsAtBen(caller);
      phone.answer();
      await at.heard(call);
      return call;
    }

    const returned = (id: number) =>
      eventually(
        async () =>
          expect(await item(id)).toMatchObject({
            state: 'returned',
            settledAs: 'called_again',
            returnedBy: { name: 'Ben Okafor' },
          }),
        { withinMs: 15_000 },
      );

    const withdrawn = async (id: number) =>
      expect(await at.rows('select outcome, detail, counted from attempts where callback_id = $1', [id])).toEqual([
        { outcome: 'cancelled', detail: 'served_meanwhile', counted: false },
      ]);

    test('and their phone is busy with it: returned by that talk, called once', async () => {
      const { id, caller } = await aDebt();
      const mine = at.anna.nextCall();
      await callBack(await at.signedIn('anna'), id);
      const phone = await mine;
      const again = await ringsAtBen(caller);
      at.trunk.whenCalled = { reject: 486 };
      phone.answer();
      await phone.ended;
      again.phone.answer();
      await at.heard(again.call);
      again.call.hangup();
      await at.quiet();
      await returned(id);
      expect(legsTo(caller).map(({ ending }) => ending?.status)).toEqual([486]);
    });

    test("and is served while our own agent's phone still rings: that call is taken back, the customer's phone does not ring", async () => {
      const { id, caller } = await aDebt();
      const mine = at.anna.nextCall();
      await callBack(await at.signedIn('anna'), id);
      const phone = await mine;
      const call = await talksWithBen(caller);
      await eventually(() => expect(phone.ending).not.toBeNull());
      expect(phone.answeredAt).toBeNull();
      call.hangup();
      await at.quiet();
      await returned(id);
      expect(legsTo(caller)).toEqual([]);
      await withdrawn(id);
    });

    test('and talks already: who holds the debt is told, and cannot ring them', async () => {
      const { id, caller } = await aDebt();
      const call = await talksWithBen(caller);
      const client = await at.signedIn('anna');
      const { fence } = await client.call<Claim>('POST', `callbacks/${id}/claim`);
      const answer = await client.raw('POST', `callbacks/${id}/dial`, { fence });
      expect([answer.status, await answer.json()]).toMatchObject([409, { error: { code: 'on-the-line' } }]);
      call.hangup();
      await at.quiet();
      await returned(id);
      expect(legsTo(caller)).toEqual([]);
    });

    test('and is served while their phone rings with our call: that ringing ends', async () => {
      const { id, caller } = await aDebt();
      const theirs = at.trunk.nextCall(10_000);
      const mine = at.anna.answerNext();
      await callBack(await at.signedIn('anna'), id);
      await mine;
      const ringing = await theirs;
      const call = await talksWithBen(caller);
      await eventually(() => expect(ringing.ending).not.toBeNull());
      expect(ringing.answeredAt).toBeNull();
      call.hangup();
      await at.quiet();
      await returned(id);
      expect(legsTo(caller)).toHaveLength(1);
      await withdrawn(id);
    });
  });
});
