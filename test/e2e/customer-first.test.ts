import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { CallbackDetail, CallbackView } from '../../schema/contracts/callbacks.ts';
import type { Session } from '../../schema/contracts/session.ts';
import { asteriskAvailable } from '../support/asterisk.ts';
import { eventually } from '../support/eventually.ts';
import { canRun } from '../support/require.ts';
import { within } from '../support/sip/deadline.ts';
import { IncomingCall } from '../support/sip/incoming-call.ts';
import type { SipPhone } from '../support/sip/phone.ts';
import { wait } from '../support/traces/stage.ts';
import { type AtDesk, atDesk } from './support/at-desk.ts';
import { freezing } from './support/freezing.ts';
import { type OutageHouse, startOutageHouse } from './support/outage-house.ts';

const group = '+442079460110';

/** A real Asterisk and real phones: the customer is rung first, and an agent is kept free for them. */
describe.skipIf(!canRun('asterisk', asteriskAvailable()))('a line that calls its customers first', () => {
  let at: OutageHouse;
  let ben: SipPhone;
  const desks: AtDesk[] = [];

  beforeAll(async () => {
    at = await startOutageHouse(7, { ringSeconds: 6, queueSeconds: 30 }, async (pbx) => {
      const site = readFileSync(pbx.sitePath, 'utf8')
        .replace('{ key: sales,', '{ key: sales, dialOrder: customer_first,')
        .replace('timeZone: Europe/London', 'timeZone: Europe/London\n  returnedTalkMs: 2000');
      writeFileSync(pbx.sitePath, site);
      return {};
    });
    ben = await at.house.pbx.phone('1002');
  });

  afterAll(() => at?.stop());

  afterEach(async () => {
    at.line.mend();
    at.trunk.whenCalled = 'ring';
    for (const desk of desks.splice(0)) desk.leave();
    for (const call of [...at.trunk.calls, ...at.anna.calls, ...ben.calls]) if (!call.ending) call.hangup();
    await at.quiet();
    await at.wholeTruth();
  });

  const item = async (id: number) => (await at.signedIn('sofia')).call<CallbackDetail>('GET', `callbacks/${id}`);

  async function sits(login: string): Promise<AtDesk> {
    const desk = await atDesk(at.service.url, await at.signedIn(login));
    desks.push(desk);
    return desk;
  }

  /** A customer of that line who is owed a call now. */
  async function aDebt(): Promise<{ readonly caller: string; readonly id: number }> {
    const caller = at.aCaller();
    const sofia = await at.signedIn('sofia');
    const { lines } = await sofia.call<Session>('GET', 'session');
    const lineId = lines.find(({ key }) => key === 'sales')?.id;
    const wish = { number: caller, lineId, origin: 'requested', dueAt: Date.now() };
    return { caller, id: (await sofia.call<CallbackView>('POST', 'callbacks', wish)).id };
  }

  const legsTo = (caller: string) =>
    at.trunk.calls.filter((call) => call instanceof IncomingCall && call.invite.uri.includes(caller.slice(1)));

  const attemptsOf = (id: number) =>
    at.rows(
      'select outcome, detail, counted, dial_order as order from attempts where callback_id = $1 order by created_at',
      [id],
    );

  const becomes = (id: number, wanted: Partial<CallbackDetail>) =>
    eventually(async () => expect(await item(id)).toMatchObject(wanted), { withinMs: 15_000, everyMs: 200 });

  /** Nothing of a story is left for the next one to be called for. */
  const close = async (id: number) =>
    (await at.signedIn('sofia')).call('POST', `callbacks/${id}/close`, { reason: 'other', note: 'the story is over' });

  /** Nobody's call from outside stands in the log for this customer: we called them. */
  const onlyCalledByUs = async (caller: string) =>
    expect(await at.rows('select distinct direction from calls where customer = $1', [caller])).toEqual([
      { direction: 'outbound' },
    ]);

  test('the customer answers, then the agent who was kept for them: returned by that talk', async () => {
    const anna = await sits('anna');
    const { caller, id } = await aDebt();
    const far = await at.trunk.nextCall(10_000);
    await eventually(() => expect(anna.told).toEqual(['customer']));
    expect(at.anna.calls.filter(({ ending }) => !ending)).toEqual([]);
    far.answer();
    const near = await at.anna.nextCall();
    await eventually(() => expect(anna.told).toEqual(['customer', 'agent']));
    near.answer();
    await at.heard(near, 2_600);
    far.hangup();
    await at.quiet();
    await becomes(id, {
      state: 'returned',
      // It was due at the very moment they asked: every second after is late.
      settledAs: 'late',
      returnedBy: { id: expect.any(Number), name: 'Anna Keller' },
    });
    expect(await attemptsOf(id)).toEqual([
      { outcome: 'reached', detail: null, counted: false, order: 'customer_first' },
    ]);
    await eventually(() => expect(anna.told).toEqual(['customer', 'agent', 'talking', 'reached null']));
    await onlyCalledByUs(caller);
    expect(legsTo(caller)).toHaveLength(1);
  });

  test('their phone is busy: a counted try, and no phone of ours has rung', async () => {
    const rung = at.anna.calls.length;
    at.trunk.whenCalled = { reject: 486 };
    await sits('anna');
    const { id } = await aDebt();
    await becomes(id, { state: 'open', tries: 1 });
    expect(await attemptsOf(id)).toEqual([
      { outcome: 'customer_busy', detail: null, counted: true, order: 'customer_first' },
    ]);
    expect(at.anna.calls.length).toBe(rung);
  });

  test('the agent who was kept stays silent: another free one of the line is rung and talks', async () => {
    const anna = await sits('anna');
    const { caller, id } = await aDebt();
    const far = await at.trunk.nextCall(10_000);
    far.answer();
    const silent = await at.anna.nextCall();
    const desk = await sits('ben');
    expect(await within(silent.ended, 20_000, 'the end of the ring')).toMatchObject({ by: 'them' });
    const near = await ben.nextCall();
    await eventually(() => expect(anna.told.at(-1)).toBe('agent_no_answer passed_on'));
    expect(desk.told).toEqual(['agent']);
    near.answer();
    await at.heard(near, 2_600);
    near.hangup();
    await at.quiet();
    await becomes(id, { state: 'returned', returnedBy: { id: expect.any(Number), name: 'Ben Okafor' } });
    expect(legsTo(caller)).toHaveLength(1);
    expect(
      await at.rows(
        `select u.login, k.silent_at is not null as silent, k.freed_at is not null as freed from attempt_agents k
         join users u on u.id = k.user_id join attempts a on a.id = k.attempt_id where a.callback_id = $1 order by k.id`,
        [id],
      ),
    ).toEqual([
      { login: 'anna', silent: true, freed: true },
      { login: 'ben', silent: false, freed: true },
    ]);
    await at.rows('update attempt_agents set silent_at = null');
  });

  test('and nobody of ours comes: they hear an apology, it is owed at once and first, and no machine rings them again', async () => {
    const anna = await sits('anna');
    const { caller, id } = await aDebt();
    const far = await at.trunk.nextCall(10_000);
    far.answer();
    const refused = await at.anna.nextCall();
    refused.reject(603);
    anna.leave();
    expect(await within(far.ended, 15_000, 'the apology and its end')).toMatchObject({ by: 'them' });
    expect((far.endedAt ?? 0) - (far.answeredAt ?? 0)).toBeGreaterThan(3_000);
    await becomes(id, { state: 'open', tries: 0, priority: 150 });
    expect(await attemptsOf(id)).toEqual([
      { outcome: 'agent_no_answer', detail: 'abandoned_by_us', counted: false, order: 'customer_first' },
    ]);
    await at.rows('update attempt_agents set silent_at = null');
    const again = await sits('anna');
    const { offer } = await eventually(async () => {
      const mine = await again.client.call<{ offer: { id: number } | null }>('GET', 'offers/mine');
      expect(mine).toMatchObject({ offer: { callback: { id } } });
      return mine;
    });
    await again.client.call('POST', `offers/${offer?.id}/decline`);
    again.leave();
    await close(id);
    expect(legsTo(caller)).toHaveLength(1);
    await onlyCalledByUs(caller);
  });

  test('they call in and are served while our call rings: ours is taken back', async () => {
    await sits('anna');
    const { caller, id } = await aDebt();
    const ours = await at.trunk.nextCall(10_000);
    const arriving = ben.nextCall();
    const call = await at.trunk.call(group, { from: caller });
    (await arriving).answer();
    await at.heard(call);
    await eventually(() => expect(ours.ending).not.toBeNull());
    expect(ours.answeredAt).toBeNull();
    call.hangup();
    await at.quiet();
    await becomes(id, { state: 'returned', settledAs: 'called_again' });
    expect(await attemptsOf(id)).toMatchObject([{ outcome: 'cancelled', detail: 'served_meanwhile', counted: false }]);
  });

  test('the server sleeps behind its order until it is too late: the PBX refuses it, no phone rings', async () => {
    const freeze = freezing(at, 'originate.sent');
    await freeze.start({ RINGBACK_WAITS: 'attemptWithinMs=4000,wholeForMs=1000' });
    const { caller, id } = await aDebt();
    const letGo = at.line.hold();
    freeze.arm();
    const rung = at.anna.calls.length;
    await sits('anna');
    try {
      await freeze.frozen();
      await eventually(
        async () => {
          const late = await at.rows(
            "select not_after < now() - interval '2 s' as late from attempts where callback_id = $1",
            [id],
          );
          expect(late).toEqual([{ late: true }]);
        },
        { withinMs: 15_000, everyMs: 100 },
      );
    } finally {
      freeze.goOn();
    }
    for (const desk of desks.splice(0)) desk.leave();
    letGo();
    await eventually(
      async () => expect(await attemptsOf(id)).toMatchObject([{ outcome: 'cancelled', counted: false }]),
      {
        withinMs: 30_000,
      },
    );
    await becomes(id, { state: 'open', tries: 0 });
    expect(legsTo(caller)).toEqual([]);
    expect(at.anna.calls.length).toBe(rung);
    const said = 'select c.warnings from calls c join attempts a on a.call_id = c.id where a.callback_id = $1';
    // The call is logged by its end, the attempt is settled by the answer to the order: either may be first.
    await eventually(async () => expect(await at.rows(said, [id])).toEqual([{ warnings: ['attempt_refused_late'] }]), {
      withinMs: 15_000,
    });
    await close(id);
  });

  test('the server dies between its commit and its order: nobody is rung, and it is owed again', async () => {
    const marker = join(at.service.dataDir, 'strike');
    await at.service.stop({ keepData: true });
    rmSync(marker, { force: true });
    const waits = { RINGBACK_ENV: 'test', RINGBACK_WAITS: 'attemptWithinMs=4000,wholeForMs=1000' };
    await at.start({ ...waits, RINGBACK_FAULT_AT: 'attempt.committed:kill', RINGBACK_FAULT_WHEN: marker });
    const { caller, id } = await aDebt();
    writeFileSync(marker, '');
    await sits('anna');
    expect(await at.ended()).toBe('SIGKILL');
    rmSync(marker, { force: true });
    for (const desk of desks.splice(0)) desk.leave();
    await at.start(waits);
    await eventually(
      async () =>
        expect(await attemptsOf(id)).toEqual([
          { outcome: 'cancelled', detail: 'expired', counted: false, order: 'customer_first' },
        ]),
      { withinMs: 40_000, everyMs: 200 },
    );
    await becomes(id, { state: 'open', tries: 0 });
    expect(legsTo(caller)).toEqual([]);
    // Whoever sits down now has the customer on the line: nothing of the dead server stands in the way.
    await sits('anna');
    const far = await at.trunk.nextCall(10_000);
    await wait(200);
    far.answer();
    const near = await at.anna.answerNext();
    await at.heard(near, 2_600);
    far.hangup();
    await at.quiet();
    await becomes(id, { state: 'returned' });
  });
});
