import type { AddressInfo } from 'node:net';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { LiveCard } from '../../../schema/contracts/live.ts';
import type { ClientToServer, ServerToClient, Snapshot } from '../../../schema/contracts/socket.ts';
import type { LivePort } from '../../../server/http/ports.ts';
import { createRealtime, type Realtime } from '../../../server/realtime/server.ts';
import { claimCallback } from '../../../server/usecases/claim-callback.ts';
import type { OfficeTx } from '../../../server/usecases/office.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { aMissedCall, aNumber } from '../../support/call-records.ts';
import { eventually } from '../../support/eventually.ts';
import { aPresence } from '../../support/presence.ts';
import { openWeb, type Web } from '../../support/web.ts';

type Line = Socket<ServerToClient, ClientToServer>;

let web: Web;
let realtime: Realtime;
let base: string;
let databaseAway = false;
const lines: Line[] = [];
const seen: string[] = [];

const aCard = (id: string) => ({ id, seq: 1, state: 'ringing' }) as LiveCard;
const live: LivePort = {
  cardsOf: (userId) => [aCard(`main:${userId}`)],
  attemptStep: () => null,
  coverage: () => ({ live: true, completeTo: 7, why: null }),
  presenceOf: () => null,
  agents: () => [aPresence({ user: { id: 1, name: 'amy' } })],
  waiting: () => ({ count: 0, longestSince: null }),
  painted: (userId, id) => void seen.push(`painted ${userId} ${id}`),
  chosen: () => {},
  screens: (userId, count) => void seen.push(`screens ${userId} ${count}`),
};

beforeAll(async () => {
  web = await openWeb({
    live,
    sessions: {
      signedOut: (id) => realtime.signedOut(id),
      browserSignedOut: (hash) => realtime.browserSignedOut(hash),
    },
  });
  const log = { warn: () => {} };
  const house = {
    ...web.house,
    transact: <T>(work: (tx: OfficeTx) => Promise<T>) =>
      databaseAway ? Promise.reject(new Error('Connection terminated')) : web.house.transact(work),
  };
  realtime = createRealtime({ server: web.app.server, house, live, publicUrl: null, trustProxy: false, log });
  await web.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = web.app.server.address() as AddressInfo;
  base = `http://127.0.0.1:${port}`;
});
afterEach(() => {
  databaseAway = false;
  for (const line of lines.splice(0)) line.disconnect();
  seen.length = 0;
});
afterAll(async () => {
  realtime.close();
  await web.close();
});

interface Wish {
  readonly cookie?: string | undefined;
  readonly from?: string | undefined;
  readonly transport?: 'websocket' | 'polling';
}

function open({ cookie, from = base, transport = 'websocket' }: Wish): Line {
  const extraHeaders = { ...(from && { origin: from }), ...(cookie && { cookie: `rb_session=${cookie}` }) };
  const line: Line = io(base, {
    path: '/rt',
    transports: [transport],
    extraHeaders,
    reconnection: false,
    forceNew: true,
  });
  lines.push(line);
  return line;
}

const snapshotOf = (line: Line) => new Promise<Snapshot>((done) => line.once('snapshot', done));
const refusalOf = (line: Line) =>
  new Promise<string>((done) => {
    line.once('connect_error', (error) => done(error.message));
    line.once('connect', () => done('connected'));
  });

async function connected(login: string, transport: 'websocket' | 'polling' = 'websocket') {
  const browser = await web.as(login);
  const line = open({ cookie: browser.cookie, transport });
  return { browser, line, snapshot: await snapshotOf(line) };
}

describe('the handshake', () => {
  test.each(['websocket', 'polling'] as const)('lets a signed-in browser of ours in, by %s', async (transport) => {
    const { snapshot } = await connected('amy', transport);
    const { amy } = web.ledger.ids;
    expect(snapshot).toMatchObject({
      cards: [{ id: `main:${amy}` }],
      coverage: { completeTo: 7 },
      agents: [],
      attempts: [],
    });
    expect(snapshot.now).toBe(web.ledger.clock.at);
  });

  test('refuses who has no session', async () => {
    expect(await refusalOf(open({}))).toBe('unauthenticated');
    expect(await refusalOf(open({ cookie: 'x'.repeat(43) }))).toBe('unauthenticated');
  });

  test('refuses another site, whatever cookie comes along', async () => {
    const { cookie } = await web.as('amy');
    for (const from of ['https://evil.example', `${base}.evil.example`, 'null', '']) {
      expect({ from, said: await refusalOf(open({ cookie, from })) }).not.toMatchObject({ said: 'connected' });
    }
  });
});

describe('while the database is away', () => {
  test('a browser known from before is let in and sees what rings; a stranger is not', async () => {
    const { browser, line } = await connected('amy');
    line.disconnect();
    databaseAway = true;
    const again = open({ cookie: browser.cookie });
    expect((await snapshotOf(again)).cards).toHaveLength(1);
    const stranger = open({ cookie: 'y'.repeat(43) });
    const cut = new Promise<string>((done) => stranger.io.once('close', done));
    expect(await cut).toMatch(/transport close|parse error|forced close/);
    expect(stranger.connected).toBe(false);
  });
});

