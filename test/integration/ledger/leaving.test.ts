import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { provisionFile } from '../../../server/cli/provision.ts';
import { assignCallback } from '../../../server/usecases/assign-callback.ts';
import { claimCallback } from '../../../server/usecases/claim-callback.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { aMissedCall, aNumber } from '../../support/call-records.ts';
import { minute } from '../../support/ledger.ts';
import { type Browser, openWeb, type Web } from '../../support/web.ts';

let web: Web;
let admin: Browser;
beforeEach(async () => {
  web = await openWeb();
  admin = await web.as('ann');
});
afterEach(async () => {
  await web.ledger.expectAllKept();
  await web.close();
});

async function missed(line = 'sales'): Promise<number> {
  const { pbx, boot } = web.ledger.ids;
  const call = aMissedCall({ caller: aNumber(), endedAt: web.ledger.clock.at, line });
  return (await recordCall(web.house, pbx, boot, call)).callbackId ?? 0;
}
const lineId = async (key: string) =>
  (await web.ledger.query<{ id: number }>('select id from lines where key = $1', [key]))[0]?.id ?? 0;
const rows = () =>
  web.ledger.query(
    'select c.id, c.state, l.key as line, c.owner_id as owner, c.owner_rule as rule from callbacks c join lines l on l.id = c.line_id order by c.id',
  );

test('what a person leaves is shown before, then goes to whom is named', async () => {
  const { amy, bob, sue } = web.ledger.ids;
  const items = [await missed(), await missed(), await missed()];
  for (const id of items) await assignCallback(web.ledger.deps, id, amy, sue);
  await claimCallback(web.ledger.deps, items[0] ?? 0, amy);
  expect((await admin.get(`people/${amy}/leaving`)).body).toEqual({
    owned: 3,
    held: 1,
    goes: [{ to: null, count: 3 }],
  });
  expect((await admin.get('people')).body.find(({ id }: { id: number }) => id === amy).disabledAt).toBeNull();
  for (const handTo of [amy, 999_999]) {
    expect((await admin.call('PATCH', `people/${amy}`, { disabled: true, handTo })).code).toBe('not-found');
  }
  expect((await admin.call('PATCH', `people/${amy}`, { disabled: true, handTo: bob })).status).toBe(200);
  expect(await rows()).toEqual(items.map((id) => ({ id, state: 'open', line: 'sales', owner: bob, rule: 'by_hand' })));
});

test('a line on which something is owed is not retired, but for a line of its group that is named', async () => {
  const items = [await missed(), await missed()];
  await claimCallback(web.ledger.deps, items[0] ?? 0, web.ledger.ids.amy);
  const [sales, support] = [await lineId('sales'), await lineId('support')];
  expect((await admin.get(`lines/${sales}/leaving`)).body).toEqual({ open: 2, targets: [] });
  expect((await admin.post(`lines/${sales}/retire`, { moveTo: null })).code).toBe('has-open-callbacks');
  expect((await admin.post(`lines/${sales}/retire`, { moveTo: support })).code).toBe('not-found');
  await web.ledger.query(
    `insert into lines (site_id, key, name, dids, line_group, language, country, due_minutes)
     values ($1, 'orders', 'orders', '{}', 'sales', 'en', 'GB', 10)`,
    [web.ledger.ids.site],
  );
  const orders = await lineId('orders');
  const { body } = await admin.get(`lines/${sales}/leaving`);
  expect(body).toEqual({ open: 2, targets: [{ id: orders, key: 'orders', name: 'orders', moved: 2 }] });
  expect((await admin.post(`lines/${sales}/retire`, { moveTo: orders })).body).toEqual({ moved: 2 });
  expect(await rows()).toMatchObject([
    { id: items[0], state: 'claimed', line: 'orders' },
    { id: items[1], state: 'open', line: 'orders' },
  ]);
  const { body: item } = await admin.get(`callbacks/${items[1]}`);
  expect(item.dueAt).toBe(web.ledger.clock.at + 10 * minute);
  expect(item.events.at(-1)).toMatchObject({ type: 'moved', actor: { name: 'ann' } });
  expect((await admin.get('lines')).body.map(({ key }: { key: string }) => key)).toEqual(['orders', 'support']);
  const [entry] = (await admin.get('audit?limit=1')).body.rows;
  expect(entry).toMatchObject({ action: 'line.retired', detail: { moved: 2, to: orders } });
});

test('the group of a line stays while something is owed on it; its name does not', async () => {
  await missed();
  const sales = await lineId('sales');
  const edit = { version: 1, name: 'Verkauf', language: 'en', group: 'other' };
  expect((await admin.call('PATCH', `lines/${sales}`, edit)).code).toBe('has-open-callbacks');
  expect((await admin.call('PATCH', `lines/${sales}`, { ...edit, group: 'sales' })).status).toBe(204);
  expect((await admin.call('PATCH', `lines/${sales}`, { ...edit, group: 'sales' })).code).toBe('edit-conflict');
});

test('the database itself refuses to lose a line, a person or a queue, and to give to who has left', async () => {
  const item = await missed();
  const { amy, site } = web.ledger.ids;
  const sql = (text: string) => web.ledger.query(text);
  await expect(sql(`update lines set retired_at = now() where key = 'sales'`)).rejects.toThrow(/open callbacks/);
  await sql(`update users set disabled_at = now() where id = ${amy}`);
  await expect(
    sql(`update callbacks set owner_id = ${amy}, owner_rule = 'by_hand' where id = ${item}`),
  ).rejects.toThrow(/switched off/);
  await sql(`insert into queues (pbx_id, name, label) values (${web.ledger.ids.pbx}, 'q', 'q')`);
  for (const table of ['lines', 'queues', 'users']) {
    await expect(sql(`delete from ${table}`)).rejects.toThrow(/never removed/);
  }
  expect(await sql(`select count(*)::int as n from lines where site_id = ${site}`)).toEqual([{ n: 2 }]);
});

test('a site file that drops a line keeps it while something is owed on it, and says so', async () => {
  const item = await missed('support');
  const folder = await mkdtemp(join(tmpdir(), 'rb-leaving-'));
  const path = join(folder, 'site.yaml');
  await writeFile(
    path,
    `site: { name: Acme, country: GB, timeZone: Europe/London }
pbx: { name: main, trunks: ["PJSIP/trunk*"], inboundContexts: [from-trunk], internalContexts: [from-internal], originateContext: ringback }
lines: [{ key: sales, name: sales, dids: ["+442079460100"], group: sales }]
`,
  );
  const lineChanges = async () =>
    (await provisionFile(web.ledger.database.db, path, web.ledger.clock.at)).changes.filter(
      ({ what, key }) => what === 'line' && key === 'support',
    );
  expect(await lineChanges()).toEqual([{ what: 'line', key: 'support', did: 'kept', fields: ['1 open callbacks'] }]);
  const closed = { reason: 'duplicate', note: 'Called twice.' };
  expect((await admin.post(`callbacks/${item}/close`, closed)).status).toBe(200);
  expect(await lineChanges()).toEqual([{ what: 'line', key: 'support', did: 'retired', fields: [] }]);
  await rm(folder, { recursive: true });
});
