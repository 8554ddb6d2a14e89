import type { AddressInfo } from 'node:net';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { News, NewsFact } from '../../../schema/contracts/news.ts';
import type { ClientToServer, ServerToClient } from '../../../schema/contracts/socket.ts';
import { isDatabaseAway } from '../../../server/compose/database-away.ts';
import { listenToOutbox } from '../../../server/compose/listen.ts';
import { tellScreens } from '../../../server/compose/tell-screens.ts';
import { createRealtime, type Realtime } from '../../../server/realtime/server.ts';
import { claimCallback } from '../../../server/usecases/claim-callback.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { releaseCallback } from '../../../server/usecases/release-callback.ts';
import { createRelay, type Relay } from '../../../server/workers/relay.ts';
import { aMissedCall, aNumber } from '../../support/call-records.ts';
import { eventually } from '../../support/eventually.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { openWeb, type Web } from '../../support/web.ts';

type Line = Socket<ServerToClient, ClientToServer>;

let web: Web;
let realtime: Realtime;
let relay: Relay;
let base = '';
const lines: Line[] = [];

beforeAll(async () => {
  web = await openWeb();
  const { house, app, deps } = web;
  const { server } = app;
  realtime = createRealtime({ server, house, live: deps.live, publicUrl: null, trustProxy: false, log: quietLog });
  await app.listen({ port: 0, host: '127.0.0.1' });
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const tell = tellScreens({
    push: () => realtime.push,
    memory: { refreshDebts: async () => undefined, refreshTalks: async () => undefined } as never,
    followed: () => null,
    now: house.now,
  });
  const listen = listenToOutbox(web.ledger.database.pool);
  relay = createRelay({
    transact: house.transact,
    tell,
    listen,
    isAway: isDatabaseAway,
    now: house.now,
    log: quietLog,
  });
  relay.start();
});
afterEach(() => {
  for (const line of lines.splice(0)) line.disconnect();
});
afterAll(async () => {
  await relay.stop();
  realtime.close();
  await web.close();
});

/** A screen that looks at these things, and the news that reach it. */
async function screen(login: string, ...topics: readonly string[]) {
  const { cookie } = await web.as(login);
  const extraHeaders = { origin: base, cookie: `rb_session=${cookie}` };
  const line: Line = io(base, { path: '/rt', transports: ['websocket'], extraHeaders, forceNew: true });
  lines.push(line);
  const heard: News[] = [];
  line.on('news', (news) => heard.push(news));
  const mine = await new Promise<number>((done) => line.once('snapshot', (snapshot) => done(snapshot.mine)));
  const last = topics.length === 0 ? {} : await line.emitWithAck('look', topics);
  const facts = (topic: string): readonly NewsFact[] =>
    heard.filter((news) => news.topic === topic).flatMap((news) => news.facts);
  return { line, heard, facts, last, mine };
}

async function missed() {
  const { deps, ids, clock } = web.ledger;
  const caller = aNumber();
  const { callbackId, callId } = await recordCall(
    deps,
    ids.pbx,
    ids.boot,
    aMissedCall({ caller, endedAt: clock.at, line: 'sales' }),
  );
  return { id: callbackId ?? 0, callId, caller };
}

