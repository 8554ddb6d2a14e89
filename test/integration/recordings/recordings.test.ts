import { mkdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordingPauseStore } from '../../../server/store/recording-pauses.ts';
import { checkRecordings } from '../../../server/usecases/check-recordings.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { aNumber, aTalkedCall } from '../../support/call-records.ts';
import { aWave } from '../../support/wave.ts';
import { type Browser, openWeb, type Web } from '../../support/web.ts';

let web: Web;
let amy: Browser;
let ann: Browser;
let fileNumber = 0;
beforeAll(async () => {
  web = await openWeb();
  [amy, ann] = [await web.as('amy'), await web.as('ann')];
  await mkdir(join(web.recordingsDir, '2026'));
});
afterAll(() => web.close());

/** A call with one recording, named as the PBX would. */
async function recorded(file: string, caller = aNumber()): Promise<number> {
  const endedAt = web.ledger.clock.at;
  const recordings = [{ uniqueid: 'u', file, startedAt: endedAt - 30_000 }];
  const call = aTalkedCall({ caller, endedAt, talkedMs: 20_000, recordings });
  const { callId } = await recordCall(web.ledger.deps, web.ledger.ids.pbx, web.ledger.ids.boot, call);
  const [row] = await web.ledger.query<{ id: number }>('select id from recordings where call_id = $1', [callId]);
  return row?.id ?? 0;
}

async function aFile(content: Buffer): Promise<string> {
  fileNumber += 1;
  const name = `2026/call-${fileNumber}.wav`;
  const path = join(web.recordingsDir, name);
  await writeFile(path, content);
  const past = new Date(web.ledger.clock.at - 60_000);
  await utimes(path, past, past);
  return path;
}

const stateOf = async (id: number) =>
  (await web.ledger.query('select state, bytes, duration_ms from recordings where id = $1', [id]))[0];
const play = (id: number, headers: Record<string, string> = {}) =>
  web.app.inject({
    url: `/api/v1/recordings/${id}/audio`,
    headers: { cookie: `rb_session=${amy.cookie}`, ...headers },
  });

describe('who can be heard in a recording', () => {
  test('each talk names its recordings: the customer’s channel holds all, an agent’s own only that agent', async () => {
    const at = web.ledger.clock.at;
    const leg = (uniqueid: string, role: 'customer' | 'agent', endedAt: number) => ({
      uniqueid,
      channel: `PJSIP/${uniqueid}`,
      role,
      device: null,
      extension: null,
      number: null,
      startedAt: at - 60_000,
      upAt: at - 60_000,
      endedAt,
      cause: 16,
      causeText: null,
    });
    const talk = (uniqueid: string, party: string, from: number, to: number) => ({
      uniqueid,
      device: `PJSIP/${party}`,
      party,
      startedAt: at - from,
      endedAt: at - to,
    });
    const call = aTalkedCall({
      caller: aNumber(),
      endedAt: at,
      talkedMs: 40_000,
      legs: [leg('h1', 'customer', at), leg('h2', 'agent', at - 30_000), leg('h3', 'agent', at)],
      talks: [talk('h2', '1001', 50_000, 30_000), talk('h3', '1002', 20_000, 0)],
      recordings: [
        { uniqueid: 'h1', file: '2026/whole.wav', startedAt: at - 60_000 },
        { uniqueid: 'h2', file: '2026/first-only.wav', startedAt: at - 50_000 },
        { uniqueid: 'h1', file: '2026/last-part.wav', startedAt: at - 25_000 },
      ],
    });
    const { callId } = await recordCall(web.ledger.deps, web.ledger.ids.pbx, web.ledger.ids.boot, call);
    const { body } = await amy.get(`calls/${callId}`);
    const files = await web.ledger.query<{ id: number; path: string }>(
      'select id, path from recordings where call_id = $1',
      [callId],
    );
    const names = (ids: number[]) => ids.map((id) => files.find((file) => file.id === id)?.path);
    expect(
      body.talks.map((one: { party: string; recordings: number[] }) => [one.party, names(one.recordings)]),
    ).toEqual([
      ['1001', ['2026/whole.wav', '2026/first-only.wav']],
      ['1002', ['2026/whole.wav', '2026/last-part.wav']],
    ]);
  });
});

