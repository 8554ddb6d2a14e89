import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { forgetAnswers } from '../../../server/usecases/answers.ts';
import { aNumber } from '../../support/call-records.ts';
import { minute } from '../../support/ledger.ts';
import { type Answer, type Browser, openWeb, type Web } from '../../support/web.ts';

let web: Web;
let amy: Browser;
let bob: Browser;
beforeAll(async () => {
  web = await openWeb();
  [amy, bob] = [await web.as('amy'), await web.as('bob')];
});
afterEach(() => web.ledger.expectAllKept());
afterAll(() => web.close());

let given = 0;
const aKey = () => `key-of-test-${++given}`;
const sent = (who: Browser, path: string, body: unknown, key: string): Promise<Answer> =>
  who.call('POST', path, body, { 'idempotency-key': key });
const aPlan = () => ({ number: aNumber(), origin: 'follow_up', dueAt: web.ledger.clock.at + 60 * minute, note: 'tea' });
const planned = async (number: string) =>
  (await web.ledger.query('select 1 from callbacks where number = $1', [number])).length;

describe('a request that is sent again with its key', () => {
  test('is answered the same and done once', async () => {
    const [wish, key] = [aPlan(), aKey()];
    const first = await sent(amy, 'callbacks', wish, key);
    const again = await sent(amy, 'callbacks', wish, key);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect([first.headers['idempotent-replay'], again.headers['idempotent-replay']]).toEqual([undefined, 'true']);
    expect(await planned(wish.number)).toBe(1);
  });
  test('is done once also when several arrive together', async () => {
    const [wish, key] = [aPlan(), aKey()];
    const answers = await Promise.all(Array.from({ length: 4 }, () => sent(amy, 'callbacks', wish, key)));
    const known = answers.map(({ status, code }) => code ?? status);
    expect(known).toContain(201);
    expect(known.filter((each) => each !== 201 && each !== 'still-working')).toEqual([]);
    expect(await planned(wish.number)).toBe(1);
    expect((await sent(amy, 'callbacks', wish, key)).status).toBe(201);
  });
  test('of somebody else is another request', async () => {
    const [wish, key] = [aPlan(), aKey()];
    await sent(amy, 'callbacks', wish, key);
    expect((await sent(bob, 'callbacks', wish, key)).headers['idempotent-replay']).toBeUndefined();
    expect(await planned(wish.number)).toBe(2);
  });
  test('with another wish is refused', async () => {
    const [wish, key] = [aPlan(), aKey()];
    await sent(amy, 'callbacks', wish, key);
    expect((await sent(amy, 'callbacks', { ...wish, note: 'coffee' }, key)).code).toBe('key-reused');
    expect((await sent(amy, 'callbacks/1/claim', undefined, key)).code).toBe('key-reused');
  });
  test('that was refused and wrote nothing is tried anew', async () => {
    const key = aKey();
    expect((await sent(amy, 'callbacks/999999/claim', undefined, key)).code).toBe('not-found');
    const again = await sent(amy, 'callbacks/999999/claim', undefined, key);
    expect([again.code, again.headers['idempotent-replay']]).toEqual(['not-found', undefined]);
  });
  test('whose answer was lost with the service is told to be done, and is not done again', async () => {
    const [wish, key] = [aPlan(), aKey()];
    await sent(amy, 'callbacks', wish, key);
    await web.ledger.query('update request_answers set status = null, body = null where key = $1', [key]);
    expect((await sent(amy, 'callbacks', wish, key)).code).toBe('already-done');
    expect(await planned(wish.number)).toBe(1);
  });
});

test.each([['short'], ['with space in it'], ['é'.repeat(10)], ['x'.repeat(101)]])(
  'the key %s is refused',
  async (key) => {
    const wish = aPlan();
    expect((await sent(amy, 'callbacks', wish, encodeURI(key))).code).toBe('bad-request');
    expect(await planned(wish.number)).toBe(0);
  },
);

test('answers are kept for a day', async () => {
  const [wish, key] = [aPlan(), aKey()];
  await sent(amy, 'callbacks', wish, key);
  const kept = () => web.ledger.query('select 1 from request_answers where key = $1', [key]);
  web.ledger.clock.at += 24 * 60 * minute - 1000;
  await forgetAnswers(web.house);
  expect(await kept()).toHaveLength(1);
  web.ledger.clock.at += 2000;
  await forgetAnswers(web.house);
  expect(await kept()).toHaveLength(0);
});
