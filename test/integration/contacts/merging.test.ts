import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deskMemoryStore } from '../../../server/store/desk-memory.ts';
import { officeStoresOf } from '../../../server/store/office-stores.ts';
import { claimCallback } from '../../../server/usecases/claim-callback.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { startAttempt } from '../../../server/usecases/start-attempt.ts';
import { createDeskMemory } from '../../../server/workers/desk-memory.ts';
import { aMissedCall, aNumber, aTalkedCall } from '../../support/call-records.ts';
import { minute } from '../../support/ledger.ts';
import { type Browser, openWeb, type Web } from '../../support/web.ts';

let web: Web;
let amy: Browser;
let bob: Browser;
let sue: Browser;
beforeAll(async () => {
  web = await openWeb();
  [amy, bob, sue] = [await web.as('amy'), await web.as('bob'), await web.as('sue')];
});
afterAll(() => web.close());

const now = () => web.ledger.clock.at;
const record = (call: Parameters<typeof recordCall>[3]) =>
  recordCall(web.ledger.deps, web.ledger.ids.pbx, web.ledger.ids.boot, call);
async function save(name: string, numbers: readonly string[], more: object = {}) {
  const { body } = await sue.post('contacts', { name, phones: numbers.map((number) => ({ number })), ...more });
  return body as { id: number; version: number };
}
const merge = (by: Browser, kept: { id: number }, other: { id: number }, more: object = {}) =>
  by.post(`contacts/${kept.id}/merge`, { otherId: other.id, version: 1, otherVersion: 1, ...more });
const row = async (id: number) => (await web.ledger.query('select * from callbacks where id = $1', [id]))[0] ?? {};

/** Every column of the database that names a contact, and the rows of it that name this one. */
async function rowsNaming(contactId: number) {
  const columns = await web.ledger.query<{ table: string; column: string }>(
    `select c.conrelid::regclass::text as table, a.attname as column from pg_constraint c
     join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
     where c.contype = 'f' and c.confrelid = 'contacts'::regclass`,
  );
  // The record of a merge names both; a link that was detached stays as it was.
  const history = ['contact_merges', 'contacts'];
  const named = columns.filter(({ table }) => !history.includes(table));
  expect(named.length).toBeGreaterThan(5);
  const counts: Record<string, number> = {};
  for (const { table, column } of named) {
    const standing = table === 'recording_links' ? 'and detached_at is null' : '';
    const found = await web.ledger.query(`select 1 from ${table} where ${column} = $1 ${standing}`, [contactId]);
    if (found.length > 0) counts[table] = found.length;
  }
  return counts;
}