describe('a recording the PBX has named', () => {
  test('is looked at: sound, length, or nothing but a header', async () => {
    const [full, empty] = [aWave(2_500), aWave(0)];
    const ready = await recorded(await aFile(full));
    const asNamedThere = await recorded(
      `/var/spool/asterisk/monitor/${(await aFile(full)).slice(web.recordingsDir.length + 1)}`,
    );
    const silent = await recorded(await aFile(empty));
    const late = await recorded('2026/not-there-yet.wav');
    await checkRecordings(web.house, web.deps.recordings);
    expect(await stateOf(ready)).toEqual({ state: 'ready', bytes: full.length, duration_ms: 2_500 });
    expect(await stateOf(asNamedThere)).toMatchObject({ state: 'ready' });
    expect(await stateOf(silent)).toEqual({ state: 'empty', bytes: 44, duration_ms: 0 });
    expect(await stateOf(late)).toMatchObject({ state: 'pending' });
    web.ledger.clock.at += 11 * 60_000;
    await checkRecordings(web.house, web.deps.recordings);
    expect(await stateOf(late)).toMatchObject({ state: 'missing' });
  });

  test.each([
    ['a path out of the root', '../../etc/passwd'],
    ['a path out of the root that ends well', '../../../tmp/x.wav'],
    ['an absolute path elsewhere', '/etc/passwd'],
    ['an absolute sound file elsewhere', '/tmp/other.wav'],
    ['a file of another kind', '2026/script.sh'],
    ['a control character', '2026/a\n.wav'],
    ['the root itself', '.'],
  ])('is refused: %s', async (_name, file) => {
    const id = await recorded(file);
    expect(id).toBeGreaterThan(0);
    await checkRecordings(web.house, web.deps.recordings);
    expect(await stateOf(id)).toMatchObject({ state: 'refused' });
    const answer = await play(id);
    expect([answer.statusCode, answer.json().error.code]).toEqual([404, 'recording-missing']);
  });

  test('is refused when a link leads to it, in its name or on the way', async () => {
    const target = await aFile(aWave(1_000));
    await symlink(target, join(web.recordingsDir, 'link.wav'));
    await symlink('/etc', join(web.recordingsDir, 'etc'));
    await symlink(join(web.recordingsDir, '2026'), join(web.recordingsDir, 'year'));
    await mkdir(join(web.recordingsDir, 'folder.wav'));
    for (const file of ['link.wav', 'etc/hosts.wav', `year/${target.split('/').at(-1)}`, 'folder.wav']) {
      const id = await recorded(file);
      await checkRecordings(web.house, web.deps.recordings);
      expect({ file, code: (await play(id)).json().error.code }).toEqual({ file, code: 'recording-missing' });
      expect((await stateOf(id))?.state).not.toBe('ready');
    }
  });
});

describe('playing', () => {
  test('gives the whole or the part that is asked for, and says when there is no such part', async () => {
    const sound = aWave(1_000);
    const id = await recorded(await aFile(sound));
    const whole = await play(id);
    expect([whole.statusCode, whole.headers['content-type'], whole.headers['accept-ranges']]).toEqual([
      200,
      'audio/wav',
      'bytes',
    ]);
    expect(whole.rawPayload.equals(sound)).toBe(true);
    expect(whole.headers['cache-control']).toContain('private');
    const part = await play(id, { range: 'bytes=100-199' });
    expect([part.statusCode, part.headers['content-range']]).toEqual([206, `bytes 100-199/${sound.length}`]);
    expect(part.rawPayload.equals(sound.subarray(100, 200))).toBe(true);
    const tail = await play(id, { range: 'bytes=-10' });
    expect(tail.rawPayload.equals(sound.subarray(-10))).toBe(true);
    const rest = await play(id, { range: `bytes=${sound.length - 5}-` });
    expect([rest.statusCode, rest.rawPayload.length]).toEqual([206, 5]);
    const beyond = await play(id, { range: `bytes=${sound.length}-` });
    expect([beyond.statusCode, beyond.headers['content-range']]).toEqual([416, `bytes */${sound.length}`]);
    expect((await play(id, { range: 'bytes=0-1,5-9' })).statusCode).toBe(200);
    expect((await play(id, { 'if-none-match': String(whole.headers.etag) })).statusCode).toBe(304);
    expect((await play(id, { range: 'bytes=0-9', 'if-range': '"old"' })).statusCode).toBe(200);
  });

  test('is written down, once for a listening, and is not for strangers', async () => {
    const id = await recorded(await aFile(aWave(1_000)));
    const plays = async () =>
      (await web.ledger.query('select actor_id from audit_log where action = $1 and subject = $2', [
        'recording.played',
        `recording:${id}`,
      ])) as { actor_id: number }[];
    await play(id);
    await play(id, { range: 'bytes=100-' });
    await play(id, { range: 'bytes=200-' });
    expect(await plays()).toEqual([{ actor_id: web.ledger.ids.amy }]);
    web.ledger.clock.at += 11 * 60_000;
    await play(id, { range: 'bytes=200-' });
    expect(await plays()).toHaveLength(2);
    expect((await web.app.inject({ url: `/api/v1/recordings/${id}/audio` })).statusCode).toBe(401);
    expect(await plays()).toHaveLength(2);
  });
});

