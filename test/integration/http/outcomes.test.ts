import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { aNumber, aTalkedCall } from '../../support/call-records.ts';
import { type Browser, openWeb, type Web } from '../../support/web.ts';

let web: Web;
let amy: Browser;
let admin: Browser;
beforeAll(async () => {
  web = await openWeb();
  amy = await web.as('amy');
  admin = await web.as('ann');
});
afterAll(() => web.close());

const sales = async () => (await admin.get('lines')).body.find(({ key }: { key: string }) => key === 'sales');
async function talked(): Promise<number> {
  const call = aTalkedCall({ caller: aNumber(), endedAt: web.ledger.clock.at, talkedMs: 30_000, line: 'sales' });
  return (await recordCall(web.ledger.deps, web.ledger.ids.pbx, web.ledger.ids.boot, call)).callId;
}
const wrapUp = (id: number, chip: string) => amy.post(`calls/${id}/wrap-up`, { chip, note: '', next: null });
const edit = async (part: object) => {
  const { id, version, name, language, group } = await sales();
  return admin.call('PATCH', `lines/${id}`, { version, name, language, group, ...part });
};

test('how a talk went is one of the six until its line has a list of its own, and then one of both with its finer kinds', async () => {
  const id = await talked();
  expect((await wrapUp(id, 'order')).body.outcomeChip).toBe('order');
  expect((await wrapUp(id, 'Sold: by phone')).code).toBe('bad-request');
  const outcomes = [
    { name: 'Sold', more: ['by phone', 'by mail'] },
    { name: 'به فکر است', more: [] },
  ];
  expect((await edit({ outcomes })).status).toBe(204);
  expect((await sales()).outcomes).toEqual(outcomes);
  for (const chip of ['Sold: by phone', 'Sold', 'به فکر است', 'order'])
    expect((await wrapUp(id, chip)).body.outcomeChip).toBe(chip);
  for (const chip of ['Sold: by fax', 'by phone', 'sold', '__proto__'])
    expect((await wrapUp(id, chip)).code).toBe('bad-request');
  expect((await edit({ outcomes: null })).status).toBe(204);
  expect((await sales()).outcomes).toBeNull();
  expect((await wrapUp(id, 'Sold')).code).toBe('bad-request');
});

test('an edit leaves what it does not tell as it was, and the record names what changed', async () => {
  const words = { greeting: 'Acme, good day.', checklist: ['Number read back', 'Day agreed', 'Day agreed'] };
  expect((await edit(words)).status).toBe(204);
  expect(await sales()).toMatchObject({ greeting: words.greeting, checklist: ['Number read back', 'Day agreed'] });
  const { language, name } = await sales();
  expect((await edit({ language: language === 'fa' ? 'en' : 'fa' })).status).toBe(204);
  const after = await sales();
  expect(after).toMatchObject({
    greeting: words.greeting,
    checklist: ['Number read back', 'Day agreed'],
    outcomes: null,
  });
  const [entry] = (await admin.get('audit?limit=1')).body.rows;
  expect(entry).toMatchObject({ action: 'line.changed', subject: `line:${after.id}` });
  expect(entry.detail).toEqual({ before: { name, language }, after: { name, language: after.language } });
  expect((await edit({ greeting: null, checklist: [] })).status).toBe(204);
  expect(await sales()).toMatchObject({ greeting: null, checklist: [] });
});

test.each([
  ['no outcome', { outcomes: [] }],
  ['more than there are keys', { outcomes: [...'1234567'].map((name) => ({ name, more: [] })) }],
  ['one without a name', { outcomes: [{ name: '  ', more: ['x'] }] }],
  ['two of one name', { outcomes: [{ name: 'Sold' }, { name: 'sold' }] }],
  ['two that would be stored alike', { outcomes: [{ name: 'A', more: ['b'] }, { name: 'A: b' }] }],
  ['a greeting without an end', { greeting: 'x'.repeat(1001) }],
  ['a checklist without an end', { checklist: Array.from({ length: 13 }, (_, n) => `point ${n}`) }],
])('an edit with %s is refused', async (_, part) => {
  const before = await sales();
  expect((await edit(part)).code).toBe('bad-request');
  expect(await sales()).toEqual(before);
});

test('who is no admin edits no line, and the database takes no list that no screen could show', async () => {
  const { id, version, name, language, group } = await sales();
  const body = { version, name, language, group, greeting: 'mine' };
  expect((await amy.call('PATCH', `lines/${id}`, body)).status).toBe(403);
  for (const outcomes of ['{}', '[]', '"x"', JSON.stringify([...'1234567'])])
    await expect(web.ledger.query('update lines set outcomes = $1 where id = $2', [outcomes, id])).rejects.toThrow(
      /lines_outcomes_few/,
    );
});
