import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { settleAttempt } from '../../../server/usecases/settle-attempt.ts';
import { aNumber } from '../../support/call-records.ts';
import { minute } from '../../support/ledger.ts';
import { projectRoot } from '../../support/service.ts';
import { type Answer, openWeb, type Web } from '../../support/web.ts';

let web: Web;
let shop: string;
let site: string;
let feed: string;

const make = async (name: string, scope: string): Promise<string> => {
  const made = await (await web.as('ann')).post('tokens', { name, scope });
  expect([made.status, made.body.token.scope]).toEqual([201, scope]);
  return made.body.secret;
};

beforeAll(async () => {
  web = await openWeb();
  [shop, site, feed] = [
    await make('web shop', 'callbacks'),
    await make('<b>site</b>', 'callbacks'),
    await make('CRM', 'feed'),
  ];
});
beforeEach(() => {
  web.ledger.clock.at += 2 * minute;
});
afterAll(async () => {
  await web.ledger.expectAllKept();
  await web.close();
});

/** As curl sends it: no cookie, no origin. */
async function ask(body: unknown, token: string | null = shop, key?: string): Promise<Answer> {
  const response = await web.app.inject({
    method: 'POST',
    url: '/api/v1/requests',
    headers: {
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...(key !== undefined && { 'idempotency-key': key }),
      'content-type': 'application/json',
    },
    payload: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const parsed = response.body === '' ? null : response.json();
  return {
    status: response.statusCode,
    body: parsed,
    code: parsed?.error?.code,
    headers: response.headers,
    cookie: undefined,
  };
}
const detail = async (id: number) => (await (await web.as('sue')).get(`callbacks/${id}`)).body;
const now = () => web.ledger.clock.at;

describe('a program asks for a call', () => {
  test('the item is owed like any debt, due by the line, on everybody’s Today, and says which program asked', async () => {
    const number = aNumber();
    const wish = { number, name: 'Sara Jones', lineKey: 'sales', note: 'about\u0000 order\n7' };
    const { status, body } = await ask(wish);
    expect(status).toBe(201);
    const item = await detail(body.id);
    expect(item).toMatchObject({
      origin: 'requested',
      state: 'open',
      number,
      line: { key: 'sales' },
      dueAt: now() + 30 * minute,
      firstMissAt: now(),
      note: 'Sara Jones: about order 7',
      owner: null,
      ownerRule: 'queue',
    });
    expect(item.events).toMatchObject([{ type: 'opened', detail: { via: 'token', asker: 'web shop' } }]);
    expect(JSON.stringify(item.events)).not.toContain(number);
    const today = (await (await web.as('amy')).get('today')).body.items;
    web.ledger.clock.at += 31 * minute;
    const later = (await (await web.as('amy')).get('today')).body.items;
    const has = (items: { id: number }[]) => items.some(({ id }) => id === body.id);
    expect([has(today), has(later)]).toEqual([true, true]);
  });

  test('whose client it is, gets it; a time that was named is kept; a do-not-call listing told before is no hindrance', async () => {
    const number = aNumber();
    const contactId = await web.ledger.addContact('Sara', [number]);
    const [amy, bob] = [await web.as('amy'), web.ledger.ids.bob];
    await web.ledger.query('update contacts set owner_id = $2 where id = $1', [contactId, bob]);
    expect((await amy.post('do-not-call', { number, reason: 'asked by mail' })).status).toBeLessThan(300);
    web.ledger.clock.at += minute;
    const when = now() + 26 * 60 * minute;
    const { body } = await ask({ number: number.replace('+44', '0'), lineKey: 'sales', when });
    expect(await detail(body.id)).toMatchObject({
      number,
      dueAt: when,
      contact: { id: contactId },
      owner: { id: bob },
      ownerRule: 'contact_owner',
    });
    const claimed = (await amy.post(`callbacks/${body.id}/claim`)).body;
    expect((await amy.post('dial', { number })).code).toBe('do-not-call');
    const dialled = await amy.post(`callbacks/${body.id}/dial`, { fence: claimed.fence });
    expect(dialled.status).toBe(202);
    await settleAttempt(web.house, dialled.body.id, {
      agent: 'no_answer',
      customer: null,
      talkedMs: 0,
      saidReached: false,
    });
  });

  test('a wish told again joins the live one of the same number and line; another line is another wish', async () => {
    const number = aNumber();
    const first = await ask({ number, lineKey: 'sales' });
    web.ledger.clock.at += minute;
    const when = now() + 5 * minute;
    const again = await ask({ number, lineKey: 'sales', when }, site);
    expect([again.status, again.body.id]).toEqual([200, first.body.id]);
    const item = await detail(first.body.id);
    expect(item).toMatchObject({ dueAt: when, promisedAt: when, latestMissAt: now(), misses: 0 });
    expect(item.events.at(-1)).toMatchObject({ type: 'asked_again', detail: { via: 'token', asker: '<b>site</b>' } });
    const other = await ask({ number, lineKey: 'support' });
    const none = await ask({ number });
    expect([other.status, none.status, new Set([first, other, none].map(({ body }) => body.id)).size]).toEqual([
      201, 201, 3,
    ]);
  });

  test('twenty at once make one item', async () => {
    const number = aNumber();
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask({ number, lineKey: 'sales' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(19).fill(200), 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });

  test('the same key and token is told the same, whatever has happened to the item; a key means one wish only', async () => {
    const number = aNumber();
    const wish = { number, lineKey: 'sales' };
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask(wish, shop, 'order-7')));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(201);
    const id = answers[0]?.body.id;
    const sue = await web.as('sue');
    expect((await sue.post(`callbacks/${id}/close`, { reason: 'duplicate', note: 'told by mail' })).status).toBe(200);
    const late = await ask(wish, shop, 'order-7');
    expect([late.status, late.body.id]).toEqual([201, id]);
    expect((await ask({ ...wish, note: 'other' }, shop, 'order-7')).code).toBe('conflict');
    const fresh = await ask(wish, site, 'order-7');
    expect([fresh.status, fresh.body.id === id]).toEqual([201, false]);
    expect((await detail(id)).events.filter(({ type }: { type: string }) => type === 'asked_again')).toEqual([]);
    for (const key of ['', ' ', 'x'.repeat(201), 'a\u00e9']) expect((await ask(wish, shop, key)).status).toBe(400);
  });
});

describe('who may ask', () => {
  test('a key for this and for nothing else; no cookie, no browser of another site', async () => {
    const wish = { number: aNumber() };
    expect((await ask(wish, null)).code).toBe('unauthenticated');
    expect((await ask(wish, `rbk_${'x'.repeat(43)}`)).code).toBe('unauthenticated');
    expect((await ask(wish, 'x y')).code).toBe('unauthenticated');
    expect([(await ask(wish, feed)).status, (await ask(wish, feed)).code]).toEqual([403, 'forbidden']);
    expect((await (await web.as('ann')).post('requests', wish)).code).toBe('unauthenticated');
    const foreign = await web.browser().call('POST', 'requests', wish, {
      origin: 'https://evil.example',
      authorization: `Bearer ${shop}`,
    });
    expect(foreign.code).toBe('foreign-origin');
    const gone = await make('gone', 'callbacks');
    const admin = await web.as('ann');
    const [token] = (await admin.get('tokens')).body;
    await admin.call('DELETE', `tokens/${token.id}`);
    expect((await ask(wish, gone)).code).toBe('unauthenticated');
  });

  test('a program that asks too often waits, the others do not', async () => {
    const greedy = await make('greedy', 'callbacks');
    const wish = { number: aNumber() };
    const codes = [];
    for (let n = 0; n < 122; n += 1) codes.push((await ask(wish, greedy)).status);
    expect([codes.filter((code) => code === 429).length, codes.at(-1)]).toEqual([2, 429]);
    expect((await ask(wish, shop)).status).toBe(200);
  });
});

describe('what is asked', () => {
  test('numbers nobody may dial are refused by name, and open nothing', async () => {
    const count = async () => (await web.ledger.query('select count(*)::int as n from callbacks'))[0];
    const before = await count();
    for (const [number, code] of [
      ['999', 'emergency-number'],
      ['112', 'emergency-number'],
      ['09001234567', 'premium-number'],
      ['+15005550006', 'foreign-number'],
      ['1234', 'short-number'],
      ['hello', 'bad-number'],
      ["020'; drop table callbacks; --", 'bad-number'],
      ['+447700900123;phone-context=x', 'bad-number'],
      ['+44 7700 900123\r\nAction: Originate', 'bad-number'],
    ]) {
      const answer = await ask({ number });
      expect({ number, code: answer.code, status: answer.status }).toEqual({ number, code, status: 422 });
    }
    expect(await count()).toEqual(before);
  });

  test('times long past or far away, unknown lines and unknown fields are refused', async () => {
    const number = aNumber();
    const refused = async (more: object) => (await ask({ number, ...more })).status;
    expect(await refused({ when: now() - 2 * minute })).toBe(400);
    expect(await refused({ when: now() + 400 * 24 * 60 * minute })).toBe(400);
    for (const when of ['tomorrow', 1.5, -1, null, 1e300]) expect(await refused({ when })).toBe(400);
    expect(await refused({ lineKey: 'nowhere' })).toBe(404);
    expect(await refused({ lineKey: "sales' or 1=1" })).toBe(404);
    expect(await refused({ ownerId: 1 })).toBe(400);
    expect(await refused({ note: 'x'.repeat(1001) })).toBe(400);
    for (const body of ['', '[]', '{', 'null', '{"number":7}']) expect((await ask(body)).status).toBe(400);
    expect(await refused({ when: now() - 30_000 })).toBe(201);
  });
});

test('the example of the docs is what works', () => {
  const text = readFileSync(`${projectRoot}/docs/requests.md`, 'utf8');
  expect(text).toContain('POST');
  expect(text).toContain('/api/v1/requests');
  expect(text).toContain('Idempotency-Key');
  expect(readFileSync(`${projectRoot}/README.md`, 'utf8')).toContain('docs/requests.md');
});
