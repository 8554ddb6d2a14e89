import { createECDH } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newPushKeys } from '../../../server/platform/push-seal.ts';
import { sendPush } from '../../../server/platform/web-push.ts';
import { pushStore } from '../../../server/store/push.ts';
import { openWeb, type Web } from '../../support/web.ts';

let web: Web;
beforeAll(async () => {
  web = await openWeb();
});
afterAll(() => web.close());

const receiver = {
  p256dh: createECDH('prime256v1').generateKeys().toString('base64url'),
  auth: Buffer.alloc(16).toString('base64url'),
};

describe('a browser that wants to be told', () => {
  const endpoint = 'https://push.example.com/one';
  const stored = () => web.ledger.query('select user_id as "userId", endpoint from push_subscriptions order by id');

  test('is kept for whoever is signed in there, and for nobody else', async () => {
    const amy = await web.as('amy');
    expect((await amy.post('push/subscriptions', { endpoint, ...receiver })).status).toBe(204);
    expect((await amy.post('push/subscriptions', { endpoint, ...receiver })).status).toBe(204);
    const { amy: amyId, bob: bobId } = web.ledger.ids;
    expect(await stored()).toEqual([{ userId: amyId, endpoint }]);
    const bob = await web.as('bob');
    expect((await bob.post('push/subscriptions', { endpoint, ...receiver })).status).toBe(204);
    expect(await stored()).toEqual([{ userId: bobId, endpoint }]);
    expect((await amy.post('push/subscriptions/leave', { endpoint })).status).toBe(204);
    expect(await stored()).toHaveLength(1);
  });

  test('is refused when its address may not be written to', async () => {
    const amy = await web.as('amy');
    const inside = await amy.post('push/subscriptions', { endpoint: 'https://10.0.0.1/x', ...receiver });
    expect(inside.code).toBe('bad-request');
    expect((await amy.post('push/subscriptions', { endpoint: 'file:///etc', ...receiver })).code).toBe('bad-request');
    expect((await web.browser().post('push/subscriptions', { endpoint, ...receiver })).code).toBe('unauthenticated');
  });

  test('is forgotten when the person signs out there', async () => {
    const bob = await web.as('bob');
    await bob.post('push/subscriptions', { endpoint: 'https://push.example.com/two', ...receiver });
    const before = await stored();
    await bob.call('DELETE', 'session');
    expect(await stored()).toHaveLength(before.length - 1);
  });

  test('beyond the tenth the oldest goes', async () => {
    const amy = await web.as('amy');
    for (let at = 0; at < 12; at += 1)
      await amy.post('push/subscriptions', { endpoint: `https://push.example.com/many/${at}`, ...receiver });
    const mine = await web.ledger.database.db.transaction((tx) => pushStore(tx).of(web.ledger.ids.amy));
    expect(mine.map(({ endpoint: one }) => one.split('/').at(-1))).toEqual('2 3 4 5 6 7 8 9 10 11'.split(' '));
  });

  test('is signed to with the same keys for ever', async () => {
    const keysOnce = () =>
      web.ledger.database.db.transaction((tx) => pushStore(tx).keys(newPushKeys(), web.ledger.clock.at));
    const [one, other] = [await keysOnce(), await keysOnce()];
    expect(other.publicKey).toBe(one.publicKey);
  });
});

describe('how a person wants a call shown', () => {
  test('is theirs, and an address must be one', async () => {
    const amy = await web.as('amy');
    const change = (wish: object) => amy.call('PATCH', 'me', wish);
    expect((await change({ popWhen: 'answer' })).body.user).toMatchObject({ popWhen: 'answer', popAs: 'card' });
    expect((await change({ popAs: 'url' })).code).toBe('bad-request');
    expect((await change({ popAs: 'url', popUrl: 'javascript:alert(1)' })).code).toBe('bad-request');
    const answer = await change({ popAs: 'url', popUrl: 'https://crm.example.com/?n={number}' });
    expect(answer.body.user).toMatchObject({ popAs: 'url', popUrl: 'https://crm.example.com/?n={number}' });
    expect((await change({ popUrl: null })).code).toBe('bad-request');
  });
});

describe('a push service', () => {
  let service: Server;
  let base: string;
  let answer: { status: number; location?: string } = { status: 201 };
  const got: { path: string | undefined; ttl: unknown; encoding: unknown; length: number }[] = [];
  beforeAll(async () => {
    service = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const { ttl, 'content-encoding': encoding } = request.headers;
        got.push({ path: request.url, ttl, encoding, length: Buffer.concat(parts).length });
        response.writeHead(answer.status, answer.location ? { location: answer.location } : {}).end();
      });
    });
    await new Promise<void>((ready) => service.listen(0, '127.0.0.1', ready));
    base = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((done) => service.close(done)));

  const send = (path: string, loopback = true) =>
    sendPush({ endpoint: `${base}${path}`, ...receiver }, 'hello', newPushKeys(), {
      subject: 'https://ringback.invalid',
      now: Date.now(),
      loopback,
    });

  test('takes what is sealed, and says when a browser is gone', async () => {
    expect(await send('/one')).toBe('taken');
    expect(got.at(-1)).toEqual({ path: '/one', ttl: '30', encoding: 'aes128gcm', length: 86 + 5 + 1 + 16 });
    answer = { status: 410 };
    expect(await send('/one')).toBe('gone');
    answer = { status: 503 };
    expect(await send('/one')).toBe('failed');
  });

  test('that sends elsewhere is not followed', async () => {
    answer = { status: 302, location: `${base}/inside` };
    expect(await send('/redirect')).toBe('failed');
    expect(got.at(-1)?.path).toBe('/redirect');
  });

  test('on this machine is not written to outside of tests', async () => {
    const before = got.length;
    expect(await send('/one', false)).toBe('gone');
    expect(got).toHaveLength(before);
  });
});
