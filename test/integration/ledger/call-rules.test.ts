import { afterEach, beforeEach, expect, test } from 'vitest';
import { claimCallback } from '../../../server/usecases/claim-callback.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { aMissedCall, aNumber } from '../../support/call-records.ts';
import { type Browser, openWeb, type Web } from '../../support/web.ts';

let web: Web;
let amy: Browser;
beforeEach(async () => {
  web = await openWeb();
  amy = await web.as('amy');
});
afterEach(() => web.close());

async function missedBy(caller: ReturnType<typeof aNumber>): Promise<number> {
  const { pbx, boot } = web.ledger.ids;
  const call = aMissedCall({ caller, endedAt: web.ledger.clock.at - 1_000 });
  return (await recordCall(web.house, pbx, boot, call)).callbackId ?? 0;
}

async function callBack(id: number) {
  const { fence } = await claimCallback(web.ledger.deps, id, web.ledger.ids.amy);
  return amy.post(`callbacks/${id}/dial`, { fence });
}

test('a number on the list is not dialled, its old debt stays for a person, its new call is answered', async () => {
  const number = aNumber();
  const before = await missedBy(number);
  web.ledger.clock.at += 60_000;
  expect((await amy.post('do-not-call', { number, reason: 'Asked us to stop' })).status).toBe(204);
  expect((await amy.post('dial', { number })).code).toBe('do-not-call');
  expect((await callBack(before)).code).toBe('do-not-call');
  const [row] = await web.ledger.query(`select state from callbacks where id = $1`, [before]);
  expect(row).toEqual({ state: 'claimed' });
  expect(web.dialled).toEqual([]);

  web.ledger.clock.at += 60_000;
  expect(await missedBy(number)).toBe(before);
  expect((await callBack(before)).status).toBe(202);
  expect(web.dialled.map((attempt) => attempt.number)).toEqual([number]);
});

test('only a supervisor takes a number off the list; who did what stands in the log', async () => {
  const number = aNumber();
  await amy.post('do-not-call', { number, reason: 'Asked us to stop' });
  await amy.post('do-not-call', { number, reason: 'Again' });
  expect((await amy.get('do-not-call')).body).toEqual([
    {
      number,
      reason: 'Asked us to stop',
      addedBy: { id: web.ledger.ids.amy, name: 'amy' },
      addedAt: web.ledger.clock.at,
    },
  ]);
  expect((await amy.call('DELETE', `do-not-call/${number}`)).code).toBe('forbidden');
  const sue = await web.as('sue');
  expect((await sue.call('DELETE', `do-not-call/${number}`)).status).toBe(204);
  expect((await sue.call('DELETE', `do-not-call/${number}`)).code).toBe('not-found');
  expect((await amy.post('dial', { number })).status).toBe(202);
  const log = await web.ledger.query(`select action from audit_log where subject = $1 order by id`, [
    `number:${number}`,
  ]);
  expect(log.map(({ action }) => action)).toEqual(['do_not_call.added', 'do_not_call.removed']);
  for (const body of [{ number: 'abc', reason: 'x' }, { number, reason: ' ' }, { number }])
    expect((await amy.post('do-not-call', body)).status).toBeGreaterThanOrEqual(400);
});

test('in quiet hours no customer is rung, a colleague is', async () => {
  const noon = new Date(web.ledger.clock.at);
  const clock = (hours: number) => `${String((noon.getUTCHours() + hours + 24) % 24).padStart(2, '0')}:00`;
  await web.ledger.query(`update sites set time_zone = 'UTC', quiet_hours = $1`, [`${clock(-1)}-${clock(2)}`]);
  expect((await amy.post('dial', { number: aNumber() })).code).toBe('quiet-hours');
  expect((await amy.post('dial', { number: '1002' })).status).toBe(202);
  await expect(web.ledger.query(`update sites set quiet_hours = 'night'`)).rejects.toMatchObject({ code: '23514' });
});