describe('a room', () => {
  test('is joined by the server only: nobody reads another agent’s screen', async () => {
    const [amy, bob] = [await connected('amy'), await connected('bob')];
    const heard: string[] = [];
    bob.line.on('card', (card) => heard.push(card.id));
    const raw = bob.line as unknown as Socket;
    for (const event of ['join', 'subscribe', 'room', 'snapshot', 'card']) {
      raw.emit(event, `user:${web.ledger.ids.amy}`);
      raw.emit(event, { room: `user:${web.ledger.ids.amy}` });
    }
    const got = new Promise<LiveCard>((done) => amy.line.once('card', done));
    realtime.push.toUser(web.ledger.ids.amy, 'card', aCard('for amy'));
    expect((await got).id).toBe('for amy');
    // Bob's line is in order, so what was sent to it after the card shows that the card never came.
    const after = new Promise<void>((done) => bob.line.once('coverage', () => done()));
    realtime.push.toAll('coverage', live.coverage());
    await after;
    expect(heard).toEqual([]);
  });

  test('of supervisors hears of everyone’s presence, an agent does not', async () => {
    const [amy, sue] = [await connected('amy'), await connected('sue')];
    expect([amy.snapshot.agents.length, sue.snapshot.agents.length]).toEqual([0, 1]);
    const heard: string[] = [];
    amy.line.on('presence', () => heard.push('amy'));
    sue.line.on('presence', () => heard.push('sue'));
    const [presence] = live.agents();
    if (presence) realtime.push.toSupervisors('presence', presence);
    realtime.push.toAll('coverage', live.coverage());
    await new Promise<void>((done) => amy.line.once('coverage', () => done()));
    await eventually(() => expect(heard).toEqual(['sue']));
  });

  test('numbers its events upwards, also across snapshots', async () => {
    const first = (await connected('amy')).snapshot.seq;
    const between = realtime.push.nextSeq();
    expect([between > first, (await connected('amy')).snapshot.seq > between]).toEqual([true, true]);
  });
});

describe('a browser', () => {
  test('tells that a card is painted, and is counted while it is connected', async () => {
    const { line } = await connected('amy');
    const { amy } = web.ledger.ids;
    line.emit('painted', 'main:1.1');
    (line as unknown as Socket).emit('painted', { not: 'a card' });
    await eventually(() => expect(seen).toContain(`painted ${amy} main:1.1`));
    expect(realtime.push.screensOf(amy)).toBe(1);
    line.disconnect();
    await eventually(() => expect(seen.at(-1)).toBe(`screens ${amy} 0`));
  });

  test('renews its own claims and hears which are still its', async () => {
    const { deps, ids, clock } = web.ledger;
    const missed = await recordCall(deps, ids.pbx, ids.boot, aMissedCall({ caller: aNumber(), endedAt: clock.at }));
    const id = missed.callbackId ?? 0;
    await claimCallback(deps, id, ids.amy);
    const [amy, bob] = [await connected('amy'), await connected('bob')];
    clock.at += 20_000;
    expect(await bob.line.emitWithAck('renew', [id])).toEqual([]);
    expect(await amy.line.emitWithAck('renew', [id, 999_999])).toEqual([id]);
    const [row] = await web.ledger.query<{ left: number }>(
      'select extract(epoch from lease_until) * 1000 - $2 as left from callbacks where id = $1',
      [id, clock.at],
    );
    expect(Number(row?.left)).toBe(30_000);
  });

  test('that floods is let go', async () => {
    const { line } = await connected('amy');
    const gone = new Promise<string>((done) => line.once('disconnect', done));
    for (let n = 0; n < 200; n += 1) line.emit('painted', 'x');
    expect(await gone).toBe('io server disconnect');
  });

  test('is let go when its session ends, and only it', async () => {
    const [first, second] = [await connected('amy'), await connected('amy')];
    const told = new Promise<void>((done) => first.line.once('signed-out', done));
    const gone = new Promise<string>((done) => first.line.once('disconnect', done));
    expect((await first.browser.call('DELETE', 'session')).status).toBe(204);
    await told;
    expect(await gone).toBe('io server disconnect');
    expect(second.line.connected).toBe(true);
    expect(await refusalOf(open({ cookie: first.browser.cookie }))).toBe('unauthenticated');
  });

  test('of a disabled person is let go at once', async () => {
    const bob = await connected('bob');
    const gone = new Promise<string>((done) => bob.line.once('disconnect', done));
    await (await web.as('ann')).call('PATCH', `people/${web.ledger.ids.bob}`, { disabled: true });
    expect(await gone).toBe('io server disconnect');
  });
});
