import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CallRecord } from '../../../server/domain/call/call-record.ts';
import { launchCallbacks, passToNextAgent } from '../../../server/usecases/launch-callbacks.ts';
import { offerCallbacks } from '../../../server/usecases/offer-callbacks.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { aMissedCall, aNumber, anOutgoingCall, answeredLeg } from '../../support/call-records.ts';
import { type Browser, openWeb, type Web } from '../../support/web.ts';

let web: Web;
let amy: Browser;
beforeEach(async () => {
  web = await openWeb();
  amy = await web.as('amy');
  await web.ledger.query(`update lines set dial_order = 'customer_first'`);
});
afterEach(async () => {
  await web.ledger.expectAllKept();
  await web.close();
});

/** A miss whose time has come. */
async function dueItem(caller = aNumber()): Promise<number> {
  const { ledger } = web;
  const call = aMissedCall({ caller, endedAt: ledger.clock.at - 3_600_000 });
  return (await recordCall(web.house, ledger.ids.pbx, ledger.ids.boot, call)).callbackId ?? 0;
}

const desk = (people: readonly number[]) => ({
  ready: people.map((id) => ({ id, since: web.ledger.clock.at - 1_000 })),
  signedIn: new Set(people),
});
const launch = (...people: number[]) => launchCallbacks(web.house, web.deps.dial, desk(people));
const pass = (attemptId: string, ...people: number[]) => passToNextAgent(web.house, desk(people), attemptId);
const offer = (...people: number[]) => offerCallbacks(web.house, desk(people));
const item = async (id: number) => (await web.ledger.query('select * from callbacks where id = $1', [id]))[0];
const kept = () =>
  web.ledger.query(
    'select user_id as user, silent_at is not null as silent, freed_at is null as standing from attempt_agents order by id',
  );

/** The judged call of an attempt whose customer was rung by our half of it. */
async function ends(attemptId: string, called: string, over: Omit<Partial<CallRecord>, 'called'>) {
  const { ledger } = web;
  const at = ledger.clock.at + 40_000;
  const half = { ...answeredLeg(attemptId, ledger.clock.at), role: 'service', device: null, upAt: null } as const;
  const call = anOutgoingCall({ called, linkedid: attemptId, attemptId, endedAt: at, talkedMs: 0, ...over });
  ledger.clock.at = at;
  const record = { ...call, legs: [half, ...call.legs] };
  return recordCall(web.house, ledger.ids.pbx, ledger.ids.boot, record);
}

test('one customer for each free agent and never more, in order of work; each agent is kept for one', async () => {
  const { amy: first, bob: second } = web.ledger.ids;
  const items = [await dueItem(), await dueItem(), await dueItem()];
  expect(await launch(first, second)).toBe(2);
  expect(await launch(first, second)).toBe(0);
  expect(web.dialled.map(({ callbackId, dialOrder }) => [callbackId, dialOrder])).toEqual([
    [items[0], 'customer_first'],
    [items[1], 'customer_first'],
  ]);
  expect(await item(items[0] ?? 0)).toMatchObject({ state: 'dialing', fence: 1, open_attempt_id: web.dialled[0]?.id });
  expect(new Set((await kept()).map(({ user }) => user))).toEqual(new Set([first, second]));
  expect(await offer(first, second)).toBe(0);
});

test('two servers at once: no agent is kept for two customers, no customer is called twice', async () => {
  const { amy: first, bob: second } = web.ledger.ids;
  await dueItem();
  await dueItem();
  await dueItem();
  await Promise.allSettled([launch(first, second), launch(second, first), launch(first)]);
  await launch(first, second);
  expect(web.dialled).toHaveLength(2);
  expect(new Set(web.dialled.map(({ number }) => number)).size).toBe(2);
  expect(await kept()).toHaveLength(2);
});

test('the database itself keeps an agent for one customer only, and gives whoever is kept no other call', async () => {
  const { ledger } = web;
  await dueItem();
  const next = await dueItem();
  await launch(ledger.ids.amy);
  const { callbackId } = await recordCall(
    web.house,
    ledger.ids.pbx,
    ledger.ids.boot,
    aMissedCall({ caller: aNumber(), endedAt: ledger.clock.at }),
  );
  const claim = await amy.post(`callbacks/${callbackId}/claim`);
  expect((await amy.post(`callbacks/${callbackId}/dial`, { fence: claim.body.fence })).code).toBe('device-busy');
  const write = (order: string) =>
    ledger.query(
      `insert into attempts (id, callback_id, fence, user_id, device_id, number, not_after, created_at, dial_order)
       values ('rb-x', $1, 1, $2, $3, '+442079460001', now() + interval '1 minute', now(), $4)`,
      [callbackId, ledger.ids.amy, ledger.ids.amysPhone, order],
    );
  await expect(write('customer_first')).rejects.toThrow('kept for another customer');
  await expect(write('agent_first')).rejects.toThrow('kept for another customer');
  const other = web.dialled[0]?.id ?? '';
  await expect(
    ledger.query('insert into attempt_agents (attempt_id, user_id, device_id, kept_at) values ($1, $2, $3, now())', [
      other,
      ledger.ids.bob,
      ledger.ids.bobsPhone,
    ]),
  ).rejects.toThrow('attempt_agents_one_agent');
  await expect(ledger.query('delete from attempt_agents')).rejects.toThrow('never removed');
  expect(await item(next)).toMatchObject({ state: 'open' });
});

