import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { aMissedCall, aNumber } from '../../support/call-records.ts';
import { minute } from '../../support/ledger.ts';
import { type Browser, openWeb, type Web } from '../../support/web.ts';

describe('the wall', () => {
  let web: Web;
  let admin: Browser;
  const number = aNumber();
  const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
  const makeKey = async (scope = 'wall') => (await admin.post('tokens', { name: 'Sales floor', scope })).body;

  beforeAll(async () => {
    web = await openWeb();
    admin = await web.as('ann');
    await web.ledger.addContact('Olga Petrova', [number]);
    const { ids, deps, clock } = web.ledger;
    for (const [caller, ago] of [
      [number, 90],
      [aNumber(), 5],
    ] as const) {
      const call = aMissedCall({ caller, callerName: 'Olga P', endedAt: clock.at - ago * minute, line: 'sales' });
      await recordCall(deps, ids.pbx, ids.boot, call);
    }
  });
  afterAll(() => web.close());

  test('shows with a key what is owed line by line, and nobody whom we owe', async () => {
    const { secret } = await makeKey();
    const { status, body } = await web.browser().get('wall', bearer(secret));
    expect(status).toBe(200);
    expect(body.lines).toEqual([
      { name: 'sales', owed: 2, overdue: 1, oldestAt: web.ledger.clock.at - 90 * minute },
      { name: 'support', owed: 0, overdue: 0, oldestAt: null },
    ]);
    expect(body.tiles).toMatchObject({ open: 2, oldestOpenAt: web.ledger.clock.at - 90 * minute, waiting: 0 });
    expect(JSON.stringify(body)).not.toMatch(/Olga|\+44|Petrova/);
  });

  test('its key opens nothing else, and no other key opens the wall', async () => {
    const { secret } = await makeKey();
    const other = await makeKey('callbacks');
    const screen = web.browser();
    expect((await screen.call('POST', 'requests', { number }, bearer(secret))).status).toBe(403);
    for (const path of ['board', 'calls', 'people', 'agents', 'wall/signed-in']) {
      expect([path, (await screen.get(path, bearer(secret))).status]).toEqual([path, 401]);
    }
    expect((await screen.get('wall', bearer(other.secret))).status).toBe(403);
    expect((await admin.get('wall')).status).toBe(401);
  });

  test('goes dark when an admin ends its key', async () => {
    const { token, secret } = await makeKey();
    expect((await admin.call('DELETE', `tokens/${token.id}`)).status).toBe(204);
    expect((await web.browser().get('wall', bearer(secret))).status).toBe(401);
    const { rows } = (await admin.get('audit?limit=1')).body;
    expect(rows[0]).toMatchObject({ action: 'token.revoked', subject: `token:${token.id}` });
  });

  test('a supervisor sees it signed in, an agent does not', async () => {
    expect((await (await web.as('sue')).get('wall/signed-in')).body.tiles.open).toBe(2);
    expect((await (await web.as('amy')).get('wall/signed-in')).code).toBe('forbidden');
  });
});
