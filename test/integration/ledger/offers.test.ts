import { afterEach, beforeEach, expect, test } from 'vitest';
import { expireLeases } from '../../../server/usecases/expire-leases.ts';
import { offerCallbacks, offerMs } from '../../../server/usecases/offer-callbacks.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { renewLease } from '../../../server/usecases/renew-lease.ts';
import { aMissedCall, aNumber } from '../../support/call-records.ts';
import { type Browser, openWeb, type Web } from '../../support/web.ts';

let web: Web;
let amy: Browser;
let bob: Browser;
beforeEach(async () => {
  web = await openWeb();
  [amy, bob] = [await web.as('amy'), await web.as('bob')];
  await web.ledger.query('update lines set offers = true');
});
afterEach(() => web.close());

/** A miss whose time has come. */
async function dueItem(caller = aNumber()): Promise<number> {
  const { ledger } = web;
  const call = aMissedCall({ caller, endedAt: ledger.clock.at - 3_600_000 });
  return (await recordCall(web.house, ledger.ids.pbx, ledger.ids.boot, call)).callbackId ?? 0;
}

const route = (...people: number[]) =>
  offerCallbacks(web.house, {
    ready: people.map((id) => ({ id, since: web.ledger.clock.at - 1_000 })),
    signedIn: new Set(people),
  });
const offerOf = async (browser: Browser) => (await browser.get('offers/mine')).body.offer;
const answers = () =>
  web.ledger.query('select user_id as "userId", answer from callback_offers order by id') as Promise<object[]>;

test('accepted: the claim is theirs and its fence dials', async () => {
  const id = await dueItem();
  expect(await route(web.ledger.ids.amy)).toBe(1);
  const offer = await offerOf(amy);
  expect(offer).toMatchObject({ untilAt: web.ledger.clock.at + offerMs, callback: { id, state: 'claimed' } });
  expect(await offerOf(bob)).toBeNull();
  const accepted = await amy.post(`offers/${offer.id}/accept`);
  expect(accepted.body).toEqual({ callbackId: id, fence: 1 });
  expect((await amy.post(`callbacks/${id}/dial`, { fence: 1 })).status).toBe(202);
  expect(await offerOf(amy)).toBeNull();
  expect(await route(web.ledger.ids.amy)).toBe(0);
  await web.ledger.expectAllKept();
});

test('declined: the next free agent is asked, the first not again for a while', async () => {
  const { amy: first, bob: second } = web.ledger.ids;
  const id = await dueItem();
  await route(first);
  const { id: offerId } = await offerOf(amy);
  expect((await bob.post(`offers/${offerId}/decline`)).code).toBe('not-found');
  expect((await amy.post(`offers/${offerId}/decline`)).status).toBe(204);
  expect((await amy.post(`offers/${offerId}/accept`)).code).toBe('stale-fence');
  expect(await route(first)).toBe(0);
  expect(await route(first, second)).toBe(1);
  expect(await offerOf(bob)).toMatchObject({ callback: { id } });
  web.ledger.clock.at += 6 * 60_000;
  await expireLeases(web.ledger.deps);
  expect(await route(first)).toBe(1);
  expect(await answers()).toEqual([
    { userId: first, answer: 'declined' },
    { userId: second, answer: 'timed_out' },
    { userId: first, answer: null },
  ]);
});

test('not answered in twenty seconds: the item is free again and goes to the next', async () => {
  const { amy: first, bob: second } = web.ledger.ids;
  const id = await dueItem();
  await route(first);
  const { id: offerId } = await offerOf(amy);
  web.ledger.clock.at += offerMs;
  expect(await offerOf(amy)).toBeNull();
  expect((await amy.post(`offers/${offerId}/accept`)).code).toBe('stale-fence');
  web.ledger.clock.at += 1_000;
  expect(await expireLeases(web.ledger.deps)).toEqual([id]);
  expect(await route(first, second)).toBe(1);
  expect(await offerOf(bob)).toMatchObject({ callback: { id } });
  await web.ledger.expectAllKept();
});

test('an open page keeps no offer alive that nobody has accepted, and every claim that was', async () => {
  const { ledger } = web;
  const { amy: first } = ledger.ids;
  const id = await dueItem();
  await route(first);
  ledger.clock.at += 10_000;
  expect(await renewLease(ledger.deps, first, [id])).toEqual([]);
  const { id: offerId } = await offerOf(amy);
  await amy.post(`offers/${offerId}/accept`);
  ledger.clock.at += 10_000;
  expect(await renewLease(ledger.deps, first, [id])).toEqual([id]);
  const other = await dueItem();
  await amy.post(`callbacks/${other}/claim`);
  expect(await renewLease(ledger.deps, first, [other])).toEqual([other]);
});