test('nothing is launched in quiet hours, for who is on the do-not-call list, talks with us, or is another queue’s', async () => {
  const { ledger } = web;
  const caller = aNumber();
  await dueItem(caller);
  await ledger.query(
    `insert into do_not_call (number, reason, added_by, added_at) values ($1, 'asked', $2, now() + interval '1 minute')`,
    [caller, ledger.ids.sue],
  );
  expect(await launch(ledger.ids.amy)).toBe(0);
  await ledger.query('delete from do_not_call');
  web.pbx.talksWith = caller;
  expect(await launch(ledger.ids.amy)).toBe(0);
  web.pbx.talksWith = null;
  web.pbx.ready = false;
  expect(await launch(ledger.ids.amy)).toBe(0);
  web.pbx.ready = true;
  const [queue] = await ledger.query<{ id: number }>(
    `insert into queues (pbx_id, name, label) values ($1, 'q', 'Q') returning id`,
    [ledger.ids.pbx],
  );
  await ledger.query('insert into user_queues (user_id, queue_id) values ($1, $2)', [ledger.ids.bob, queue?.id]);
  await ledger.query(`update lines set queue = 'q'`);
  expect(await launch(ledger.ids.amy)).toBe(0);
  expect(await launch(ledger.ids.amy, ledger.ids.bob)).toBe(1);
  expect(web.dialled.map(({ userId }) => userId)).toEqual([ledger.ids.bob]);
});

test('a talk with the agent who was kept pays the debt; a machine that nobody of us talks with pays nothing', async () => {
  const { ledger } = web;
  const caller = aNumber();
  const id = await dueItem(caller);
  await launch(ledger.ids.amy);
  await ends(web.dialled[0]?.id ?? '', caller, { talkedMs: 12_000 });
  expect(await item(id)).toMatchObject({ state: 'returned', returned_by: ledger.ids.amy, attempts_counted: 0 });
  expect(await kept()).toEqual([{ user: ledger.ids.amy, silent: false, standing: false }]);
});

test.each([
  ['busy', 'customer_busy', null],
  ['no_answer', 'customer_no_answer', null],
  ['not_a_number', 'customer_unavailable', 'number_does_not_exist'],
] as const)('the customer: %s; a counted try of theirs, the agent is free', async (dialled, outcome, detail) => {
  const { ledger } = web;
  const caller = aNumber();
  const id = await dueItem(caller);
  await launch(ledger.ids.amy);
  await ends(web.dialled[0]?.id ?? '', caller, { dialled });
  expect(await ledger.query('select outcome, detail, counted from attempts')).toEqual([
    { outcome, detail, counted: true },
  ]);
  expect(await item(id)).toMatchObject({ attempts_counted: 1 });
  expect(await kept()).toMatchObject([{ standing: false }]);
});

test('the first agent stays silent: the next free one is kept, the first is not rung again for a while', async () => {
  const { ledger } = web;
  const { amy: first, bob: second } = ledger.ids;
  await dueItem();
  await launch(first);
  const attempt = web.dialled[0]?.id ?? '';
  expect(await pass(attempt, first)).toBeNull();
  expect(await kept()).toEqual([{ user: first, silent: true, standing: true }]);
  expect(await pass(attempt, first, second)).toMatchObject({ device: 'PJSIP/1002' });
  expect(await kept()).toEqual([
    { user: first, silent: true, standing: false },
    { user: second, silent: false, standing: true },
  ]);
  expect(await pass(attempt, first, second)).toBeNull();
  await dueItem();
  expect(await launch(first, second)).toBe(0);
});

test('an answered customer whom none of us took is owed at once and first, no try of theirs; then an agent is there before', async () => {
  const { ledger } = web;
  const caller = aNumber();
  const id = await dueItem(caller);
  const before = await item(id);
  await launch(ledger.ids.amy);
  const attempt = web.dialled[0]?.id ?? '';
  await pass(attempt, ledger.ids.amy);
  await ends(attempt, caller, { dialled: 'answered' });
  expect(await item(id)).toMatchObject({ state: 'open', attempts_counted: 0, priority: 150, due_at: before?.due_at });
  expect(await ledger.query('select outcome, detail, counted from attempts')).toEqual([
    { outcome: 'agent_no_answer', detail: 'abandoned_by_us', counted: false },
  ]);
  await pass(attempt, ledger.ids.bob);
  expect(await kept()).toHaveLength(1);
  expect(await launch(ledger.ids.bob)).toBe(0);
  expect(await offer(ledger.ids.bob)).toBe(1);
  expect(await item(id)).toMatchObject({ state: 'claimed', claimed_by: ledger.ids.bob });
});
