import { drizzle } from 'drizzle-orm/node-postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildServer } from '../../../server/http/server.ts';
import { openPool } from '../../../server/platform/db.ts';
import { silent } from '../../../server/platform/postgres/log.ts';
import { officeStoresOf } from '../../../server/store/office-stores.ts';
import { transactWith } from '../../../server/store/transact.ts';
import { type Browser, openWeb, type Web } from '../../support/web.ts';

let web: Web;
let amy: Browser;
beforeAll(async () => {
  web = await openWeb();
  amy = await web.as('amy');
});
afterAll(() => web.close());
beforeEach(() => {
  web.dialled.length = 0;
  web.pbx.ready = true;
});

const attempts = async () => (await web.ledger.query('select id from attempts')).length;

describe('what may not be dialled', () => {
  test.each([
    ['a line break', '+447700900123\r\nAction: Command', 'bad-number'],
    ['a lone carriage return', '07700\r900123', 'bad-number'],
    ['a channel of another kind', '300&DAHDI/g1/900', 'bad-number'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is what an attacker types
    ['an expression', '${SHELL(x)}', 'bad-number'],
    ['a parameter', '07700900123;npdi', 'bad-number'],
    ['an address', 'sip:07700900123@carrier', 'bad-number'],
    ['letters', '0800FLOWERS', 'bad-number'],
    ['41 digits', '1'.repeat(41), 'bad-number'],
    ['16 digits', `+44${'1'.repeat(14)}`, 'bad-number'],
    ['two digits', '12', 'bad-number'],
    ['only separators', '()--', 'bad-number'],
    ['a null', '07700900123\u0000', 'bad-number'],
    ['a premium number', '0909 879 0000', 'premium-number'],
    ['an emergency number', '999', 'emergency-number'],
    ['an emergency number of another country', '+44112', 'emergency-number'],
    ['a short number', '12345', 'short-number'],
    ['another country', '+1 202 555 0134', 'foreign-number'],
    ['another country behind 00', '0098 21 1234 5678', 'foreign-number'],
    ['a satellite', '+881612345678', 'premium-number'],
  ])('%s', async (_name, number, code) => {
    const before = await attempts();
    const answer = await amy.post('dial', { number });
    expect([answer.code, answer.status]).toEqual([code, 422]);
    expect(answer.body.error.field).toBe('number');
    expect((await amy.post('dial/check', { number })).body).toMatchObject({ allowed: false, refusal: code });
    expect([await attempts(), web.dialled]).toEqual([before, []]);
  });

  test('from a phone that is not mine', async () => {
    const answer = await amy.post('dial', { number: '07700900123', deviceId: web.ledger.ids.bobsPhone });
    expect([answer.status, answer.code]).toEqual([403, 'foreign-device']);
    expect((await amy.post('dial', { number: '07700900123', deviceId: 999_999 })).code).toBe('foreign-device');
  });

  test('without a phone', async () => {
    expect((await (await web.as('sue')).post('dial', { number: '07700900123' })).code).toBe('no-device');
  });

  test('while the PBX is away: nothing is written', async () => {
    web.pbx.ready = false;
    const before = await attempts();
    const answer = await amy.post('dial', { number: '07700900123' });
    expect([answer.status, answer.code, await attempts()]).toEqual([503, 'pbx-unreachable', before]);
  });
});

describe('what may be dialled', () => {
  test('a number of the home country in any spelling: written first, then handed over', async () => {
    const answer = await amy.post('dial', { number: '(07700) 900-777' });
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({ number: '+447700900777', step: 'agent', outcome: null, callbackId: null });
    expect(web.dialled).toMatchObject([{ id: answer.body.id, number: '+447700900777', userId: web.ledger.ids.amy }]);
    const [row] = await web.ledger.query('select number, sent_at from attempts where id = $1', [answer.body.id]);
    expect(row).toEqual({ number: '+447700900777', sent_at: null });
    expect((await amy.post('dial', { number: '07700900888' })).code).toBe('device-busy');
    await web.ledger.query(`update attempts set outcome = 'cancelled', ended_at = now() where outcome is null`);
  });

  test('Persian digits', async () => {
    const { body } = await amy.post('dial/check', { number: '۰۷۷۰۰ ۹۰۰۱۲۳' });
    expect(body).toEqual({ e164: '+447700900123', allowed: true, refusal: null });
  });

  test('an extension of ours', async () => {
    expect((await amy.post('dial/check', { number: '1002' })).body).toEqual({
      e164: null,
      allowed: true,
      refusal: null,
    });
    const answer = await amy.post('dial', { number: '1002' });
    expect([answer.status, answer.body.number]).toEqual([202, '1002']);
    await web.ledger.query(`update attempts set outcome = 'cancelled', ended_at = now() where outcome is null`);
  });

  test('a country the site allows', async () => {
    await web.ledger.query(`update sites set dial_countries = '{ir}'`);
    const { body } = await amy.post('dial/check', { number: '0098 21 1234 5678' });
    expect(body).toEqual({ e164: '+982112345678', allowed: true, refusal: null });
    await web.ledger.query(`update sites set dial_countries = '{}'`);
  });

  test('my own leg can be hung up, not that of a colleague', async () => {
    const { body } = await amy.post('dial', { number: '07700900999' });
    const bob = await web.as('bob');
    expect((await bob.post(`attempts/${body.id}/hangup`)).code).toBe('not-found');
    expect((await amy.post(`attempts/${body.id}/hangup`)).status).toBe(202);
    expect((await amy.post(`cards/${encodeURIComponent('main:1763758999.1')}/reject`)).status).toBe(202);
    const { amy: id } = web.ledger.ids;
    expect(web.commands).toEqual([`attempt ${id} ${body.id}`, `reject ${id} main:1763758999.1`]);
  });
});

describe('a request', () => {
  test('that is not well formed names the field and echoes nothing', async () => {
    const answer = await amy.post('dial', { number: 7 });
    expect([answer.status, answer.code, answer.body.error.field]).toEqual([400, 'bad-request', 'number']);
    const query = await amy.get('calls?limit=9999');
    expect([query.code, query.body.error.field]).toEqual(['bad-request', 'limit']);
  });

  test('that is too large, no JSON, or of another kind', async () => {
    const large = await amy.post('dial', { number: 'x'.repeat(300_000) });
    expect([large.status, large.code]).toEqual([413, 'too-large']);
    const headers = {
      'content-type': 'application/json',
      origin: 'http://localhost',
      cookie: `rb_session=${amy.cookie}`,
    };
    const broken = await web.app.inject({ method: 'POST', url: '/api/v1/dial', headers, payload: '{"number":' });
    expect([broken.statusCode, broken.json().error.code]).toEqual([400, 'bad-request']);
    const empty = await web.app.inject({ method: 'POST', url: '/api/v1/callbacks/999999/claim', headers, payload: '' });
    expect(empty.json().error.code).toBe('not-found');
    const form = await web.app.inject({
      method: 'POST',
      url: '/api/v1/dial',
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'number=07700900123',
    });
    expect([form.statusCode, form.json().error.code]).toEqual([400, 'bad-request']);
  });

  test('that comes too often is refused before anything is done for it', async () => {
    const busy = await openWeb({ requestsAMinute: 5 });
    const codes = [];
    for (let n = 0; n < 7; n += 1) codes.push((await busy.browser().get('session')).code);
    expect(codes).toEqual([...Array(5).fill('unauthenticated'), 'too-many-tries', 'too-many-tries']);
    const answer = await busy.browser().get('session');
    expect([answer.status, Number(answer.headers['retry-after']) > 0]).toEqual([429, true]);
    expect((await busy.app.inject('/health')).statusCode).toBe(200);
    await busy.close();
  });

  test('for what is not there is a Problem under /api, with a request id', async () => {
    const answer = await amy.get('nothing/here');
    expect([answer.status, answer.code]).toEqual([404, 'not-found']);
    expect(answer.headers['x-request-id']).toBe(answer.body.error.requestId);
    expect((await amy.get('callbacks/999999')).code).toBe('not-found');
    expect((await amy.get('callbacks/0')).code).toBe('bad-request');
  });

  test('while the database is away is answered with 503 and no inner detail', async () => {
    const away = openPool({ host: '/nowhere', user: 'ringback', database: 'none' }, silent, 1);
    const house = { ...web.house, transact: transactWith(drizzle(away), officeStoresOf) };
    const app = await buildServer({ ...web.deps, house });
    const answer = await app.inject({
      method: 'POST',
      url: '/api/v1/session',
      headers: { origin: 'http://localhost' },
      payload: { login: 'amy', password: 'x' },
    });
    expect(answer.statusCode).toBe(503);
    expect(answer.json().error).toMatchObject({ code: 'database-unreachable', requestId: expect.any(String) });
    expect(answer.body).not.toMatch(/nowhere|select/);
    await app.close();
    await away.end();
  });
});
