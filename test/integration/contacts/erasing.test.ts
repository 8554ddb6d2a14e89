import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { E164 } from '../../../schema/values/e164.ts';
import { checkChain } from '../../../server/usecases/check-chain.ts';
import { planOccasions } from '../../../server/usecases/plan-occasions.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { removeErased } from '../../../server/usecases/remove-erased.ts';
import { sealChain } from '../../../server/usecases/seal-chain.ts';
import { aMissedCall, aNumber, anOutgoingCall, answeredLeg, aTalkedCall } from '../../support/call-records.ts';
import { minute } from '../../support/ledger.ts';
import { type Browser, openWeb, type Web } from '../../support/web.ts';

let web: Web;
let amy: Browser;
let sue: Browser;
let ann: Browser;
beforeAll(async () => {
  web = await openWeb();
  [amy, sue, ann] = [await web.as('amy'), await web.as('sue'), await web.as('ann')];
  await mkdir(join(web.recordingsDir, '2026'));
});
afterAll(() => web.close());

const now = () => web.ledger.clock.at;
const query: Web['ledger']['query'] = (text, values) => web.ledger.query(text, values);
const record = (call: Parameters<typeof recordCall>[3]) =>
  recordCall(web.house, web.ledger.ids.pbx, web.ledger.ids.boot, call);
async function save(name: string, numbers: readonly string[], more: object = {}) {
  const { body } = await sue.post('contacts', { name, phones: numbers.map((number) => ({ number })), ...more });
  return body as { id: number; version: number };
}
const close = (id: number, note: string) => sue.post(`callbacks/${id}/close`, { reason: 'other', note });

/** Every place of the database, whatever its name, in which one of these words stands, with how often. */
async function placesOf(words: readonly string[]): Promise<Record<string, number>> {
  const columns = await query<{ table: string; column: string }>(
    `select c.table_name as table, c.column_name as column from information_schema.columns c
     join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.data_type in ('text', 'jsonb', 'json', 'ARRAY', 'character varying')`,
  );
  expect(columns.length).toBeGreaterThan(100);
  const places: Record<string, number> = {};
  for (const { table, column } of columns) {
    const [found] = await query<{ n: number }>(
      `select count(*)::int as n from "${table}" where "${column}"::text ilike any($1::text[])`,
      [words.map((word) => `%${word}%`)],
    );
    if (found && found.n > 0) places[`${table}.${column}`] = found.n;
  }
  return places;
}

async function aRecording(file: string, caller: string, at: number) {
  await writeFile(join(web.recordingsDir, file), 'RIFF');
  const recordings = [{ uniqueid: 'u', file, startedAt: at - 30_000 }];
  const caller164 = caller as ReturnType<typeof aNumber>;
  const { callId } = await record(aTalkedCall({ caller: caller164, endedAt: at, talkedMs: 20_000, recordings }));
  const [row] = await query<{ id: number }>('select id from recordings where call_id = $1', [callId]);
  return { callId, id: row?.id ?? 0 };
}

