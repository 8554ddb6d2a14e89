import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deskMemoryStore } from '../../../server/store/desk-memory.ts';
import { officeStoresOf } from '../../../server/store/office-stores.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { createDeskMemory } from '../../../server/workers/desk-memory.ts';
import { matchesOf } from '../../../server/workers/live-card.ts';
import { aMissedCall, aNumber, aTalkedCall } from '../../support/call-records.ts';
import { minute } from '../../support/ledger.ts';
import { type Browser, openWeb, type Web } from '../../support/web.ts';

let web: Web;
let amy: Browser;
let bob: Browser;
beforeAll(async () => {
  web = await openWeb();
  [amy, bob] = [await web.as('amy'), await web.as('bob')];
});
afterAll(() => web.close());

const record = (call: Parameters<typeof recordCall>[3]) =>
  recordCall(web.ledger.deps, web.ledger.ids.pbx, web.ledger.ids.boot, call);
/** What a server that starts now would show cards from. */
async function memoryNow() {
  const memory = createDeskMemory(
    (work) => web.ledger.database.db.transaction((tx) => work({ ...officeStoresOf(tx), memory: deskMemoryStore(tx) })),
    web.house.matchIndex,
  );
  await memory.load();
  return memory;
}
const now = () => web.ledger.clock.at;
const save = (name: string, number: string, more: object = {}) =>
  amy.post('contacts', { name, phones: [{ number }], ...more });

describe('an unknown caller saved from the card', () => {
  test('owns the earlier calls, recordings and debts of the number, in one step', async () => {
    const number = aNumber();
    const recordings = [{ uniqueid: 'r.1', file: 'a.wav', startedAt: now() - 9 * minute }];
    await record(aTalkedCall({ caller: number, endedAt: now() - 8 * minute, talkedMs: 20_000, recordings }));
    const missed = await record(aMissedCall({ caller: number, endedAt: now() - minute }));

    const saved = await save('Nino <img onerror=alert(1)>', `0${number.slice(3)}`, { organisation: 'Batumi Tea' });
    expect(saved.status).toBe(201);
    expect(saved.body).toMatchObject({
      name: 'Nino <img onerror=alert(1)>',
      organisation: 'Batumi Tea',
      phones: [{ e164: number }],
      version: 1,
      counts: { calls: 2, recordings: 1 },
      openCallbacks: [{ id: missed.callbackId, contact: { id: saved.body.id }, missedReason: 'no_answer' }],
      lastTalkWith: { name: 'amy' },
    });
    const calls = (await amy.get(`calls?contact=${saved.body.id}`)).body;
    expect(calls.rows.map((row: { outcome: string }) => row.outcome)).toEqual(['missed', 'talked']);
    expect(calls.counts).toEqual({ all: 2, talked: 1, missed: 1 });
    const facts = await web.ledger.query<{ type: string }>('select distinct type from outbox order by type');
    expect(facts.map((fact) => fact.type)).toEqual(['call.logged', 'callback.changed', 'changed']);
  });

  test('is found by the index at once, and by a server that starts later', async () => {
    const number = aNumber();
    const { body } = await save('Index', number);
    expect(web.house.matchIndex.lookup(number)).toEqual([body.id]);
    web.house.matchIndex.load([]);
    await memoryNow();
    expect(web.house.matchIndex.lookup(number)).toEqual([body.id]);
  });

  test('with a number that is none saves nothing', async () => {
    const before = (await web.ledger.query('select 1 from contacts')).length;
    const answer = await amy.post('contacts', { name: 'X', phones: [{ number: aNumber() }, { number: 'call me' }] });
    expect([answer.status, answer.code, answer.body.error.field]).toEqual([422, 'bad-number', 'phones.1.number']);
    expect(await web.ledger.query('select 1 from contacts')).toHaveLength(before);
  });
});

