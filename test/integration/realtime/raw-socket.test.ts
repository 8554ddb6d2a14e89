import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { createRealtime, type Realtime } from '../../../server/realtime/server.ts';
import { eventually } from '../../support/eventually.ts';
import { openWeb, type Web } from '../../support/web.ts';

let web: Web;
let realtime: Realtime;
let base: string;

beforeAll(async () => {
  web = await openWeb();
  const { house, app, deps } = web;
  realtime = createRealtime({
    server: app.server,
    house,
    live: deps.live,
    publicUrl: null,
    trustProxy: false,
    log: { warn: () => {} },
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  base = `127.0.0.1:${(app.server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await realtime.close();
  await web.close();
});

/** A client of somebody's own making: it speaks Engine.IO by hand and says whatever it likes. */
function rawClient(
  cookie: string | undefined,
  origin: string,
): { readonly socket: WebSocket; readonly heard: string[] } {
  const heard: string[] = [];
  const headers = { origin, ...(cookie ? { cookie: `rb_session=${cookie}` } : {}) };
  const socket = new WebSocket(`ws://${base}/rt/?EIO=4&transport=websocket`, { headers });
  socket.on('message', (data) => heard.push(String(data)));
  socket.on('error', (error) => heard.push(error.message));
  return { socket, heard };
}

test('a client that asks for another person’s room hears nothing of it', async () => {
  const amy = await web.as('amy');
  const { socket, heard } = rawClient(amy.cookie, `http://${base}`);
  await eventually(() => expect(heard[0]).toMatch(/^0/));
  socket.send('40');
  await eventually(() => expect(heard.some((text) => text.startsWith('42["snapshot"'))).toBe(true));
  const { bob } = web.ledger.ids;
  for (const wish of ['join', 'subscribe', 'room']) socket.send(`42["${wish}","user:${bob}"]`);
  socket.send('42["join","role:supervisor"]');
  realtime.push.toUser(bob, 'card.gone', { seq: 1, id: 'theirs', why: 'over', by: null, callId: null });
  realtime.push.toSupervisors('coverage', { live: false, completeTo: null, why: 'theirs' });
  realtime.push.toUser(web.ledger.ids.amy, 'card.gone', { seq: 2, id: 'mine', why: 'over', by: null, callId: null });
  await eventually(() => expect(heard.some((text) => text.includes('"mine"'))).toBe(true));
  expect(heard.filter((text) => text.includes('theirs'))).toEqual([]);
  socket.close();
});

test('a page of another site is refused at the door, whatever cookie the browser sends along', async () => {
  const amy = await web.as('amy');
  const { heard } = rawClient(amy.cookie, 'https://evil.example');
  await eventually(() => expect(heard[0]).toMatch(/server response: 4\d\d/));
});