/** A person with something of theirs in every place that keeps something. */
async function somebody() {
  const [number, second, before] = ['+442079465511', '+442079465522', '+442079465533'] as const;
  const own = (each: string) => each as ReturnType<typeof aNumber>;
  const kept = await save('Zoraida Quennell', [number, before], { organisation: 'Tea', roles: ['Quennell orders'] });
  const other = await save('Zora Quennellova', [second]);
  await query(
    `update contacts set details = '{"email": "quennell@example.org"}', birthday = '1980-02-03' where id = $1`,
    [kept.id],
  );
  await sue.post(`contacts/${kept.id}/merge`, { otherId: other.id, version: 1, otherVersion: 1 });
  const leg = {
    ...answeredLeg('rb-x', now()),
    channel: `Local/${number}@ringback-customer-0001;1`,
    role: 'outside',
    number: number.slice(1),
  } as const;
  const missed = await record(
    aMissedCall({ caller: own(number), callerName: 'Z. Quennell', endedAt: now() - 60 * minute, legs: [leg] }),
  );
  const bySecond = await record(aMissedCall({ caller: own(second), endedAt: now() - 50 * minute }));
  const { callId } = await record(
    anOutgoingCall({ called: number, calledRaw: `0${number.slice(3)}`, endedAt: now() - 40 * minute, talkedMs: 0 }),
  );
  const file = `2026/${number}-in.wav`;
  const recording = await aRecording(file, number, now() - 100 * minute);
  const item = missed.callbackId ?? 0;
  await amy.post(`contacts/${kept.id}/notes`, { body: 'Mrs Quennell likes tea' });
  await query('insert into notes (call_id, author_id, body, created_at) values ($1, $2, $3, now())', [
    callId,
    web.ledger.ids.amy,
    'Quennell again',
  ]);
  await amy.post('callbacks', { number: before, origin: 'follow_up', dueAt: now() + minute, note: 'Ask Quennell' });
  const stranger = await save('Somebody Else', [aNumber()]);
  await sue.post(`contacts/${stranger.id}/notes`, { body: 'knows nobody' });
  const [link] = await query<{ id: number }>(
    'select id from recording_links where recording_id = $1 and detached_at is null',
    [recording.id],
  );
  await ann.post(`recordings/${recording.id}/links/${link?.id}/detach`, { why: 'was Quennell after all' });
  await ann.post(`recordings/${recording.id}/links`, { contactId: kept.id, why: 'it is Quennell' });
  await amy.post('do-not-call', { number, reason: 'Quennell wishes so' });
  await amy.post('matches', { number, contactId: kept.id });
  const feed = { type: 'callback.changed', at: now(), callbackId: item, number, contactId: kept.id };
  await query('insert into feed_messages (at, body) values (now(), $1)', [feed]);
  const told = { callbackId: item, number, contact: 'Zoraida Quennell', step: 'overdue' };
  await query(
    `insert into deliveries (channel, recipient, user_id, payload, created_at, next_try_at) values
     ('webhook', null, null, $1, now(), now()), ('mail', 'sue@example.org', $3, $2, now(), now())`,
    [told, { language: 'en', items: [told, { callbackId: 0, number: null, contact: null }] }, web.ledger.ids.sue],
  );
  await query(`insert into quarantined_events (at, reason, raw, detail) values (now(), 'odd', $1, $2)`, [
    `CallerIDNum: 00${number.slice(1)}\r\nCallerIDName: Quennell`,
    { line: `0${number.slice(3)}` },
  ]);
  await query(
    `insert into request_answers (user_id, key, asked_hash, status, body, created_at) values ($1, '0123456789abcdef01234567', 'h', 200, $2, now())`,
    [web.ledger.ids.amy, JSON.stringify({ name: 'Zoraida Quennell' })],
  );
  await query(`insert into exclusion_rules (kind, value, created_at) values ('blocked_number', $1, now())`, [second]);
  const words = ['quennell', ...[number, second, before].map((each) => each.slice(3))];
  return { id: kept.id, otherId: other.id, item, second: bySecond.callbackId ?? 0, file, recording, words, number };
}