describe('two contacts that are one person', () => {
  test('become one with all that was said and is owed; the preview tells it before', async () => {
    const [shared, landline] = [aNumber(), aNumber()];
    const kept = await save('Nino B.', [shared], { organisation: 'Batumi Tea', roles: ['orders'] });
    const other = await save('Nino Beridze', [landline], { roles: ['pays'], vip: true, ownerId: web.ledger.ids.bob });
    const recordings = [{ uniqueid: 'r.1', file: 'nino.wav', startedAt: now() - 30 * minute }];
    await record(aTalkedCall({ caller: landline, endedAt: now() - 29 * minute, talkedMs: 20_000, recordings }));
    const owed = await record(aMissedCall({ caller: landline, endedAt: now() - minute }));
    await sue.post(`contacts/${other.id}/notes`, { body: 'pays by the tenth' });
    await amy.post('callbacks', {
      contactId: other.id,
      origin: 'follow_up',
      dueAt: now() + 60 * minute,
      note: 'samples',
    });

    const { body: preview } = await sue.get(`contacts/${kept.id}/merge-preview?with=${other.id}`);
    expect(preview).toMatchObject({
      differs: ['name', 'vip'],
      fills: ['owner'],
      moves: { phones: 1, calls: 2, recordings: 1, notes: 1, callbacks: 2, choices: 0 },
      unites: [],
      mayMerge: true,
    });
    const { status, body } = await merge(sue, kept, other, { take: ['name'] });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: kept.id,
      name: 'Nino Beridze',
      vip: false,
      roles: ['orders', 'pays'],
      organisation: 'Batumi Tea',
      owner: { name: 'bob' },
      phones: [{ e164: shared }, { e164: landline }],
      counts: { calls: 2, recordings: 1, notes: 1 },
      mergedFrom: [{ id: other.id, name: 'Nino Beridze', by: { name: 'sue' } }],
    });
    expect(body.openCallbacks.map((item: { id: number }) => item.id)).toContain(owed.callbackId);
    expect(body.openCallbacks).toHaveLength(2);
    expect(await rowsNaming(other.id)).toEqual({});
    expect((await amy.get(`contacts/${other.id}`)).body.id).toBe(kept.id);
    const [entry] = await web.ledger.query<{ actor_id: number; detail: object }>(
      `select actor_id, detail from audit_log where action = 'contact.merged' and subject = $1`,
      [`contact:${kept.id}`],
    );
    expect(entry).toMatchObject({
      actor_id: web.ledger.ids.sue,
      detail: { from: other.id, taken: ['name'], calls: 2, callbacks: 2, united: 0 },
    });
    expect(JSON.stringify(entry)).not.toMatch(/Nino|\+44/);
    await web.ledger.expectAllKept();
  });

  test('with the same number owe one call: coverage, the earliest due time and the highest priority are kept', async () => {
    const number = aNumber();
    const kept = await save('Same', [number]);
    const sales = await record(aMissedCall({ caller: number, endedAt: now() - 5 * minute }));
    const other = await save('Same too', [number]);
    const support = await record(aMissedCall({ caller: number, line: 'support', endedAt: now() - 9 * minute }));
    await record(aMissedCall({ caller: number, line: 'support', endedAt: now() - 2 * minute }));
    await web.ledger.query('update callbacks set contact_id = $1 where id = $2', [other.id, support.callbackId]);
    const [a, b] = [await row(sales.callbackId ?? 0), await row(support.callbackId ?? 0)];

    const { body: preview } = await sue.get(`contacts/${kept.id}/merge-preview?with=${other.id}`);
    expect(preview.unites).toMatchObject([{ id: support.callbackId, into: sales.callbackId, misses: 2 }]);
    await merge(sue, kept, other);
    expect(await row(support.callbackId ?? 0)).toMatchObject({ state: 'merged', merged_into: sales.callbackId });
    const earlier = (x: Date, y: Date) => (x < y ? x : y);
    expect(await row(sales.callbackId ?? 0)).toMatchObject({
      state: 'open',
      misses: 3,
      due_at: earlier(a.due_at as Date, b.due_at as Date),
      promised_at: earlier(a.promised_at as Date, b.promised_at as Date),
      first_miss_at: b.first_miss_at,
      latest_miss_at: b.latest_miss_at,
      priority: Math.max(Number(a.priority), Number(b.priority)),
    });
    const { body: detail } = await sue.get(`callbacks/${sales.callbackId}`);
    expect(detail.covers).toHaveLength(3);
    expect(detail.events.at(-1)).toMatchObject({ type: 'united', detail: { from: support.callbackId } });
    await web.ledger.expectAllKept();
    // One talk after the latest miss pays for all three.
    await record(aTalkedCall({ caller: number, endedAt: now(), talkedMs: 20_000 }));
    expect(await row(sales.callbackId ?? 0)).toMatchObject({ state: 'returned' });
    await web.ledger.expectAllKept();
  });

  test('what is being dialled stays in its agent’s hands and takes up the other', async () => {
    const number = aNumber();
    const kept = await save('Waits', [number]);
    const waiting = await record(aMissedCall({ caller: number, endedAt: now() - 5 * minute }));
    const other = await save('Is called', [number]);
    const called = await record(aMissedCall({ caller: number, line: 'support', endedAt: now() - 4 * minute }));
    await web.ledger.query('update callbacks set contact_id = $1 where id = $2', [other.id, called.callbackId]);
    const { fence } = await claimCallback(web.ledger.deps, called.callbackId ?? 0, web.ledger.ids.amy);
    const attempt = await startAttempt(web.ledger.deps, {
      userId: web.ledger.ids.amy,
      deviceId: web.ledger.ids.amysPhone,
      number: null,
      contactId: other.id,
      callback: { id: called.callbackId ?? 0, fence },
    });
    expect((await merge(sue, kept, other)).status).toBe(200);
    expect(await row(waiting.callbackId ?? 0)).toMatchObject({ state: 'merged', merged_into: called.callbackId });
    expect(await row(called.callbackId ?? 0)).toMatchObject({
      state: 'dialing',
      open_attempt_id: attempt.id,
      contact_id: kept.id,
      misses: 2,
    });
    await web.ledger.expectAllKept();
  });

  test('a wish is never swallowed by a miss, whose talk may have begun before it', async () => {
    const number = aNumber();
    const kept = await save('Missed', [number]);
    const miss = await record(aMissedCall({ caller: number, endedAt: now() - 5 * minute }));
    const other = await save('Asked', [aNumber()]);
    const asked = {
      contactId: other.id,
      number,
      origin: 'requested',
      dueAt: now() + 60 * minute,
      note: 'about the offer',
    };
    const wish = (await amy.post('callbacks', asked)).body;
    await merge(sue, kept, other);
    expect(await row(wish.id)).toMatchObject({ state: 'open', misses: 1, note: 'about the offer' });
    expect(await row(miss.callbackId ?? 0)).toMatchObject({ state: 'merged', merged_into: wish.id });
    await web.ledger.expectAllKept();
  });

  test('two wishes to one number become one that says what both were about', async () => {
    const number = aNumber();
    const [kept, other] = [await save('Asked first', [aNumber()]), await save('Asked again', [aNumber()])];
    const ask = async (contactId: number, note: string) =>
      (await amy.post('callbacks', { contactId, number, origin: 'requested', dueAt: now() + 60 * minute, note })).body;
    const [first, second] = [await ask(kept.id, 'the invoice'), await ask(other.id, 'the delivery')];
    await merge(sue, kept, other);
    const both = [await row(first.id), await row(second.id)];
    expect(both.map(({ state }) => state).toSorted()).toEqual(['merged', 'open']);
    const note = String(both.find(({ state }) => state === 'open')?.note);
    expect(note.split('\n').toSorted()).toEqual(['the delivery', 'the invoice']);
    await web.ledger.expectAllKept();
  });

  test('what is written on the one given up lands on the other, whoever writes it', async () => {
    const kept = await save('Stays', [aNumber()]);
    const other = await save('Goes', [aNumber()]);
    const third = await save('Third', [aNumber()]);
    await merge(sue, kept, other);
    expect((await amy.post(`contacts/${other.id}/notes`, { body: 'typed meanwhile' })).status).toBe(201);
    await web.ledger.query(
      `insert into notes (contact_id, author_id, body, created_at) values ($1, $2, 'raw', now())`,
      [other.id, web.ledger.ids.amy],
    );
    expect((await amy.get(`contacts/${kept.id}`)).body.counts.notes).toBe(2);
    await merge(sue, third, kept, { otherVersion: 2 });
    expect((await amy.get(`contacts/${other.id}`)).body).toMatchObject({ id: third.id, counts: { notes: 2 } });
    expect((await amy.call('PATCH', `contacts/${other.id}`, { version: 1, name: 'X' })).code).toBe('edit-conflict');
    await expect(web.ledger.query('update contacts set merged_into = null where id = $1', [other.id])).rejects.toThrow(
      /not taken back/,
    );
  });

  test('cards show one person: memory, numbers and remembered choices follow', async () => {
    const number = aNumber();
    const kept = await save('Card', [number]);
    const other = await save('Card too', [number]);
    const third = await save('Guest', [number]);
    await amy.post('matches', { number, contactId: other.id });
    const memory = createDeskMemory(
      (work) =>
        web.ledger.database.db.transaction((tx) => work({ ...officeStoresOf(tx), memory: deskMemoryStore(tx) })),
      web.house.matchIndex,
    );
    await memory.load();
    expect(memory.chosen(number, web.ledger.ids.amy)).toBe(other.id);
    await merge(sue, kept, other);
    await memory.refreshContact(other.id);
    await memory.refreshContact(kept.id);
    expect(memory.known(other.id)).toBeUndefined();
    expect(memory.chosen(number, web.ledger.ids.amy)).toBe(kept.id);
    expect([...web.house.matchIndex.lookup(number)].sort((a, b) => a - b)).toEqual([kept.id, third.id]);
  });
});

