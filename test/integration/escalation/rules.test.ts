import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LineRule } from '../../../schema/contracts/rules.ts';
import { provisionFile } from '../../../server/cli/provision.ts';
import { planLadders } from '../../../server/usecases/plan-ladders.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { aMissedCall, aNumber } from '../../support/call-records.ts';
import { minute } from '../../support/ledger.ts';
import { type Browser, openWeb, type Web } from '../../support/web.ts';

const file = (line: string) => `
site: { name: Acme, country: GB, timeZone: Europe/London, quietHours: "21:30-08:00" }
pbx: { name: main, trunks: ["PJSIP/trunk*"], inboundContexts: [from-trunk], internalContexts: [from-internal], originateContext: ringback }
lines:
  - { key: sales, name: Sales, dids: ["+442079460100"], group: sales, ${line} }
  - { key: support, name: Support, dids: ["+442079460200"], group: support, dueMinutes: 60 }
`;

describe('callback rules in the app', () => {
  let web: Web;
  let admin: Browser;
  let lead: Browser;
  let folder: string;
  let id = 0;
  const provision = async (text: string) => {
    const path = join(folder, 'site.yaml');
    await writeFile(path, text);
    return (await provisionFile(web.ledger.database.db, path, web.ledger.clock.at)).changes;
  };
  const missed = async (over: Partial<Parameters<typeof aMissedCall>[0]> = {}) => {
    const { ids, deps, clock } = web.ledger;
    const record = aMissedCall({ caller: aNumber(), endedAt: clock.at, line: 'sales', ...over });
    return recordCall(deps, ids.pbx, ids.boot, record);
  };
  const row = async () =>
    (await lead.get('rules')).body.lines.find(({ key }: { key: string }) => key === 'sales') as {
      id: number;
      version: number;
      rule: LineRule;
    };

  beforeAll(async () => {
    web = await openWeb();
    [admin, lead] = await Promise.all([web.as('ann'), web.as('sue')]);
    folder = await mkdtemp(join(tmpdir(), 'rb-rules-'));
    await provision(file('dueMinutes: 30'));
    id = (await row()).id;
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
    await web.close();
  });

  test('are read with what the standard plan is', async () => {
    const { body } = await lead.get('rules');
    expect(body.company).toMatchObject({ timeZone: 'Europe/London', rule: { quietHours: '21:30-08:00' } });
    expect((await row()).rule).toEqual({
      dueMinutes: 30,
      retryMinutes: [15, 60, 240, 1440],
      maxTries: 5,
      abandonedSeconds: 0,
      offers: false,
      ladder: null,
    });
    expect((await (await web.as('amy')).get('rules')).code).toBe('forbidden');
  });

  test('are tried on the last seven days before they are saved, and change nothing by that', async () => {
    const { clock } = web.ledger;
    const { rule } = await row();
    await missed({ endedAt: clock.at - 40 * minute });
    await missed({ reason: 'abandoned_waiting', waitedMs: 3_000, endedAt: clock.at - 20 * minute });
    const draft = { ...rule, dueMinutes: 10, abandonedSeconds: 5 };
    const { body } = await lead.post(`rules/lines/${id}/dry-run`, draft);
    expect(body).toMatchObject({
      owed: { now: 2, draft: 1 },
      leftOut: { now: 0, draft: 1 },
      late: { now: 1, draft: 1 },
      sooner: 1,
      looked: 2,
      of: 2,
      open: { live: 2, moved: 2, overdueAtOnce: 1 },
    });
    expect(body.told.find(({ who }: { who: string }) => who === 'supervisors')).toEqual({
      who: 'supervisors',
      now: 1,
      draft: 1,
    });
    expect(body.days.at(-1)).toMatchObject({ missed: 2, late: 1 });
    expect((await row()).rule).toEqual(rule);
  });

  test('are saved by an admin with what hangs on them; nothing is closed', async () => {
    const { version, rule } = await row();
    const ladder = [{ step: 'breached' as const, minutes: 5, to: ['sue'], by: [] }];
    const next = { ...rule, dueMinutes: 10, retryMinutes: [5], maxTries: 2, abandonedSeconds: 5, offers: true, ladder };
    expect((await lead.call('PUT', `rules/lines/${id}`, { version, rule: next })).code).toBe('forbidden');
    const before = (await lead.get('board')).body.counts;
    const saved = await admin.call('PUT', `rules/lines/${id}`, { version, rule: next });
    expect(saved.body).toMatchObject({ moved: 2, row: { version: version + 1, rule: next } });
    expect((await lead.get('board')).body.counts.owed).toBe(before.owed);
    const [entry] = (await admin.get('audit?limit=1')).body.rows;
    expect(entry).toMatchObject({ action: 'rule.changed', subject: `line:${id}`, detail: { moved: 2, after: next } });
    const short = await missed({ reason: 'abandoned_waiting', waitedMs: 4_000 });
    expect(short.callbackId).toBeNull();
    const elsewhere = await missed({ reason: 'abandoned_waiting', waitedMs: 4_000, line: 'support' });
    expect(elsewhere.callbackId).not.toBeNull();
    const owed = await missed({ reason: 'abandoned_waiting', waitedMs: 6_000 });
    await planLadders(web.house);
    const { body } = await lead.get(`callbacks/${owed.callbackId}`);
    expect(body.dueAt).toBe(web.ledger.clock.at + 10 * minute);
    expect(body.ladder.map(({ step }: { step: string }) => step)).toEqual(['breached']);
  });

  test('a rule that leaves nobody out again keeps the name of the one that did', async () => {
    const { version, rule } = await row();
    await admin.call('PUT', `rules/lines/${id}`, { version, rule: { ...rule, abandonedSeconds: 0 } });
    expect(await web.ledger.query('select kind, value, enabled from exclusion_rules order by id')).toEqual([
      { kind: 'abandoned_before_s', value: '5', enabled: false },
    ]);
    expect((await missed({ reason: 'abandoned_waiting', waitedMs: 1_000 })).callbackId).not.toBeNull();
  });

  test('of two who edit at once the later one is told', async () => {
    const { version, rule } = await row();
    const both = await Promise.all([1, 2].map(() => admin.call('PUT', `rules/lines/${id}`, { version, rule })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(both.find(({ status }) => status === 409)?.code).toBe('edit-conflict');
  });

  test('what holds everywhere is saved too, and reaches lines without a ladder of their own', async () => {
    const { company } = (await lead.get('rules')).body;
    const rule = { quietHours: null, ladder: [{ step: 'overdue', minutes: 3, to: ['supervisors'], by: ['mail'] }] };
    const dry = await lead.post('rules/company/dry-run', rule);
    expect(dry.body).toMatchObject({ of: 1, open: { moved: 0 } });
    const saved = await admin.call('PUT', 'rules/company', { version: company.version, rule });
    expect(saved.body.company).toMatchObject({ version: company.version + 1, rule });
    const owed = await missed({ line: 'support' });
    await planLadders(web.house);
    const { body } = await lead.get(`callbacks/${owed.callbackId}`);
    expect(body.ladder).toMatchObject([{ step: 'overdue', fireAt: body.dueAt + 3 * minute }]);
  });

  test('a site file changes only what it says anew, word by word', async () => {
    const { rule } = await row();
    expect(await provision(file('dueMinutes: 30'))).toEqual([]);
    expect((await row()).rule).toEqual(rule);
    expect((await lead.get('rules')).body.company.rule.quietHours).toBeNull();
    const changes = await provision(file('dueMinutes: 30, offers: false, language: fa'));
    expect(changes).toEqual([{ what: 'line', key: 'sales', did: 'changed', fields: ['language'] }]);
    expect((await row()).rule).toEqual(rule);
    await provision(file('dueMinutes: 45, language: fa'));
    expect((await row()).rule).toEqual({ ...rule, dueMinutes: 45 });
  });

  test.each([
    ['a person nobody knows', { ladder: [{ step: 'overdue', minutes: 0, to: ['nobody.here'], by: [] }] }, 'not-found'],
    [
      'a breach before the call is late',
      {
        ladder: [
          { step: 'overdue', minutes: 9, to: ['owner'], by: [] },
          { step: 'breached', minutes: 3, to: ['owner'], by: [] },
        ],
      },
      'bad-request',
    ],
    ['a wait of nothing', { retryMinutes: [0] }, 'bad-request'],
    ['no wait at all', { retryMinutes: [] }, 'bad-request'],
    ['a due time of nothing', { dueMinutes: 0 }, 'bad-request'],
  ])('%s is refused', async (_, part, code) => {
    const { version, rule } = await row();
    expect((await admin.call('PUT', `rules/lines/${id}`, { version, rule: { ...rule, ...part } })).code).toBe(code);
  });

  test('all promises of the ledger hold', () => web.ledger.expectAllKept());
});