describe('a person who is erased', () => {
  let person: Awaited<ReturnType<typeof somebody>>;
  const places = () => placesOf(person.words);
  const statement = async () => (await sue.get(`statement?from=${now() - 300 * minute}&to=${now() + minute}`)).body;
  beforeAll(async () => {
    person = await somebody();
  });

  test('gives all that is held about them first, as one file; that is written down', async () => {
    expect((await amy.get(`contacts/${person.id}/export`)).code).toBe('forbidden');
    const { status, body, headers } = await sue.get(`contacts/${person.id}/export`);
    expect(status).toBe(200);
    expect(headers['content-disposition']).toBe(`attachment; filename="contact-${person.id}.json"`);
    expect(body.data.contacts.map(({ name }: { name: string }) => name)).toEqual([
      'Zoraida Quennell',
      'Zora Quennellova',
    ]);
    const counts = Object.fromEntries(Object.entries<unknown[]>(body.data).map(([what, rows]) => [what, rows.length]));
    expect(counts).toMatchObject({
      numbers: 3,
      calls: 4,
      notes: 2,
      callbacks: 3,
      recordings: 1,
      recordingLinks: 2,
      merges: 1,
      choices: 1,
      doNotCall: 1,
    });
    expect(body.data.callbackEvents.length).toBeGreaterThanOrEqual(3);
    expect(JSON.stringify(body)).not.toContain('Somebody Else');
    expect((await ann.get('audit')).body.rows[0]).toMatchObject({
      action: 'contact.exported',
      subject: `contact:${person.id}`,
    });
  });

  test('stays while they are owed a call, and the refusal says so', async () => {
    expect((await ann.get(`contacts/${person.id}/erasure`)).body).toMatchObject({ live: 3, calls: 4, recordings: 1 });
    const answer = await ann.post(`contacts/${person.id}/erase`, { name: 'Zoraida Quennell' });
    expect([answer.status, answer.code]).toEqual([409, 'still-owed']);
    const items = await query<{ id: number }>(
      `select id from callbacks where state in ('open', 'claimed', 'dialing', 'needs_human') order by id`,
    );
    for (const { id } of items) expect((await close(id, 'Quennell moved away')).status).toBe(200);
  });

  test('goes only when an admin types the name as it stands', async () => {
    const erase = (by: Browser, name: string) => by.post(`contacts/${person.id}/erase`, { name });
    expect((await erase(sue, 'Zoraida Quennell')).code).toBe('forbidden');
    expect((await erase(ann, 'Zora Quennell')).code).toBe('name-differs');
    expect((await ann.post('contacts/999999/erase', { name: 'x' })).code).toBe('not-found');
    expect(Object.keys(await places()).length).toBeGreaterThan(20);
  });

  test('is found in no column of any table, and no file of theirs is left', async () => {
    await sealChain(web.house);
    const [before, head] = [await statement(), await checkChain(web.house)];
    const { status, body } = await ann.post(`contacts/${person.id}/erase`, { name: 'Zoraida Quennell' });
    expect([status, body]).toEqual([200, { filesLeft: 0 }]);
    expect(await places()).toEqual({});
    expect(existsSync(join(web.recordingsDir, person.file))).toBe(false);
    const { totals, lines, days } = before;
    expect(totals.inbound).toBe(3);
    expect(await statement()).toMatchObject({ totals, lines, days });
    // A head that was printed before the erasure still stands in the chain.
    await sealChain(web.house);
    expect(await checkChain(web.house, head.head)).toMatchObject({ broken: null, leftOut: 0, printed: head.links });
    web.ledger.clock.at += 5_000;
    await web.ledger.expectAllKept();
  });

  test('leaves a record of who did it, when and to which id, with no name', async () => {
    const [entry] = (await ann.get('audit')).body.rows;
    expect(entry).toMatchObject({ action: 'contact.erased', subject: `contact:${person.id}`, actor: { name: 'ann' } });
    expect(entry.detail).toMatchObject({ calls: 4, callbacks: 3, recordings: 1, numbers: 3 });
    const rows = await query('select name, erased_at is not null as erased from contacts where id = any($1)', [
      [person.id, person.otherId],
    ]);
    expect(rows).toEqual([
      { name: `#${person.id}`, erased: true },
      { name: `#${person.otherId}`, erased: true },
    ]);
  });

  test('is nobody’s contact any more: no page, no list, no second erasure; the number is free', async () => {
    expect((await amy.get(`contacts/${person.id}`)).code).toBe('not-found');
    expect((await sue.get(`contacts/${person.id}/export`)).code).toBe('not-found');
    expect((await ann.post(`contacts/${person.id}/erase`, { name: `#${person.id}` })).code).toBe('not-found');
    const { rows } = (await amy.get('contacts')).body;
    expect(rows.map(({ name }: { name: string }) => name)).toEqual(['Somebody Else']);
    expect(web.house.matchIndex.lookup(person.number as ReturnType<typeof aNumber>)).toEqual([]);
    const anew = await save('A new customer', [person.number]);
    expect((await amy.get(`contacts/${anew.id}`)).body.counts).toMatchObject({ calls: 0, notes: 0 });
  });

  test('is not called though nobody knows who it was: they had asked so; their own call is answered', async () => {
    expect((await sue.get('do-not-call')).body).toEqual([]);
    expect((await amy.post('dial', { number: person.number })).code).toBe('do-not-call');
    await query(`update contacts set call_every_days = 1, created_at = $1 where name = 'A new customer'`, [
      new Date(now() - 3000 * minute),
    ]);
    const planned = async () => {
      await planOccasions(web.house);
      return query<{ n: number }>(`select count(*)::int as n from callbacks where number = $1 and origin = 'cadence'`, [
        person.number,
      ]);
    };
    expect(await planned()).toEqual([{ n: 0 }]);
    web.ledger.clock.at += minute;
    const { callbackId } = await record(aMissedCall({ caller: E164.parse(person.number), endedAt: now() - 1_000 }));
    const { fence } = (await amy.post(`callbacks/${callbackId}/claim`, {})).body;
    expect((await amy.post(`callbacks/${callbackId}/dial`, { fence })).status).toBe(202);
    expect((await amy.call('DELETE', `do-not-call/${person.number}`)).code).toBe('forbidden');
    expect((await sue.call('DELETE', `do-not-call/${person.number}`)).status).toBe(204);
    expect((await sue.call('DELETE', `do-not-call/${person.number}`)).code).toBe('not-found');
    expect(await planned()).toEqual([{ n: 1 }]);
  });

  test('an erased entry that is rewritten once more breaks the chain', async () => {
    const [erased] = await query<{ id: number }>('select row_id as id from erased_entries order by row_id limit 1');
    const rewrite = (text: string, id: unknown) => web.ledger.database.pool.query(text, [id]);
    await expect(rewrite(`update audit_log set subject = 'number:1' where id = $1`, erased?.id)).rejects.toThrow(
      /never changed/,
    );
    await query('alter table audit_log disable trigger audit_log_no_change');
    await rewrite(`update audit_log set detail = '{"reason": "forged"}' where id = $1`, erased?.id);
    await query('alter table audit_log enable trigger audit_log_no_change');
    expect((await checkChain(web.house)).broken).toMatchObject({
      what: 'entry_changed',
      subject: `audit_log ${erased?.id}`,
    });
  });
});

