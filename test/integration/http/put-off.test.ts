import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { aMissedCall, aNumber } from '../../support/call-records.ts';
import { minute } from '../../support/ledger.ts';
import { type Browser, openWeb, type Web } from '../../support/web.ts';

let web: Web;
let amy: Browser;
let bob: Browser;
let sue: Browser;
beforeAll(async () => {
  web = await openWeb();
  [amy, bob, sue] = [await web.as('amy'), await web.as('bob'), await web.as('sue')];
});
afterEach(() => web.ledger.expectAllKept());
afterAll(() => web.close());

const now = () => web.ledger.clock.at;
const later = (minutes: number, reason = 'not_there_now') => ({ until: now() + minutes * minute, reason });
async function missed(): Promise<number> {
  const call = aMissedCall({ caller: aNumber(), endedAt: now() });
  return (await recordCall(web.ledger.deps, web.ledger.ids.pbx, web.ledger.ids.boot, call)).callbackId ?? 0;
}
const planned = async () =>
  (await amy.post('callbacks', { number: aNumber(), origin: 'follow_up', dueAt: now() + 10 * minute })).body.id;

describe('a missed call that is put off', () => {
  test('stays due and on the board, and its history says who, until when and why', async () => {
    const id = await missed();
    const before = (await amy.get(`callbacks/${id}`)).body;
    const answer = await amy.post(`callbacks/${id}/put-off`, later(30));
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      state: 'open',
      dueAt: before.dueAt,
      promisedAt: before.promisedAt,
      putOff: { until: now() + 30 * minute, by: { name: 'amy' }, reason: 'not_there_now' },
    });
    const owed = (await sue.get('board?filter=owed')).body.rows;
    expect(owed.find((item: { id: number }) => item.id === id)?.putOff.by.name).toBe('amy');
    const { events } = (await sue.get(`callbacks/${id}`)).body;
    expect(events.at(-1)).toMatchObject({
      type: 'put_off',
      actor: { name: 'amy' },
      detail: { reason: 'not_there_now' },
    });
  });
  test('waits no longer than an hour, whoever asks', async () => {
    const id = await missed();
    const due = (await amy.get(`callbacks/${id}`)).body.dueAt;
    web.ledger.clock.at = due;
    expect((await sue.post(`callbacks/${id}/put-off`, later(61))).code).toBe('put-off-too-long');
    expect((await sue.post(`callbacks/${id}/put-off`, later(60))).status).toBe(200);
  });
});

describe('a plan that is put off', () => {
  test('moves to its new day with its promise; nobody but its owner moves it', async () => {
    const id = await planned();
    const week = later(7 * 24 * 60, 'customer_asked');
    expect((await bob.post(`callbacks/${id}/put-off`, week)).code).toBe('owner-only');
    expect((await amy.post(`callbacks/${id}/put-off`, week)).body).toMatchObject({
      dueAt: week.until,
      promisedAt: week.until,
    });
  });
  test('is refused without a known reason or with a time that has passed', async () => {
    const id = await planned();
    expect((await amy.post(`callbacks/${id}/put-off`, { until: now() + minute, reason: 'lazy' })).code).toBe(
      'bad-request',
    );
    expect((await amy.post(`callbacks/${id}/put-off`, { until: now() + minute })).code).toBe('bad-request');
    expect((await amy.post(`callbacks/${id}/put-off`, later(-1))).code).toBe('bad-time');
    expect((await amy.post('callbacks/999999/put-off', later(1))).code).toBe('not-found');
  });
  test('that is held is let go of; one that somebody else holds is not touched', async () => {
    const id = await planned();
    expect((await amy.post(`callbacks/${id}/claim`)).status).toBe(200);
    expect((await sue.post(`callbacks/${id}/put-off`, later(60))).code).toBe('already-claimed');
    expect((await amy.post(`callbacks/${id}/put-off`, later(60))).body).toMatchObject({
      state: 'open',
      claimedBy: null,
    });
  });
});

test('Today names the next five days on which somebody is there', async () => {
  const { days, closed } = (await amy.get('today')).body;
  expect(days).toHaveLength(5);
  expect(days.every((day: { at: number }) => day.at > now())).toBe(true);
  expect(closed).toEqual([]);
});