describe('a committed fact reaches', () => {
  test('who looks at it, each as their page needs it, and nobody else', async () => {
    const [desk, log, board, person, idle] = await Promise.all([
      screen('amy', 'today'),
      screen('amy', 'calls'),
      screen('sue', 'board'),
      screen('bob', 'contact:999999', 'people', 'recordings'),
      screen('bob'),
    ]);
    const { id, callId } = await missed();
    const claimedBy = null;
    await eventually(() => {
      expect(desk.facts('today')).toContainEqual({ type: 'brief', brief: { id, state: 'open', claimedBy } });
      expect(log.facts('calls')).toContainEqual(
        expect.objectContaining({ type: 'call', call: expect.objectContaining({ id: callId }) }),
      );
      expect(log.facts('calls')).toContainEqual(expect.objectContaining({ type: 'debt' }));
      expect(board.facts('board')).toContainEqual(
        expect.objectContaining({ type: 'callback', callback: expect.objectContaining({ id, state: 'open' }) }),
      );
      expect(board.facts('board')).toContainEqual({ type: 'logged', calls: 1 });
    });
    expect([...person.heard, ...idle.heard]).toEqual([]);
    const topics = [desk, log, board].map(({ heard }) => [...new Set(heard.map(({ topic }) => topic))]);
    expect(topics).toEqual([['today'], ['calls'], ['board']]);
  });

  test('whoever holds or held the item, whatever they look at, numbered without a hole', async () => {
    const { deps, ids } = web.ledger;
    const { id } = await missed();
    const [amy, bob] = [await screen('amy', 'recordings'), await screen('bob')];
    const { fence } = await claimCallback(deps, id, ids.amy);
    await eventually(() =>
      expect(amy.facts('mine')).toContainEqual(
        expect.objectContaining({ callback: expect.objectContaining({ id, state: 'claimed' }) }),
      ),
    );
    await releaseCallback(deps, id, ids.amy, fence);
    await eventually(() =>
      expect(amy.facts('mine')).toContainEqual(
        expect.objectContaining({ callback: expect.objectContaining({ id, state: 'open' }) }),
      ),
    );
    expect(amy.heard.map(({ n }) => n)).toEqual(amy.heard.map((_news, n) => amy.mine + n + 1));
    expect(bob.heard).toEqual([]);
  });

  test('the page of the number, also when nobody knows whose it is', async () => {
    const { deps, ids } = web.ledger;
    const { id, caller } = await missed();
    const { facts, last } = await screen('bob', `number:${caller}`);
    expect(last).toEqual({ [`number:${caller}`]: 0 });
    await claimCallback(deps, id, ids.amy);
    await eventually(() => expect(facts(`number:${caller}`)).toEqual([{ type: 'touched' }]));
  });
});

describe('a screen', () => {
  test('hears no more of what it has left, and is told the number of what it comes to', async () => {
    const [stays, goes] = [await screen('amy', 'calls'), await screen('bob', 'calls')];
    await missed();
    await eventually(() => expect(goes.facts('calls').length).toBeGreaterThan(0));
    const last = await goes.line.emitWithAck('look', ['board']);
    expect(last).toEqual({ board: 0 });
    goes.heard.length = 0;
    stays.heard.length = 0;
    await missed();
    await eventually(() => {
      expect(stays.facts('calls').length).toBeGreaterThan(0);
      expect(goes.facts('board').length).toBeGreaterThan(0);
    });
    expect(goes.facts('calls')).toEqual([]);
    const again = await goes.line.emitWithAck('look', ['calls']);
    expect(again.calls).toBe(stays.heard.at(-1)?.n);
  });

  test('that asks for what is nobody’s to look at gets no answer and no room', async () => {
    const { line, heard } = await screen('amy');
    const { bob } = web.ledger.ids;
    const raw = line as unknown as Socket;
    const answers: unknown[] = [];
    for (const wish of [[`user:${bob}`], ['role:supervisor'], ['today+'], ['deciders'], 'today', [{}], ['mine'], [7]])
      raw.emit('look', wish, (answer: unknown) => answers.push(answer));
    raw.emit('look', Array(21).fill('today'), (answer: unknown) => answers.push(answer));
    raw.emit('look', ['today']);
    realtime.push.news.tellUser(bob, { type: 'touched' });
    realtime.push.news.tell('deciders', { type: 'touched' });
    // The line is in order: what was asked before this was looked at before it is answered.
    expect(await line.emitWithAck('look', ['calls'])).toEqual({ calls: 0 });
    expect([answers, heard]).toEqual([[], []]);
  });
});