describe('what is somebody else’s', () => {
  test('a number two people share stays the other one’s, with the calls that name them', async () => {
    const shared = aNumber();
    const leaves = await save('Leaves Today', [shared]);
    const theirs = await record(aMissedCall({ caller: shared, endedAt: now() - 20 * minute }));
    await close(theirs.callbackId ?? 0, 'done');
    const stays = await save('Stays Here', [shared]);
    const both = await record(aTalkedCall({ caller: shared, endedAt: now() - minute, talkedMs: 9_000 }));
    await ann.post(`contacts/${leaves.id}/erase`, { name: 'Leaves Today' });
    const rows = await query('select id, customer, contact_id from calls where id = any($1) order by id', [
      [theirs.callId, both.callId],
    ]);
    expect(rows).toMatchObject([
      { customer: null, contact_id: null },
      { customer: shared, contact_id: null },
    ]);
    expect((await amy.get(`contacts/${stays.id}`)).body.phones).toMatchObject([{ e164: shared }]);
  });

  test('a file that cannot be removed now is told, and removed when its folder is back', async () => {
    const number = aNumber();
    const { id } = await save('Kept File', [number]);
    const file = '2026/kept.wav';
    await aRecording(file, number, now() - minute);
    await rename(web.recordingsDir, `${web.recordingsDir}-away`);
    try {
      expect((await ann.post(`contacts/${id}/erase`, { name: 'Kept File' })).body).toEqual({ filesLeft: 1 });
    } finally {
      await rename(`${web.recordingsDir}-away`, web.recordingsDir);
    }
    expect(await removeErased(web.house, { root: web.recordingsDir, asNamed: null })).toBe(0);
    expect(existsSync(join(web.recordingsDir, file))).toBe(false);
    expect(await query(`select path from recordings where path like '%kept%'`)).toEqual([]);
  });
});