test('taken by hand: that is a yes, and the open page keeps the claim', async () => {
  const { ledger } = web;
  const { amy: first, bob: second } = ledger.ids;
  const id = await dueItem();
  await route(first);
  expect((await bob.post(`callbacks/${id}/claim`)).code).toBe('already-claimed');
  expect(await answers()).toEqual([{ userId: first, answer: null }]);
  ledger.clock.at += 5_000;
  expect((await amy.post(`callbacks/${id}/claim`)).body).toMatchObject({
    fence: 1,
    leaseUntil: ledger.clock.at + ledger.deps.policy.leaseMs,
  });
  expect(await offerOf(amy)).toBeNull();
  expect(await answers()).toEqual([{ userId: first, answer: 'accepted' }]);
  for (let n = 0; n < 4; n += 1) {
    ledger.clock.at += 10_000;
    expect(await renewLease(ledger.deps, first, [id])).toEqual([id]);
    expect(await route(second)).toBe(0);
    expect(await expireLeases(ledger.deps)).toEqual([]);
  }
  expect((await amy.post(`callbacks/${id}/dial`, { fence: 1 })).status).toBe(202);
  await ledger.expectAllKept();
});

test('who asks for the next callback takes what is offered to them, and nothing beside it', async () => {
  const { ledger } = web;
  const { amy: first } = ledger.ids;
  const id = await dueItem();
  await route(first);
  const later = await dueItem();
  // More urgent than what is offered, and yet not theirs now.
  await ledger.query('update callbacks set priority = 9 where id = $1', [later]);
  expect((await amy.post('callbacks/claim-next')).body).toMatchObject({ callback: { id }, fence: 1 });
  expect(await answers()).toEqual([{ userId: first, answer: 'accepted' }]);
  expect((await amy.post('callbacks/claim-next')).body).toMatchObject({ callback: { id: later } });
});

test('an offer that is over is not taken by hand: the claim is a new one', async () => {
  const { ledger } = web;
  const { amy: first } = ledger.ids;
  const id = await dueItem();
  await route(first);
  ledger.clock.at += offerMs;
  expect((await amy.post('callbacks/claim-next')).code).toBe('not-found');
  expect((await amy.post(`callbacks/${id}/claim`)).body).toMatchObject({ callback: { id }, fence: 2 });
  expect(await route(first)).toBe(0);
  expect(await answers()).toEqual([{ userId: first, answer: 'timed_out' }]);
  expect(await renewLease(ledger.deps, first, [id])).toEqual([id]);
});

test('called at once, with the fence of the offer: that is a yes too', async () => {
  const { amy: first } = web.ledger.ids;
  const id = await dueItem();
  await route(first);
  expect((await amy.post(`callbacks/${id}/dial`, { fence: 1 })).status).toBe(202);
  expect(await answers()).toEqual([{ userId: first, answer: 'accepted' }]);
});

test('two servers route at once: never more offers than free agents, each item once', async () => {
  const { amy: first, bob: second } = web.ledger.ids;
  const items = [await dueItem(), await dueItem(), await dueItem()];
  const made = await Promise.allSettled([route(first, second), route(first, second), route(second, first)]);
  expect(made.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])).reduce((a, b) => a + b, 0)).toBe(2);
  const held = await web.ledger.query<{ id: number; by: number }>(
    `select id, claimed_by as by from callbacks where state = 'claimed' order by id`,
  );
  expect(held).toHaveLength(2);
  expect(new Set(held.map(({ by }) => by)).size).toBe(2);
  expect(items).toEqual(expect.arrayContaining(held.map(({ id }) => id)));
});

test('nothing is offered in quiet hours, of lines that do not offer, or to who holds something', async () => {
  const { ledger } = web;
  const { amy: first } = ledger.ids;
  const held = await dueItem();
  await amy.post(`callbacks/${held}/claim`);
  await dueItem();
  expect(await route(first)).toBe(0);
  const hour = new Date(ledger.clock.at).getUTCHours();
  const clock = (n: number) => `${String((n + 24) % 24).padStart(2, '0')}:00`;
  await ledger.query(`update sites set time_zone = 'UTC', quiet_hours = $1`, [`${clock(hour - 1)}-${clock(hour + 2)}`]);
  expect(await route(ledger.ids.bob)).toBe(0);
  await ledger.query('update sites set quiet_hours = null');
  await ledger.query('update lines set offers = false');
  expect(await route(ledger.ids.bob)).toBe(0);
});

test('who asks for the next callback gets the most urgent of theirs, each once, until nothing is left', async () => {
  const [first, second] = [await dueItem(), await dueItem()];
  const one = await amy.post('callbacks/claim-next');
  expect(one.body).toMatchObject({ callback: { id: first, state: 'claimed' }, fence: 1 });
  expect((await bob.post('callbacks/claim-next')).body).toMatchObject({ callback: { id: second } });
  expect((await amy.post('callbacks/claim-next')).code).toBe('not-found');
});