describe('who may merge', () => {
  test('an agent only their own with their own or nobody’s; nobody what they have not seen, or what is not there', async () => {
    const mine = await save('Mine', [aNumber()], { ownerId: web.ledger.ids.amy });
    const nobodys = await save('Nobody’s', [aNumber()]);
    const bobs = await save('Bob’s', [aNumber()], { ownerId: web.ledger.ids.bob });
    expect((await merge(amy, mine, bobs)).code).toBe('owner-only');
    expect((await merge(bob, mine, nobodys)).code).toBe('owner-only');
    expect((await amy.get(`contacts/${mine.id}/merge-preview?with=${bobs.id}`)).body.mayMerge).toBe(false);
    expect((await merge(amy, mine, nobodys, { otherVersion: 7 })).code).toBe('edit-conflict');
    expect((await merge(amy, mine, mine)).code).toBe('bad-request');
    expect((await merge(amy, mine, { id: 9_999_999 })).code).toBe('not-found');
    expect((await amy.post(`contacts/${mine.id}/merge`, { otherId: '1; drop table contacts' })).code).toBe(
      'bad-request',
    );
    expect((await merge(amy, mine, nobodys)).status).toBe(200);
    expect((await merge(sue, bobs, nobodys)).code).toBe('not-found');
  });

  test('two merges of the same two at once: one is done, the other is told', async () => {
    const [a, b] = [await save('Two', [aNumber()]), await save('Two', [aNumber()])];
    const both = await Promise.all([merge(sue, a, b), merge(sue, b, a)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 404]);
  });
});

describe('duplicates', () => {
  test('are found by number, by name however it is written, and by e-mail', async () => {
    const number = aNumber();
    const one = await save('علي رضا كريمي', [number]);
    const sameName = await save('کریمی، علی‌رضا', [aNumber()]);
    await save('علی', [aNumber()]);
    const sameNumber = await save('Somebody', [number]);
    const sameMail = await save('Else', [aNumber()]);
    for (const [id, email] of [
      [one.id, 'a@example.com'],
      [sameMail.id, 'A@Example.com'],
    ])
      await web.ledger.query('update contacts set details = $2 where id = $1', [id, { email }]);
    const signs = async () =>
      (await amy.get(`contacts/${one.id}/duplicates`)).body.map((found: { id: number; signs: string[] }) => [
        found.id,
        ...found.signs,
      ]);
    expect(await signs()).toEqual([
      [sameName.id, 'same_name'],
      [sameNumber.id, 'same_number'],
      [sameMail.id, 'same_email'],
    ]);
    await merge(sue, one, sameName);
    expect((await signs()).map(([id]: [number]) => id)).toEqual([sameNumber.id, sameMail.id]);
    expect((await amy.get('contacts/9999999/duplicates')).code).toBe('not-found');
  });
});
