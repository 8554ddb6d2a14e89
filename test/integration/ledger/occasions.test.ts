import { afterEach, beforeEach, expect, test } from 'vitest';
import { planOccasions } from '../../../server/usecases/plan-occasions.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { aNumber, aTalkedCall } from '../../support/call-records.ts';
import { type Browser, openWeb, type Web } from '../../support/web.ts';

const DAY = 24 * 3_600_000;
let web: Web;
let amy: Browser;
beforeEach(async () => {
  web = await openWeb();
  amy = await web.as('amy');
  // A Wednesday in London.
  web.ledger.clock.at = Date.parse('2026-11-25T07:00:00Z');
});
afterEach(async () => {
  await web.ledger.expectAllKept();
  await web.close();
});

const plan = () => planOccasions(web.house);
const items = () =>
  web.ledger.query<{ origin: string; contact: number; state: string; due: string }>(
    `select origin, contact_id::int as contact, state, to_char(due_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as due
     from callbacks order by id`,
  );

async function aClient(more: object, number = aNumber()): Promise<number> {
  const { status, body } = await amy.post('contacts', { name: 'Regular', phones: [{ number }], ...more });
  expect(status).toBe(201);
  return body.id;
}

test('who is called every so many days comes round on the morning of the day, once', async () => {
  const { clock } = web.ledger;
  const contact = await aClient({ callEveryDays: 7 });
  expect(await plan()).toBe(0);
  clock.at += 6 * DAY;
  expect(await plan()).toBe(0);
  clock.at += DAY;
  expect(await plan()).toBe(1);
  expect(await plan()).toBe(0);
  expect(await items()).toEqual([{ origin: 'cadence', contact, state: 'open', due: '2026-12-02 10:00' }]);
});

test('any talk begins the rhythm anew and pays what had come round', async () => {
  const { clock, ids } = web.ledger;
  const number = aNumber();
  const contact = await aClient({ callEveryDays: 7 }, number);
  clock.at += 8 * DAY;
  await plan();
  clock.at += 3_600_000;
  await recordCall(web.house, ids.pbx, ids.boot, aTalkedCall({ caller: number, endedAt: clock.at, talkedMs: 60_000 }));
  expect((await items()).map(({ state }) => state)).toEqual(['returned']);
  clock.at += 6 * DAY;
  expect(await plan()).toBe(0);
  clock.at += DAY;
  expect(await plan()).toBe(1);
  expect((await items()).map(({ contact }) => contact)).toEqual([contact, contact]);
});

test('a rhythm that ends is no longer planned; nobody who may not be called, is junk or has no number is', async () => {
  const { clock } = web.ledger;
  const number = aNumber();
  const quiet = await aClient({ callEveryDays: 1 }, number);
  await web.ledger.query(`insert into do_not_call (number, reason, added_by, added_at) select $1, 'asked', $2, now()`, [
    number.startsWith('+') ? number : `+${number}`,
    web.ledger.ids.amy,
  ]);
  await aClient({ callEveryDays: 1, level: 'junk' });
  await aClient({ callEveryDays: 1, phones: [] });
  const ended = await aClient({ callEveryDays: 1 });
  const { version } = (await amy.get(`contacts/${ended}`)).body;
  expect((await amy.call('PATCH', `contacts/${ended}`, { version, callEveryDays: null })).status).toBeLessThan(300);
  clock.at += 5 * DAY;
  expect(await plan()).toBe(0);
  expect(quiet).toBeGreaterThan(0);
});

test('a birthday is one call, on the day or when somebody is there again, and none for a year', async () => {
  const { clock } = web.ledger;
  const contact = await aClient({ birthday: '1979-11-28' });
  await aClient({ birthday: '1979-11-20' });
  await web.ledger.query(
    `with hours as (insert into calendars (site_id, name, time_zone, weekly, holidays, special_days)
      values ($1, 'office', 'Europe/London', $2, '[]', '[]') returning id)
     update lines set calendar_id = (select id from hours)`,
    [web.ledger.ids.site, JSON.stringify([['11:00-18:00'], ['11:00-18:00'], ['11:00-18:00'], [], [], [], []])],
  );
  expect(await plan()).toBe(0);
  clock.at += 3 * DAY;
  expect(await plan()).toBe(1);
  clock.at += DAY;
  expect(await plan()).toBe(0);
  expect(await items()).toEqual([{ origin: 'birthday', contact, state: 'open', due: '2026-11-30 11:00' }]);
});

test('two servers that plan at once plan once', async () => {
  const { clock } = web.ledger;
  for (let n = 0; n < 5; n += 1) await aClient({ callEveryDays: 3, birthday: '1990-11-28' });
  clock.at += 3 * DAY;
  const planned = await Promise.all([plan(), plan(), plan()]);
  expect(planned.reduce((sum, n) => sum + n, 0)).toBe(10);
  expect(await items()).toHaveLength(10);
});

test.each([0, 366, 1.5, '7'])('a rhythm of %j days is refused', async (callEveryDays) => {
  const { status, body } = await amy.post('contacts', { name: 'Odd', phones: [], callEveryDays });
  expect(status).toBe(400);
  expect(body.error.field).toBe('callEveryDays');
});