describe('several people behind one number', () => {
  test('are all offered, and the choice is remembered for the one who chose', async () => {
    const number = aNumber();
    const first = (await save('First', number, { ownerId: web.ledger.ids.bob })).body;
    const second = (await save('Second', number)).body;
    const reasons = async (userId: number) =>
      matchesOf(number, userId, await memoryNow(), web.house.matchIndex).map(({ contact, reason }) => [
        contact.name,
        reason,
      ]);
    expect(await reasons(web.ledger.ids.bob)).toEqual([
      ['First', 'owner_is_me'],
      ['Second', 'same_number'],
    ]);
    expect((await amy.post('matches', { number, contactId: second.id })).status).toBe(204);
    expect(await reasons(web.ledger.ids.amy)).toEqual([
      ['Second', 'chosen_before'],
      ['First', 'same_number'],
    ]);
    expect((await reasons(web.ledger.ids.bob))[0]).toEqual(['First', 'owner_is_me']);
    const stranger = (await save('Stranger', aNumber())).body;
    expect((await amy.post('matches', { number, contactId: stranger.id })).code).toBe('not-found');
    expect(first.id).not.toBe(second.id);
  });

  test('a second person does not take the calls of the first', async () => {
    const number = aNumber();
    const first = (await save('Owner', number)).body;
    await record(aMissedCall({ caller: number, endedAt: now() }));
    const second = (await save('Guest', number)).body;
    expect(second.counts.calls).toBe(0);
    expect((await amy.get(`contacts/${first.id}`)).body.counts.calls).toBe(1);
  });
});

describe('editing', () => {
  test('of an older version is refused and overwrites nothing', async () => {
    const { body } = await save('Version', aNumber());
    const path = `contacts/${body.id}`;
    const edited = await amy.call('PATCH', path, { version: 1, vip: true, roles: ['orders', 'pays'] });
    expect(edited.body).toMatchObject({ version: 2, vip: true, roles: ['orders', 'pays'], name: 'Version' });
    const late = await bob.call('PATCH', path, { version: 1, name: 'Mine' });
    expect([late.status, late.code]).toEqual([409, 'edit-conflict']);
    expect((await bob.get(path)).body.name).toBe('Version');
    expect((await bob.call('PATCH', 'contacts/999999', { version: 1 })).code).toBe('not-found');
  });

  test('of one field leaves all others as they were', async () => {
    const more = {
      roles: ['orders'],
      level: 'active',
      vip: true,
      organisation: 'Static Ltd',
      ownerId: web.ledger.ids.bob,
    };
    const { body } = await save('One field', aNumber(), more);
    const phones = [{ number: aNumber() }, { number: aNumber() }];
    const edited = await amy.call('PATCH', `contacts/${body.id}`, { version: 1, phones });
    expect(edited.body).toMatchObject({
      roles: ['orders'],
      level: 'active',
      vip: true,
      organisation: 'Static Ltd',
      name: 'One field',
    });
    expect(edited.body.owner.name).toBe('bob');
  });

  test('of two at once is settled by the row: one wins', async () => {
    const { body } = await save('Race', aNumber());
    const both = await Promise.all(
      [amy, bob].map((one, n) => one.call('PATCH', `contacts/${body.id}`, { version: 1, name: `Race ${n}` })),
    );
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
  });

  test('numbers: the index follows, the old number finds nobody', async () => {
    const [old, fresh] = [aNumber(), aNumber()];
    const { body } = await save('Moved', old);
    await amy.call('PATCH', `contacts/${body.id}`, { version: 1, phones: [{ number: fresh, label: 'mobile' }] });
    expect([web.house.matchIndex.lookup(old), web.house.matchIndex.lookup(fresh)]).toEqual([[], [body.id]]);
    expect((await amy.get(`contacts/${body.id}`)).body.phones).toMatchObject([{ e164: fresh, label: 'mobile' }]);
  });
});

