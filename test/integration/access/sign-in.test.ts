import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { offerSetUp } from '../../../server/usecases/access-link.ts';
import { openWeb, password, type Web } from '../../support/web.ts';

let web: Web;
beforeAll(async () => {
  web = await openWeb();
});
afterAll(() => web.close());

describe('signing in', () => {
  test('hands out a cookie no script can read, and a session without any secret', async () => {
    const browser = web.browser();
    const answer = await browser.post('session', { login: 'AMY', password });
    expect(answer.status).toBe(200);
    expect(String(answer.headers['set-cookie'])).toMatch(/^rb_session=[\w-]{43}; .*Path=\/; HttpOnly; SameSite=Lax$/);
    expect(answer.body).toMatchObject({
      user: { login: 'amy', role: 'agent' },
      devices: [{ device: 'PJSIP/1001' }],
      site: { country: 'GB' },
      demo: false,
    });
    expect(JSON.stringify(answer.body)).not.toMatch(/hash|token/i);
    const [row] = await web.ledger.query<{ token_hash: string }>('select token_hash from sessions');
    expect(row?.token_hash).not.toBe(browser.cookie);
  });

  test('tells a wrong password and an unknown login by the same words', async () => {
    const wrong = await web.browser().post('session', { login: 'bob', password: 'wrong' });
    const unknown = await web.browser().post('session', { login: 'nobody', password: 'wrong' });
    expect([wrong.status, wrong.code]).toEqual([401, 'wrong-password']);
    expect({ ...unknown.body.error, requestId: '' }).toEqual({ ...wrong.body.error, requestId: '' });
  });

  test('is refused after ten wrong tries, even with the right password, until the window is over', async () => {
    for (let tries = 0; tries < 10; tries += 1) {
      expect((await web.browser().post('session', { login: 'sue', password: 'guess' })).code).toBe('wrong-password');
    }
    const right = await web.browser().post('session', { login: 'sue', password });
    expect([right.status, right.code]).toEqual([429, 'too-many-tries']);
    expect(right.headers['retry-after']).toBeDefined();
    web.ledger.clock.at += 16 * 60_000;
    expect((await web.browser().post('session', { login: 'sue', password })).status).toBe(200);
  });

  test('comes from our own pages only', async () => {
    const foreign = web.browser();
    const said = await foreign.call('POST', 'session', { login: 'amy', password }, { origin: 'https://evil.example' });
    expect([said.status, said.code]).toEqual([403, 'foreign-origin']);
    const silent = await web.app.inject({
      method: 'POST',
      url: '/api/v1/session',
      payload: { login: 'amy', password },
    });
    expect(silent.statusCode).toBe(403);
  });

  test('ends: the cookie opens nothing afterwards', async () => {
    const browser = await web.as('amy');
    const old = browser.cookie;
    expect((await browser.call('DELETE', 'session')).status).toBe(204);
    const again = web.browser();
    again.cookie = old;
    expect((await again.get('session')).code).toBe('unauthenticated');
  });

  test('lasts while it is used and ends when it is not', async () => {
    const browser = await web.as('bob');
    for (let hours = 0; hours < 30; hours += 10) {
      web.ledger.clock.at += 10 * 3_600_000;
      expect((await browser.get('session')).status).toBe(200);
    }
    web.ledger.clock.at += 13 * 3_600_000;
    expect((await browser.get('session')).code).toBe('unauthenticated');
  });
});

describe('one-time links', () => {
  test('a new person sets a password by the link, once', async () => {
    const admin = await web.as('ann');
    const added = await admin.post('people', { name: 'Zoe', login: 'zoe', role: 'agent', language: 'fa' });
    expect(added.status).toBe(201);
    const token = /\/password\/([\w-]+)$/.exec(added.body.link.url)?.[1] ?? '';
    expect((await web.browser().get(`links/${token}`)).body).toEqual({ kind: 'password', name: 'Zoe', login: 'zoe' });
    expect((await web.browser().post('password', { token, password: 'zzzzzzzzzzzz' })).code).toBe('weak-password');
    const set = await web.browser().post('password', { token, password: 'a long enough one' });
    expect(set.body.user).toMatchObject({ login: 'zoe', language: 'fa' });
    expect(set.cookie).toBeDefined();
    expect((await web.browser().post('password', { token, password: 'another long one' })).status).toBe(410);
    expect((await web.browser().get(`links/${token}`)).code).toBe('link-expired');
    expect((await web.browser().post('session', { login: 'zoe', password: 'a long enough one' })).status).toBe(200);
  });

  test('a login is given once', async () => {
    const admin = await web.as('ann');
    const again = await admin.post('people', { name: 'Amy 2', login: 'amy', role: 'agent', language: 'en' });
    expect([again.status, again.code, again.body.error.field]).toEqual([409, 'login-taken', 'login']);
  });

  test('who is disabled is signed out everywhere and cannot sign in', async () => {
    const [admin, bob] = [await web.as('ann'), await web.as('bob')];
    const { bob: id } = web.ledger.ids;
    expect((await admin.call('PATCH', `people/${id}`, { disabled: true })).body.disabledAt).toEqual(expect.any(Number));
    expect((await bob.get('session')).code).toBe('unauthenticated');
    expect(web.signedOut).toContain(id);
    expect((await web.browser().post('session', { login: 'bob', password })).code).toBe('wrong-password');
    await admin.call('PATCH', `people/${id}`, { disabled: false });
    expect((await web.browser().post('session', { login: 'bob', password })).status).toBe(200);
  });

  test('the last admin stays one', async () => {
    const admin = await web.as('ann');
    const disabled = await admin.call('PATCH', `people/${web.ann}`, { disabled: true });
    const lowered = await admin.call('PATCH', `people/${web.ann}`, { role: 'agent' });
    expect([disabled.code, lowered.code]).toEqual(['last-admin', 'last-admin']);
  });

  test('the set-up link makes the first admin once, and is not offered when there is one', async () => {
    expect(await offerSetUp(web.house)).toBeNull();
    await web.ledger.query(`update users set role = 'supervisor' where role = 'admin'`);
    const link = await offerSetUp(web.house);
    const first = { token: link?.token, name: 'Ada', login: 'ada', password: 'the first password', language: 'en' };
    const [one, two] = await Promise.all([
      web.browser().post('setup', first),
      web.browser().post('setup', { ...first, login: 'eve' }),
    ]);
    expect([one.status, two.status].sort()).toEqual([200, 410]);
    expect(await web.ledger.query(`select role from users where login in ('ada', 'eve')`)).toEqual([{ role: 'admin' }]);
    await web.ledger.query(`update users set role = 'admin' where login = 'ann'`);
  });
});