describe('on a profile', () => {
  const contact = async (name: string, number?: string) =>
    (await amy.post('contacts', { name, phones: number ? [{ number }] : [] })).body.id as number;

  test('stands by its call; an admin attaches, moves and detaches it, and nothing is overwritten', async () => {
    const number = aNumber();
    const [own, other] = [await contact('Own', number), await contact('Other')];
    const id = await recorded(await aFile(aWave(1_000)), number);
    const path = `recordings/${id}/links`;
    expect((await amy.post(path, { contactId: other, why: 'wrong name' })).code).toBe('forbidden');

    const attached = await ann.post(path, { contactId: other, why: 'both were on the call' });
    expect(attached.body.links).toMatchObject([
      { contact: { id: own }, by: null },
      { contact: { id: other }, by: { name: 'ann' }, why: 'both were on the call' },
    ]);
    expect((await ann.post(path, { contactId: other, why: 'again' })).code).toBe('already-linked');
    const [first] = attached.body.links;
    const third = await contact('Third');
    const moved = await ann.post(path, { contactId: third, why: 'it was his sister', insteadOf: first.id });
    expect(moved.body.links.map((link: { contact: { name: string } }) => link.contact.name)).toEqual([
      'Other',
      'Third',
    ]);
    expect((await ann.post(path, { contactId: own, why: 'no such link', insteadOf: first.id })).code).toBe('not-found');
    const [kept] = moved.body.links;
    const detached = await ann.post(`${path}/${kept.id}/detach`, { why: 'not on the call at all' });
    expect(detached.body.links).toHaveLength(1);
    expect((await ann.post(`${path}/${kept.id}/detach`, { why: 'once more' })).code).toBe('not-found');

    const rows = await web.ledger.query(
      'select detached_why from recording_links where recording_id = $1 order by id',
      [id],
    );
    expect(rows.map((row) => row.detached_why)).toEqual(['it was his sister', 'not on the call at all', null]);
    const shown = async (contactId: number) =>
      (await amy.get(`contacts/${contactId}/timeline`)).body.rows.map(
        (entry: { kind: string; recordings?: unknown[] }) => [entry.kind, entry.recordings?.length ?? null],
      );
    expect(await shown(own)).toEqual([['call', 0]]);
    expect(await shown(other)).toEqual([]);
    expect(await shown(third)).toEqual([['recording', null]]);
    const actions = (await ann.get('audit?limit=10')).body.rows
      .filter((row: { subject: string }) => row.subject === `recording:${id}`)
      .map((row: { action: string }) => row.action);
    expect(actions).toEqual(['recording.detached', 'recording.moved', 'recording.attached']);
  });

  test('those on nobody’s profile are listed for whoever may sort them', async () => {
    const id = await recorded(await aFile(aWave(1_000)));
    const unlinked = async () =>
      (await ann.get('recordings?unlinked=1&limit=200')).body.rows.map((row: { id: number }) => row.id);
    expect(await unlinked()).toContain(id);
    await ann.post(`recordings/${id}/links`, { contactId: await contact('Found'), why: 'heard the name' });
    expect(await unlinked()).not.toContain(id);
    expect((await amy.get('recordings')).code).toBe('forbidden');
  });
});

test('which recordings are silenced is kept, with the first beginning and the latest end of each, until they go on', async () => {
  const { pbx } = web.ledger.ids;
  type Store = ReturnType<typeof recordingPauseStore>;
  const within = <T>(work: (store: Store) => Promise<T>) =>
    web.ledger.database.db.transaction((tx) => work(recordingPauseStore(tx)));
  await within((store) => store.begin(pbx, ['1.1', '1.2'], 30_000, 60_000));
  await within((store) => store.begin(pbx, ['1.1'], 45_000, 90_000));
  const kept = await within((store) => store.of(pbx));
  expect(kept.toSorted((a, b) => a.channel.localeCompare(b.channel))).toEqual([
    { channel: '1.1', begunAt: 30_000, untilAt: 90_000 },
    { channel: '1.2', begunAt: 30_000, untilAt: 60_000 },
  ]);
  await within((store) => store.end(pbx, ['1.1', '1.2', 'never there']));
  expect(await within((store) => store.of(pbx))).toEqual([]);
});
