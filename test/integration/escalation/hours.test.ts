import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { provisionFile } from '../../../server/cli/provision.ts';
import { planLadders } from '../../../server/usecases/plan-ladders.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { aMissedCall, aNumber } from '../../support/call-records.ts';
import { type Browser, openWeb, type Web } from '../../support/web.ts';

const at = (iso: string) => Date.parse(iso);
const day = ['09:00-13:00', '14:00-18:00'];
const week = [day, day, day, day, day, [], []];
const office = { timeZone: 'Europe/London', weekly: week, holidays: [], specialDays: [] };
const longer = { ...office, weekly: [...week.slice(0, 5), ['10:00-12:00'], []] };
const file = (saturday = '') => `
site: { name: Acme, country: GB, timeZone: Europe/London }
pbx: { name: main, trunks: ["PJSIP/trunk*"], inboundContexts: [from-trunk], internalContexts: [from-internal], originateContext: ringback }
calendars:
  - { name: office, weekly: { ${['mon', 'tue', 'wed', 'thu', 'fri'].map((name) => `${name}: ${JSON.stringify(day)}`).join(', ')}${saturday} } }
lines:
  - { key: sales, name: sales, dids: ["+442079460100"], group: sales, dueMinutes: 30, hours: office }
`;

describe('opening hours in the app', () => {
  let web: Web;
  let admin: Browser;
  let lead: Browser;
  let folder: string;
  let id = 0;
  const friday = at('2026-11-20T21:00:00Z');
  const provision = async (text: string) => {
    const path = join(folder, 'site.yaml');
    await writeFile(path, text);
    return (await provisionFile(web.ledger.database.db, path, web.ledger.clock.at)).changes;
  };
  const missed = async () => {
    const { ids, deps, clock } = web.ledger;
    const record = aMissedCall({ caller: aNumber(), endedAt: clock.at, line: 'sales' });
    return (await recordCall(deps, ids.pbx, ids.boot, record)).callbackId ?? 0;
  };
  const due = async (item: number) => (await lead.get(`callbacks/${item}`)).body.dueAt;
  const row = async () => (await admin.get('hours')).body[0];

  beforeAll(async () => {
    web = await openWeb();
    [admin, lead] = await Promise.all([web.as('ann'), web.as('sue')]);
    folder = await mkdtemp(join(tmpdir(), 'rb-hours-'));
    web.ledger.clock.at = friday;
    await provision(file());
    id = (await row()).id;
    await web.ledger.query("update lines set calendar_id = null where key <> 'sales'");
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
    await web.close();
  });

  test('are listed with the lines that keep them', async () => {
    expect((await lead.get('hours')).body).toEqual([
      { id, name: 'office', version: 1, hours: office, lines: [expect.objectContaining({ key: 'sales' })] },
    ]);
  });

  test('show the days ahead and what would move, and change nothing by that', async () => {
    const items = [await missed(), await missed()];
    const { body } = await lead.post(`hours/${id}/preview`, longer);
    expect(
      body.days.map(({ date, opens }: { date: string; opens: unknown[] }) => [date, opens.length]).slice(0, 3),
    ).toEqual([
      ['2026-11-20', 2],
      ['2026-11-21', 1],
      ['2026-11-22', 0],
    ]);
    expect(body.nextOpeningAt).toBe(at('2026-11-21T10:00:00Z'));
    expect(body.moved).toBe(2);
    expect(body.moves).toEqual(
      items.map((item) =>
        expect.objectContaining({
          id: item,
          line: 'sales',
          fromAt: at('2026-11-23T09:30:00Z'),
          toAt: at('2026-11-21T10:30:00Z'),
        }),
      ),
    );
    expect(await row()).toMatchObject({ version: 1, hours: office });
    expect(await due(items[0] ?? 0)).toBe(at('2026-11-23T09:30:00Z'));
    const shut = await lead.post(`hours/${id}/preview`, { ...office, weekly: [[], [], [], [], [], [], []] });
    expect(shut.body).toMatchObject({ never: true, nextOpeningAt: null, moved: 2 });
  });

  test('are saved by an admin with what hangs on them: due times, ladder, audit', async () => {
    const item = await missed();
    await planLadders(web.house);
    expect((await lead.call('PUT', `hours/${id}`, { version: 1, hours: longer })).code).toBe('forbidden');
    const saved = await admin.call('PUT', `hours/${id}`, { version: 1, hours: longer });
    expect(saved.body).toMatchObject({ moved: 3, row: { version: 2, hours: longer } });
    expect(await due(item)).toBe(at('2026-11-21T10:30:00Z'));
    await planLadders(web.house);
    const steps = (await lead.get(`callbacks/${item}`)).body.ladder;
    expect(steps.map(({ step, fireAt }: { step: string; fireAt: number }) => [step, fireAt])).toEqual([
      ['due_soon', at('2026-11-21T10:20:00Z')],
      ['overdue', at('2026-11-21T10:30:00Z')],
      ['breached', at('2026-11-21T11:30:00Z')],
    ]);
    const [entry] = (await admin.get('audit?limit=1')).body.rows;
    expect(entry).toMatchObject({ action: 'hours.changed', subject: `hours:${id}`, actor: { name: 'ann' } });
    expect(entry.detail).toMatchObject({ name: 'office', moved: 3, before: office, after: longer });
  });

  test('of two who edit at once the later one is told', async () => {
    const { version } = await row();
    const both = await Promise.all([1, 2].map(() => admin.call('PUT', `hours/${id}`, { version, hours: longer })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(both.find(({ status }) => status === 409)?.code).toBe('edit-conflict');
  });

  test('a site file that says nothing new leaves them alone; one that does, wins', async () => {
    expect(await provision(file())).toEqual([]);
    expect((await row()).hours).toEqual(longer);
    const changes = await provision(file(', sat: ["09:00-10:00"]'));
    expect(changes).toEqual([{ what: 'calendar', key: 'office', did: 'changed', fields: ['weekly'] }]);
    expect((await row()).hours.weekly[5]).toEqual(['09:00-10:00']);
    expect((await row()).version).toBeGreaterThan(2);
  });

  test.each([
    ['an hour that is none', { ...office, weekly: [['9-17'], ...week.slice(1)] }],
    ['a zone that is none', { ...office, timeZone: 'Nowhere/Land' }],
    ['a day that is none', { ...office, holidays: [{ name: 'x', date: '2026-02-30', persian: null, days: 1 }] }],
  ])('%s is refused', async (_, hours) => {
    expect((await admin.call('PUT', `hours/${id}`, { version: 1, hours })).code).toBe('bad-request');
    expect((await admin.post(`hours/${id}/preview`, hours)).code).toBe('bad-request');
    expect((await admin.post('hours/999/preview', office)).code).toBe('not-found');
  });

  test('all promises of the ledger hold', () => web.ledger.expectAllKept());
});
