import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { projectRoot } from '../../support/service.ts';
import {
  base,
  begin,
  clients,
  closeFeedHouse,
  connect,
  hangUp,
  makeToken,
  missed,
  openFeed,
  openFeedHouse,
  secret,
  stopFeed,
  web,
} from './feed-house.ts';

beforeAll(openFeedHouse);
afterEach(hangUp);
afterAll(closeFeedHouse);

describe('the door of the feed', () => {
  const status = async (query: string, headers: Record<string, string> = {}, protocols: string[] = []) => {
    const { socket } = begin(query, headers, protocols);
    return new Promise((resolve) => {
      socket.once('open', () => resolve(101));
      socket.once('unexpected-response', (_request, response) => {
        let text = '';
        response.on('data', (part) => {
          text += part;
        });
        response.on('end', () => resolve([response.statusCode, JSON.parse(text).error.code]));
      });
    });
  };

  test('opens for a token only: in a header, or as a subprotocol that is never said back', async () => {
    expect(await status('')).toEqual([401, 'unauthenticated']);
    expect(await status('', { authorization: `Bearer rbk_${'x'.repeat(43)}` })).toEqual([401, 'unauthenticated']);
    expect(await status('', { authorization: 'Bearer ' })).toEqual([401, 'unauthenticated']);
    expect(await status('', { authorization: `Bearer ${secret}` })).toBe(101);
    expect(await status('', {}, ['ringback', secret])).toBe(101);
    expect(clients.at(-1)?.protocol).toBe('ringback');
    expect(await status('', {}, [secret])).toEqual([400, 'bad-request']);
  });

  test('does not open for a signed-in browser', async () => {
    const admin = await web.as('ann');
    const cookie = `rb_session=${admin.cookie}`;
    expect(await status('', { cookie, origin: `http://${base}` })).toEqual([401, 'unauthenticated']);
  });

  test('refuses a place that is no number, and a token that has enough connections', async () => {
    const { secret: other } = await makeToken('greedy');
    const authorization = `Bearer ${other}`;
    for (const since of ['-1', 'x', '1e3', '99999999999999999', '']) {
      expect(await status(`?since=${since}`, { authorization })).toEqual([400, 'bad-request']);
    }
    for (let count = 0; count < 10; count += 1) await connect('', other);
    expect(await status('', { authorization })).toEqual([429, 'too-many-tries']);
    expect(await status('', { authorization: `Bearer ${secret}` })).toBe(101);
  });

  test('says that the database is away', async () => {
    const { transact } = web.house;
    Object.assign(web.house, { transact: () => Promise.reject(new Error('gone')) });
    try {
      expect(await status('', { authorization: `Bearer ${secret}` })).toEqual([503, 'database-unreachable']);
    } finally {
      Object.assign(web.house, { transact });
    }
  });
});

describe('tokens', () => {
  test('are made, listed and ended by an admin; the secret is shown once and stored nowhere', async () => {
    const admin = await web.as('ann');
    const { secret: shown, id } = await makeToken('  reports ');
    const client = await connect('', shown);
    const rows = (await admin.get('tokens')).body;
    expect(rows[0]).toMatchObject({ id, name: 'reports', scope: 'feed', hint: shown.slice(-4), revokedAt: null });
    expect(rows[0]).toMatchObject({ createdBy: { name: 'ann' }, lastUsedAt: web.house.now() });
    expect(JSON.stringify(rows)).not.toContain(shown);
    expect(JSON.stringify(await web.ledger.query('select * from api_tokens'))).not.toContain(shown);

    expect((await admin.call('DELETE', `tokens/${id}`)).status).toBe(204);
    await eventually(() => expect(client.closed[0]).toEqual({ code: 4001, reason: 'the token was revoked' }));
    await expect(connect('', shown)).rejects.toThrow('401');
    expect((await admin.call('DELETE', `tokens/${id}`)).code).toBe('not-found');
    expect((await admin.get('tokens')).body[0].revokedAt).toBe(web.house.now());
    const entries = (await admin.get('audit')).body.rows.filter(
      (row: { subject: string }) => row.subject === `token:${id}`,
    );
    expect(entries.map((row: { action: string }) => row.action)).toEqual(['token.revoked', 'token.created']);
  });

  test('are nobody else’s business', async () => {
    for (const login of ['amy', 'sue']) {
      const person = await web.as(login);
      expect((await person.get('tokens')).status).toBe(403);
      expect((await person.post('tokens', { name: 'mine' })).status).toBe(403);
      expect((await person.call('DELETE', 'tokens/1')).status).toBe(403);
    }
    const admin = await web.as('ann');
    expect((await admin.post('tokens', { name: ' ' })).status).toBe(400);
    expect((await admin.post('tokens', { name: 'x', scope: 'everything' })).status).toBe(400);
  });
});

test('the client of the docs hears what happens, and goes on after a restart', async () => {
  const client = /```js\n([\s\S]+?)```/.exec(readFileSync(`${projectRoot}/docs/feed.md`, 'utf8'))?.[1] ?? '';
  expect(client.trim().split('\n').length).toBeLessThanOrEqual(12);
  const { newest } = await web.house.transact((tx) => tx.feed.place());
  const child = spawn(process.execPath, ['--input-type=module', '--eval', client], {
    cwd: projectRoot,
    env: { ...process.env, RINGBACK_URL: `ws://${base}`, RINGBACK_TOKEN: secret, SINCE: String(newest) },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let printed = '';
  child.stdout.on('data', (part) => {
    printed += part;
  });
  child.stderr.on('data', (part) => {
    printed += part;
  });
  const one = await missed();
  await eventually(() => expect(printed).toContain(one.number), { withinMs: 10_000 });
  await stopFeed();
  const two = await missed().catch(() => null);
  openFeed();
  const three = await missed();
  await eventually(() => expect(printed).toContain(three.number), { withinMs: 10_000 });
  expect(two).not.toBeNull();
  const told = printed
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(told.map(({ seq }) => seq)).toEqual(
    (await web.house.transact((tx) => tx.feed.after(newest, 500))).map(({ seq }) => seq),
  );
});
