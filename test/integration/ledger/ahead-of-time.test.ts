import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { launchCallbacks } from '../../../server/usecases/launch-callbacks.ts';
import { offerCallbacks } from '../../../server/usecases/offer-callbacks.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { takeWish } from '../../../server/usecases/take-wish.ts';
import { aMissedCall, aNumber } from '../../support/call-records.ts';
import { minute } from '../../support/ledger.ts';
import { type Browser, openWeb, type Web } from '../../support/web.ts';

let web: Web;
let amy: Browser;
beforeEach(async () => {
  web = await openWeb();
  amy = await web.as('amy');
  await web.ledger.query('update lines set offers = true');
});
afterEach(async () => {
  await web.ledger.expectAllKept();
  await web.close();
});

async function missed(endedAt = web.ledger.clock.at, caller = aNumber()): Promise<number> {
  const { ids } = web.ledger;
  const call = aMissedCall({ caller, endedAt });
  return (await recordCall(web.house, ids.pbx, ids.boot, call)).callbackId ?? 0;
}

const desk = () => {
  const { amy: id } = web.ledger.ids;
  return { ready: [{ id, since: web.ledger.clock.at - 1_000 }], signedIn: new Set([id]) };
};
const route = () => offerCallbacks(web.house, desk());
const offered = async () => (await amy.get('offers/mine')).body.offer?.callback;
const passOn = async () => amy.post(`offers/${(await amy.get('offers/mine')).body.offer.id}/decline`);

/** Mondays to Fridays, 9 to 18 in London. */
async function keepsHours(): Promise<void> {
  const day = ['09:00-18:00'];
  await web.ledger.query(
    `with hours as (insert into calendars (site_id, name, time_zone, weekly, holidays, special_days)
      values ($1, 'office', 'Europe/London', $2, '[]', '[]') returning id)
     update lines set calendar_id = (select id from hours)`,
    [web.ledger.ids.site, JSON.stringify([day, day, day, day, day, [], []])],
  );
}

test('a missed call is offered from its first moment, long before it is due', async () => {
  const { clock } = web.ledger;
  const id = await missed();
  expect(await route()).toBe(1);
  expect(await offered()).toMatchObject({ id, dueAt: clock.at + 30 * minute });
});

test('what is due comes before what is not, whatever its priority', async () => {
  const { clock } = web.ledger;
  const caller = aNumber();
  await missed(clock.at - minute, caller);
  const urgent = await missed(clock.at, caller);
  const due = await missed(clock.at - 60 * minute);
  await route();
  expect(await offered()).toMatchObject({ id: due });
  await passOn();
  await route();
  expect(await offered()).toMatchObject({ id: urgent });
});

test('a customer is called first from the first moment too', async () => {
  await web.ledger.query(`update lines set dial_order = 'customer_first'`);
  const id = await missed();
  expect(await launchCallbacks(web.house, web.deps.dial, desk())).toBe(1);
  expect(web.dialled.map(({ callbackId }) => callbackId)).toEqual([id]);
});

describe('a line with opening hours', () => {
  beforeEach(keepsHours);
  const at = (iso: string) => Date.parse(`${iso}Z`);

  test.each(['offers', 'customer first'])('missed at night: nobody is rung before it opens (%s)', async (how) => {
    const { clock, query } = web.ledger;
    if (how !== 'offers') await query(`update lines set dial_order = 'customer_first'`);
    const hand = () => (how === 'offers' ? route() : launchCallbacks(web.house, web.deps.dial, desk()));
    clock.at = at('2026-11-26T23:10:00');
    await missed();
    expect(await hand()).toBe(0);
    clock.at = at('2026-11-27T08:59:59');
    expect(await hand()).toBe(0);
    // Due at half past nine.
    clock.at = at('2026-11-27T09:00:00');
    expect(await hand()).toBe(1);
  });

  test('missed a minute before closing: due next week, and rung only then or in that minute', async () => {
    const { clock } = web.ledger;
    clock.at = at('2026-11-27T17:59:00');
    const id = await missed();
    expect(await route()).toBe(1);
    expect(await offered()).toMatchObject({ id, dueAt: at('2026-11-30T09:29:00') });
    await passOn();
    clock.at = at('2026-11-27T18:10:00');
    expect(await route()).toBe(0);
    clock.at = at('2026-11-30T09:00:00');
    expect(await route()).toBe(1);
  });

  test('hours that change in between hold at once', async () => {
    const { clock, query } = web.ledger;
    clock.at = at('2026-11-27T10:00:00');
    await missed();
    await query(`update calendars set special_days = '[{"date":"2026-11-27","intervals":[]}]'`);
    expect(await route()).toBe(0);
    await query(`update calendars set special_days = '[]'`);
    expect(await route()).toBe(1);
  });
});

test('a time that was asked for is kept, a wish without one is worked at once', async () => {
  const { clock, query } = web.ledger;
  const [line] = await query<{ id: number }>(`select id from lines where key = 'sales'`);
  const wish = { lineId: line?.id, origin: 'requested' };
  const dueAt = clock.at + 20 * minute;
  const { body: planned } = await amy.post('callbacks', { ...wish, number: aNumber(), dueAt });
  expect(await route()).toBe(0);
  clock.at = dueAt;
  expect(await route()).toBe(1);
  expect(await offered()).toMatchObject({ id: planned.id });
  await passOn();
  const soon = await takeWish(web.house, { number: aNumber(), lineKey: 'sales' }, { asked: { via: 'form' } });
  expect(await route()).toBe(1);
  expect(await offered()).toMatchObject({ id: soon.id, dueAt: clock.at + 30 * minute });
});

test('a put-off promise is offered again when its time has come, and not before', async () => {
  const { clock } = web.ledger;
  const id = await missed(clock.at - 60 * minute);
  const until = clock.at + 40 * minute;
  expect((await amy.post(`callbacks/${id}/put-off`, { until, reason: 'not_there_now' })).status).toBeLessThan(300);
  expect(await route()).toBe(0);
  clock.at = until;
  expect(await route()).toBe(1);
});

test('who asks for the next callback gets them in the order of the promise, as before', async () => {
  const { clock } = web.ledger;
  await missed();
  const due = await missed(clock.at - 60 * minute);
  expect((await amy.post('callbacks/claim-next')).body).toMatchObject({ callback: { id: due } });
});
