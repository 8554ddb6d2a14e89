import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deskMemoryStore } from '../../../server/store/desk-memory.ts';
import { deviceStore } from '../../../server/store/devices.ts';
import { openWeb, type Web } from '../../support/web.ts';

let web: Web;
beforeAll(async () => {
  web = await openWeb();
});
afterAll(() => web.close());

describe('a pause', () => {
  test('is ordered with a reason the company knows, and with no other', async () => {
    const amy = await web.as('amy');
    expect((await amy.post('me/pause', { reason: 'lunch' })).status).toBe(204);
    expect((await amy.post('me/pause', { reason: 'siesta' })).code).toBe('reason-required');
    expect((await amy.post('me/pause', { reason: 'x\r\nAction: Command' })).code).toBe('bad-request');
    expect((await amy.post('me/ready')).status).toBe(204);
    expect((await amy.post('me/wrap-up/more')).status).toBe(204);
    expect((await amy.post('me/queues', { queue: 'sales', serves: true })).status).toBe(204);
    const { amy: id } = web.ledger.ids;
    expect(web.commands.splice(0)).toEqual([
      `pause ${id} lunch null`,
      `ready ${id} null`,
      `more ${id}`,
      `serve ${id} sales true`,
    ]);
  });

  test('of another is a supervisor’s, and stands in the record', async () => {
    const { bob } = web.ledger.ids;
    const sue = await web.as('sue');
    expect((await sue.post(`agents/${bob}/pause`, { reason: 'training' })).status).toBe(204);
    expect((await sue.post(`agents/${bob}/ready`)).status).toBe(204);
    expect((await sue.post('agents/99999/pause', { reason: 'training' })).code).toBe('not-found');
    const rows = await web.ledger.query<{ action: string; subject: string }>(
      `select action, subject from audit_log where action like 'presence.%' order by id`,
    );
    expect(rows).toEqual([
      { action: 'presence.paused', subject: `user:${bob}` },
      { action: 'presence.ready', subject: `user:${bob}` },
    ]);
    expect(web.commands.splice(0)).toHaveLength(2);
  });
});

test('a phone that did not answer from the screen is asked again after a day; one that did stays trusted', async () => {
  const { amysPhone } = web.ledger.ids;
  const phones = await web.ledger.query<{ device: string }>('select device from devices where id = $1', [amysPhone]);
  const device = phones[0]?.device ?? '';
  const obeys = async () => {
    const all = await web.ledger.database.db.transaction((tx) => deskMemoryStore(tx).phones());
    return all.find((phone) => phone.device === device)?.answersByNotify;
  };
  const remember = (answers: boolean) =>
    web.ledger.database.db.transaction((tx) => deviceStore(tx).answersByNotify(device, answers));
  const aDayGoesBy = () =>
    web.ledger.query(`update devices set answers_noted_at = answers_noted_at - interval '25 hours'`);
  expect(await obeys()).toBeNull();
  await remember(false);
  expect(await obeys()).toBe(false);
  await aDayGoesBy();
  expect(await obeys()).toBeNull();
  await remember(true);
  await aDayGoesBy();
  expect(await obeys()).toBe(true);
});

describe('time for each state and day', () => {
  test('is cut at midnight of the company’s clock, goes on over days, and stops at now', async () => {
    const { amy, bob } = web.ledger.ids;
    await web.ledger.query(`update sites set time_zone = 'Asia/Tehran'`);
    const at = (text: string) => Date.parse(`${text}+03:30`);
    web.ledger.clock.at = at('2026-03-11T10:00:00');
    const add = (userId: number, when: string, state: string, detail: string | null = null) =>
      web.ledger.query(
        'insert into presence_events (user_id, at, state, detail) values ($1, to_timestamp($2), $3, $4)',
        [userId, at(when) / 1000, state, detail],
      );
    await add(amy, '2026-03-08T12:00:00', 'ready');
    await add(amy, '2026-03-10T23:00:00', 'paused', 'lunch');
    await add(amy, '2026-03-11T01:30:00', 'ready');
    await add(bob, '2026-03-11T09:00:00', 'unseen');
    const sue = await web.as('sue');
    const hour = 3_600_000;
    const answer = await sue.get('presence/days?from=2026-03-10&to=2026-03-11');
    expect(answer.body).toEqual([
      { userId: amy, day: '2026-03-10', state: 'paused', detail: 'lunch', ms: hour },
      { userId: amy, day: '2026-03-10', state: 'ready', detail: null, ms: 23 * hour },
      { userId: amy, day: '2026-03-11', state: 'paused', detail: 'lunch', ms: 1.5 * hour },
      { userId: amy, day: '2026-03-11', state: 'ready', detail: null, ms: 8.5 * hour },
      { userId: bob, day: '2026-03-11', state: 'unseen', detail: null, ms: hour },
    ]);
    expect((await sue.get('presence/days?from=2026-03-11&to=2026-03-10')).code).toBe('bad-request');
    expect((await sue.get('presence/days?from=2025-03-11&to=2026-03-10')).code).toBe('bad-request');
    expect((await sue.get('presence/days?from=x&to=2026-03-10')).code).toBe('bad-request');
  });

  test('between the last second seen and the next start nobody knows what people did', async () => {
    const { presenceStore } = await import('../../../server/store/presence.ts');
    const [pbx] = await web.ledger.query<{ id: number }>('select id from pbxes limit 1');
    await web.ledger.query(
      `insert into coverage_intervals (pbx_id, started_at, seen_to) values ($1, '2026-03-11 05:00Z', '2026-03-11 06:10Z')`,
      [pbx?.id],
    );
    await web.ledger.database.db.transaction((tx) => presenceStore(tx).unseen(pbx?.id ?? 0));
    const rows = await web.ledger.query(
      `select user_id as id, to_char(at at time zone 'UTC', 'HH24:MI') as at from presence_events where state = 'unseen' order by at`,
    );
    expect(rows).toEqual([
      { id: web.ledger.ids.bob, at: '05:30' },
      { id: web.ledger.ids.amy, at: '06:10' },
    ]);
  });
});
