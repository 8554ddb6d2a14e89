import type { AddressInfo } from 'node:net';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NoticeView } from '../../../schema/contracts/notices.ts';
import type { ClientToServer, ServerToClient } from '../../../schema/contracts/socket.ts';
import { isDatabaseAway } from '../../../server/compose/database-away.ts';
import { listenToOutbox } from '../../../server/compose/listen.ts';
import { tellScreens } from '../../../server/compose/tell-screens.ts';
import { createRealtime, type Realtime } from '../../../server/realtime/server.ts';
import { planLadders } from '../../../server/usecases/plan-ladders.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { takeLadderSteps } from '../../../server/usecases/take-ladder-steps.ts';
import { createRelay, type Relay } from '../../../server/workers/relay.ts';
import { aMissedCall, aNumber } from '../../support/call-records.ts';
import { eventually } from '../../support/eventually.ts';
import { minute } from '../../support/ledger.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { type Browser, openWeb, type Web } from '../../support/web.ts';

type Line = Socket<ServerToClient, ClientToServer>;

let web: Web;
let realtime: Realtime;
let relay: Relay;
let base = '';
const lines: Line[] = [];

/** A browser's line, and the notices that came over it. */
async function connect(browser: Browser): Promise<{ line: Line; got: NoticeView[] }> {
  const extraHeaders = { origin: base, cookie: `rb_session=${browser.cookie}` };
  const options = { path: '/rt', transports: ['websocket'], extraHeaders, reconnection: false, forceNew: true };
  const line: Line = io(base, options);
  lines.push(line);
  const got: NoticeView[] = [];
  line.on('notice', ({ notice }) => got.push(notice));
  await new Promise<void>((done) => line.once('snapshot', () => done()));
  return { line, got };
}

async function overdue(): Promise<number> {
  const { ids, deps, clock } = web.ledger;
  const record = aMissedCall({ caller: aNumber(), endedAt: clock.at, line: 'sales' });
  const { callbackId } = await recordCall(deps, ids.pbx, ids.boot, record);
  clock.at += 31 * minute;
  await planLadders(web.house);
  await takeLadderSteps(web.house, { mail: false, webhook: false });
  return callbackId ?? 0;
}

beforeAll(async () => {
  web = await openWeb();
  const { house, app, deps } = web;
  realtime = createRealtime({
    server: app.server,
    house,
    live: deps.live,
    publicUrl: null,
    trustProxy: false,
    log: quietLog,
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  base = `http://127.0.0.1:${port}`;
  const tell = tellScreens({
    push: () => realtime.push,
    memory: { refreshDebts: async () => undefined, refreshTalks: async () => undefined } as never,
    followed: () => null,
    now: house.now,
  });
  relay = createRelay({
    transact: house.transact,
    tell,
    listen: listenToOutbox(web.ledger.database.pool),
    isAway: isDatabaseAway,
    now: house.now,
    log: quietLog,
  });
  relay.start();
  await web.ledger.query('update lines set escalation = $1', [
    JSON.stringify([{ step: 'overdue', minutes: 0, to: ['amy'], by: [] }]),
  ]);
});
afterAll(async () => {
  for (const line of lines) line.disconnect();
  await relay.stop();
  realtime.close();
  await web.close();
});

test('a step is on the screen of whoever it reaches at once, and waits for them while their line is cut', async () => {
  const [amy, bob] = await Promise.all([web.as('amy'), web.as('bob')]);
  const [hers, his] = await Promise.all([connect(amy), connect(bob)]);
  const first = await overdue();
  await eventually(() => expect(hers.got.map(({ callback }) => callback.id)).toEqual([first]));
  expect(hers.got[0]).toMatchObject({ step: 'overdue', rule: 'named', readAt: null });

  hers.line.disconnect();
  const second = await overdue();
  await relay.drain();
  const again = await connect(amy);
  const told = (await amy.get('notices')).body;
  expect(told.unread).toBe(2);
  expect(told.rows.map(({ callback }: NoticeView) => callback.id)).toEqual([second, first]);
  const third = await overdue();
  await eventually(() => expect(again.got.map(({ callback }) => callback.id)).toEqual([third]));
  expect(his.got).toEqual([]);
});
