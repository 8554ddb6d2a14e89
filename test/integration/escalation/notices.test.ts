import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tellScreens } from '../../../server/compose/tell-screens.ts';
import { officeStoresOf } from '../../../server/store/office-stores.ts';
import { planLadders } from '../../../server/usecases/plan-ladders.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { takeLadderSteps } from '../../../server/usecases/take-ladder-steps.ts';
import { aMissedCall, aNumber, aTalkedCall } from '../../support/call-records.ts';
import { minute } from '../../support/ledger.ts';
import { type Browser, openWeb, type Web } from '../../support/web.ts';

const ladder = [
  { step: 'overdue', minutes: 0, to: ['amy', 'supervisors'], by: [] },
  { step: 'breached', minutes: 60, to: ['supervisors'], by: [] },
];

describe('what people are told of the ladder', () => {
  let web: Web;
  let [amy, bob, sue]: Browser[] = [];
  const who = () => {
    if (!amy || !bob || !sue) throw new Error('not signed in');
    return { amy, bob, sue };
  };
  const later = async (minutes: number) => {
    web.ledger.clock.at += minutes * minute;
    await planLadders(web.house);
    await takeLadderSteps(web.house, { mail: false, webhook: false });
  };
  const miss = async (caller = aNumber()) => {
    const { ids, deps, clock } = web.ledger;
    const { callbackId } = await recordCall(
      deps,
      ids.pbx,
      ids.boot,
      aMissedCall({ caller, endedAt: clock.at, line: 'sales' }),
    );
    return callbackId ?? 0;
  };

  beforeAll(async () => {
    web = await openWeb();
    [amy, bob, sue] = await Promise.all(['amy', 'bob', 'sue'].map((login) => web.as(login)));
    await web.ledger.query('update lines set escalation = $1', [JSON.stringify(ladder)]);
  });
  afterAll(() => web.close());

  test('is listed for each of them alone, unread until they have read it', async () => {
    const { amy, bob, sue } = who();
    const caller = aNumber();
    await web.ledger.addContact('Brightwater', [caller]);
    const id = await miss(caller);
    await later(30);
    const told = (await amy.get('notices')).body;
    expect(told).toMatchObject({
      unread: 1,
      rows: [
        {
          step: 'overdue',
          rule: 'named',
          readAt: null,
          callback: { id, contact: { name: 'Brightwater' }, line: { key: 'sales' } },
        },
      ],
    });
    expect((await sue.get('notices')).body).toMatchObject({ unread: 1, rows: [{ rule: 'role' }] });
    expect((await bob.get('notices')).body).toEqual({ rows: [], unread: 0 });
    // Nobody reads for another.
    expect((await bob.post('notices/read', { ids: [told.rows[0].id] })).body).toEqual({ unread: 0 });
    expect((await amy.get('notices')).body.unread).toBe(1);
    expect((await amy.post('notices/read', {})).body).toEqual({ unread: 0 });
    expect((await amy.get('notices')).body).toMatchObject({ unread: 0, rows: [{ id: told.rows[0].id }] });
    expect((await sue.get('notices')).body.unread).toBe(1);
  });

  test('goes to the screens of whoever it is for', async () => {
    const { ledger } = web;
    const rows = await ledger.query<{ payload: { type: 'notice.added'; id: number } }>(
      "select payload from outbox where type = 'notice.added' order by id",
    );
    const pushed: unknown[] = [];
    const push = new Proxy(
      {},
      {
        get:
          (_, name) =>
          (...args: unknown[]) =>
            pushed.push([name, ...args]),
      },
    );
    const tell = tellScreens({
      push: () => push as never,
      memory: {} as never,
      followed: () => null,
      now: ledger.deps.now,
    });
    for (const { payload } of rows) await ledger.database.db.transaction((tx) => tell([payload], officeStoresOf(tx)));
    const sent = pushed.filter(
      (one): one is [string, number, string, { notice: object }] => Array.isArray(one) && one[0] === 'toUser',
    );
    expect(sent.map(([, userId, name]) => [userId, name])).toEqual([
      [ledger.ids.amy, 'notice'],
      [ledger.ids.sue, 'notice'],
    ]);
    expect(sent[0]?.[3].notice).not.toHaveProperty('userId');
  });

  test('stands on the breach list until somebody says that they know, and stays owed', async () => {
    const { amy, bob, sue } = who();
    const id = await miss();
    await later(90);
    const board = async () => {
      const { body } = await sue.get('board?filter=breached');
      return { ids: body.rows.map((row: { id: number }) => row.id), count: body.counts.breached };
    };
    expect(await board()).toEqual({ ids: expect.arrayContaining([id]), count: 2 });
    const row = (await sue.get(`callbacks/${id}`)).body;
    expect(row.escalation).toMatchObject({ step: 'breached', acknowledgedAt: null, acknowledgedBy: null });
    expect(
      row.ladder.map(({ step, reached }: { step: string; reached: { rule: string }[] }) => [step, reached.length]),
    ).toEqual([
      ['overdue', 2],
      ['breached', 1],
    ]);

    // Bob was told nothing of it; Amy was.
    expect((await bob.post(`callbacks/${id}/acknowledge`)).code).toBe('supervisor-only');
    const done = await amy.post(`callbacks/${id}/acknowledge`);
    expect(done.body).toMatchObject({
      state: 'open',
      escalation: { step: 'breached', acknowledgedAt: web.ledger.clock.at, acknowledgedBy: { name: 'amy' } },
    });
    expect((await board()).ids).not.toContain(id);
    expect((await sue.get('board?filter=owed')).body.rows.map((one: { id: number }) => one.id)).toContain(id);
    expect((await sue.get('notices')).body.rows[0]).toMatchObject({ acknowledgedBy: { name: 'amy' } });

    // Once is enough, and the first one is remembered.
    web.ledger.clock.at += minute;
    expect((await sue.post(`callbacks/${id}/acknowledge`)).body.escalation.acknowledgedBy).toMatchObject({
      name: 'amy',
    });
    const log = await web.ledger.query(`select action from audit_log where subject = 'callback:${id}'`);
    expect(log).toEqual([{ action: 'breach.acknowledged' }]);
  });

  test('stays on the breach list when it was settled since, late as it was', async () => {
    const { sue } = who();
    const caller = aNumber();
    const id = await miss(caller);
    await later(40);
    const { ids, deps, clock } = web.ledger;
    await recordCall(deps, ids.pbx, ids.boot, aTalkedCall({ caller, endedAt: clock.at + 60_000, talkedMs: 20_000 }));
    const listed = (await sue.get('board?filter=breached')).body.rows.find((row: { id: number }) => row.id === id);
    expect(listed).toMatchObject({ state: 'returned', escalation: { step: 'overdue' } });
    await sue.post(`callbacks/${id}/acknowledge`);
    expect((await sue.get('board?filter=breached')).body.rows.map((row: { id: number }) => row.id)).not.toContain(id);
  });

  test('many are acknowledged at once by a supervisor', async () => {
    const { amy, sue } = who();
    const ids = [await miss(), await miss(), await miss()];
    await later(31);
    expect((await amy.post('callbacks/acknowledge', { ids })).code).toBe('forbidden');
    expect((await sue.post('callbacks/acknowledge', { ids })).body).toEqual({ changed: 3 });
    const left = (await sue.get('board?filter=breached')).body.rows.map((row: { id: number }) => row.id);
    expect(left.filter((id: number) => ids.includes(id))).toEqual([]);
  });

  test('a later step stands there anew', async () => {
    const { sue } = who();
    const id = await miss();
    await later(31);
    await sue.post(`callbacks/${id}/acknowledge`);
    await later(60);
    expect((await sue.get('board?filter=breached')).body.rows.map((row: { id: number }) => row.id)).toContain(id);
  });

  test('who is away is noted by a supervisor, with who stands in; it ends by itself or earlier', async () => {
    const { amy, sue } = who();
    const { clock, ids } = web.ledger;
    const away = { fromAt: clock.at, untilAt: clock.at + 600 * minute, substituteId: ids.bob };
    expect((await amy.post(`people/${ids.amy}/absences`, away)).code).toBe('forbidden');
    expect((await sue.post(`people/${ids.amy}/absences`, { ...away, substituteId: ids.amy })).code).toBe('bad-request');
    expect((await sue.post(`people/${ids.amy}/absences`, { ...away, untilAt: clock.at })).code).toBe('bad-request');
    expect((await sue.post('people/99999/absences', away)).code).toBe('not-found');
    const { status, body } = await sue.post(`people/${ids.amy}/absences`, away);
    expect([status, body.user.name, body.substitute.name]).toEqual([201, 'amy', 'bob']);
    const id = await miss();
    await later(31);
    const told = (await who().bob.get('notices')).body.rows[0];
    expect(told).toMatchObject({ rule: 'substitute', insteadOf: { name: 'amy' }, callback: { id } });
    expect((await sue.call('DELETE', `absences/${body.id}`)).status).toBe(204);
    expect((await sue.call('DELETE', `absences/${body.id}`)).code).toBe('not-found');
    expect((await sue.get('absences')).body).toEqual([]);
    const next = await miss();
    await later(31);
    expect((await amy.get('notices')).body.rows[0]).toMatchObject({ rule: 'named', callback: { id: next } });
  });

  test('an admin says where a person is written to; what is no single address is refused', async () => {
    const admin = await web.as('ann');
    const id = web.ledger.ids.bob;
    const set = (email: unknown) => admin.call('PATCH', `people/${id}`, { email });
    expect((await set('bob@example.com')).body.email).toBe('bob@example.com');
    for (const bad of ['bob', 'a@b.example, c@d.example', 'a@b.example\r\nBcc: c@d.example', '<a@b.example>', '']) {
      expect((await set(bad)).code).toBe('bad-request');
    }
    expect((await admin.call('PATCH', `people/${id}`, { name: 'bob' })).body.email).toBe('bob@example.com');
    expect((await set(null)).body.email).toBeNull();
    const added = await admin.post('people', {
      name: 'Zed',
      login: 'zed',
      role: 'supervisor',
      language: 'fa',
      email: 'zed@example.com',
    });
    expect(added.body.person.email).toBe('zed@example.com');
  });

  test('all promises of the ledger hold', () => web.ledger.expectAllKept());
});