describe('search', () => {
  test('finds by name, company and number in any spelling; signs of LIKE are plain text', async () => {
    const number = aNumber();
    const { body } = await save('Ünal 100% Süß', number, { organisation: 'Kızıl Çay' });
    const found = async (q: string) =>
      (await amy.get(`contacts?q=${encodeURIComponent(q)}`)).body.rows.map((row: { id: number }) => row.id);
    const local = `0${number.slice(3)}`;
    for (const q of [
      '100%',
      'süß',
      'kızıl',
      number,
      local,
      `(${local.slice(0, 3)}) ${local.slice(3)}`,
      number.slice(-6),
    ]) {
      expect({ q, found: (await found(q)).includes(body.id) }).toEqual({ q, found: true });
    }
    expect(await found('100_')).toEqual([]);
    expect(await found(`'; drop table contacts; --`)).toEqual([]);
  });

  test('pages fit together', async () => {
    const names = ['P a', 'P b', 'P c', 'P d', 'P e'];
    for (const name of names) await save(name, aNumber());
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await amy.get(`contacts?q=P%20&limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.rows.map((row: { name: string }) => row.name));
      cursor = body.next ?? '';
    } while (cursor);
    expect(seen).toEqual(names);
  });

  test('companies are made once and counted', async () => {
    for (const organisation of ['Twice Ltd', ' twice ltd ']) await save('T', aNumber(), { organisation });
    const { body } = await amy.get('organisations?q=twice');
    expect(body).toMatchObject([{ name: 'Twice Ltd', contacts: 2 }]);
    expect((await amy.get(`contacts?organisation=${body[0].id}`)).body.rows).toHaveLength(2);
  });
});

describe('the timeline', () => {
  test('holds calls with their notes, and notes, newest first, page by page', async () => {
    const number = aNumber();
    const { body: contact } = await save('Line', number);
    const ids: number[] = [];
    for (const ago of [50, 40, 30]) {
      ids.push((await record(aTalkedCall({ caller: number, endedAt: now() - ago * minute, talkedMs: 30_000 }))).callId);
    }
    await amy.post(`contacts/${contact.id}/notes`, { body: 'about the call', callId: ids[1] });
    expect((await amy.post(`contacts/${contact.id}/notes`, { body: 'on its own' })).status).toBe(201);
    const kinds: string[] = [];
    let cursor = '';
    do {
      const { body } = await amy.get(`contacts/${contact.id}/timeline?limit=1${cursor && `&cursor=${cursor}`}`);
      for (const entry of body.rows) {
        kinds.push(entry.kind === 'call' ? `call ${entry.call.id} ${entry.notes.length}` : entry.note.body);
      }
      cursor = body.next ?? '';
    } while (cursor);
    expect(kinds).toEqual(['on its own', `call ${ids[2]} 0`, `call ${ids[1]} 1`, `call ${ids[0]} 0`]);
  });

  test('wrap-up writes outcome, note and next step, all or nothing', async () => {
    const number = aNumber();
    const { body: contact } = await save('Wrapped', number);
    const { callId } = await record(aTalkedCall({ caller: number, endedAt: now(), talkedMs: 30_000 }));
    const next = { dueAt: now() + 24 * 60 * minute, note: 'send the price list' };
    const done = await amy.post(`calls/${callId}/wrap-up`, { chip: 'order', note: 'wants 20 boxes', next });
    expect(done.body).toMatchObject({
      outcomeChip: 'order',
      notes: [{ body: 'wants 20 boxes', author: { name: 'amy' } }],
    });
    expect((await amy.get(`contacts/${contact.id}`)).body.openCallbacks).toMatchObject([
      { origin: 'follow_up', owner: { name: 'amy' }, dueAt: next.dueAt, note: next.note },
    ]);
    const withheld = await record(aTalkedCall({ withheld: true, endedAt: now(), talkedMs: 30_000 }));
    const refused = await amy.post(`calls/${withheld.callId}/wrap-up`, { chip: 'order', note: 'x', next });
    expect(refused.code).toBe('bad-number');
    expect((await amy.get(`calls/${withheld.callId}`)).body).toMatchObject({ outcomeChip: null, notes: [] });
  });
});

describe('a company', () => {
  test('shows its people with what they do, what is owed to them, and the calls of all of them', async () => {
    const [orders, pays] = [aNumber(), aNumber()];
    const organisation = 'Kutaisi Wines';
    const first = (await save('Orders', orders, { organisation, roles: ['orders'] })).body;
    const second = (await save('Pays', pays, { organisation, roles: ['pays', 'documents'] })).body;
    const talked = await record(aTalkedCall({ caller: orders, endedAt: now() - 9 * minute, talkedMs: 20_000 }));
    const missed = await record(aMissedCall({ caller: pays, endedAt: now() - minute }));
    const { body } = await amy.get(`organisations/${first.organisationId}`);
    expect(body).toMatchObject({
      name: organisation,
      owed: 1,
      people: [
        { id: first.id, roles: ['orders'], phones: [{ e164: orders }] },
        { id: second.id, roles: ['pays', 'documents'] },
      ],
    });
    const calls = (await amy.get(`calls?organisation=${first.organisationId}`)).body;
    expect(calls.rows.map((row: { id: number }) => row.id)).toEqual([missed.callId, talked.callId]);
    expect(calls.counts).toEqual({ all: 2, talked: 1, missed: 1 });
    expect((await amy.get('organisations/999999')).code).toBe('not-found');
  });

  test('and its people are found however a name is written', async () => {
    const { body } = await save('علي كريمي', aNumber());
    for (const q of ['علی کریمی', 'کریمی علی', 'كريمي']) {
      const found = (await amy.get(`contacts?q=${encodeURIComponent(q)}`)).body.rows;
      expect({ q, found: found.some((row: { id: number }) => row.id === body.id) }).toEqual({ q, found: true });
    }
    expect((await amy.get(`contacts?q=${encodeURIComponent('---')}`)).body.rows).toEqual([]);
  });
});
