import { afterAll, beforeAll, expect, test } from 'vitest';
import { pbxStore } from '../../../server/store/pbx.ts';
import { openWeb, type Web } from '../../support/web.ts';

let web: Web;
beforeAll(async () => {
  web = await openWeb();
});
afterAll(() => web.close());

test('everybody sees which seconds nobody has seen, until the records have told them', async () => {
  const amy = await web.as('amy');
  const { pbx } = web.ledger.ids;
  const at = web.ledger.clock.at;
  const blind = async () => (await amy.get('coverage/blind')).body;
  const store = <T>(work: (store: ReturnType<typeof pbxStore>) => Promise<T>) =>
    web.ledger.database.db.transaction((tx) => work(pbxStore(tx)));

  await store((pbxes) => pbxes.seeAgain(pbx, at, 'not_connected'));
  expect(await blind()).toEqual([]);

  await store((pbxes) => pbxes.goBlind(pbx, at + 1_000, 'silent'));
  expect(await blind()).toEqual([{ id: expect.any(Number), startedAt: at + 1_000, endedAt: null, why: 'silent' }]);

  await store((pbxes) => pbxes.seeAgain(pbx, at + 61_000, 'not_connected'));
  expect(await blind()).toMatchObject([{ startedAt: at + 1_000, endedAt: at + 61_000 }]);

  const [window] = await store((pbxes) => pbxes.openWindows(pbx));
  await store((pbxes) => pbxes.reconciled([window?.id ?? 0], at + 62_000));
  expect(await blind()).toEqual([]);

  expect((await web.app.inject({ method: 'GET', url: '/api/v1/coverage/blind' })).statusCode).toBe(401);
});
