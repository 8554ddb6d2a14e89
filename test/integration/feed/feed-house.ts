import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import WebSocket from 'ws';
import { FeedMessage } from '../../../schema/contracts/feed.ts';
import { createFeedSide, type FeedSide } from '../../../server/compose/feed-side.ts';
import type { LiveCall } from '../../../server/domain/live/live-call.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { createRelay, type Relay } from '../../../server/workers/relay.ts';
import { aMissedCall, aNumber } from '../../support/call-records.ts';
import { openWeb, type Web } from '../../support/web.ts';

export let web: Web;
export let feed: FeedSide;
export let relay: Relay;
export let base: string;
export let secret: string;
export const clients: WebSocket[] = [];
const log = { warn: () => {}, error: () => {} };

/** Feed and relay as the service builds them, over the same database: also the way they are after a restart. */
export function openFeed(): void {
  feed = createFeedSide({
    house: web.house,
    memory: { ownerOf: (device) => (device === 'PJSIP/1001' ? web.ledger.ids.amy : null), nameOf: () => 'amy' },
    trustProxy: false,
    log,
  });
  relay = createRelay({
    transact: web.house.transact,
    tell: feed.tell,
    told: feed.wake,
    isAway: () => false,
    listen: () => ({ stop: async () => {} }),
    now: web.house.now,
    log,
  });
  feed.open(web.app.server);
}

export async function openFeedHouse(): Promise<void> {
  web = await openWeb({ tokensChanged: () => feed.tokensChanged() });
  await web.app.listen({ port: 0, host: '127.0.0.1' });
  base = `127.0.0.1:${(web.app.server.address() as AddressInfo).port}`;
  openFeed();
  secret = (await makeToken('CRM')).secret;
}
/** Ends all connections of a test. */
export function hangUp(): void {
  for (const client of clients.splice(0)) client.terminate();
}

/** As the service stops. */
export async function stopFeed(): Promise<void> {
  await feed.stop();
  await relay.stop();
}

export async function closeFeedHouse(): Promise<void> {
  await stopFeed();
  await web.close();
}

export async function makeToken(name: string): Promise<{ secret: string; id: number }> {
  const made = await (await web.as('ann')).post('tokens', { name });
  expect(made.status).toBe(201);
  return { secret: made.body.secret, id: made.body.token.id };
}

export interface Client {
  readonly socket: WebSocket;
  readonly heard: FeedMessage[];
  readonly closed: { code: number; reason: string }[];
}

export async function connect(query = '', token = secret): Promise<Client> {
  const client = begin(query, { authorization: `Bearer ${token}` });
  await new Promise((resolve, reject) => client.socket.once('open', resolve).once('error', reject));
  return client;
}

export function begin(query: string, headers: Record<string, string>, protocols: string[] = []): Client {
  const socket = new WebSocket(`ws://${base}/api/v1/stream${query}`, protocols, { headers });
  clients.push(socket);
  const heard: FeedMessage[] = [];
  const closed: Client['closed'] = [];
  // The contract is strict about what it knows: each message is exactly what the docs say.
  socket.on('message', (text) => {
    const message: unknown = JSON.parse(String(text));
    expect(FeedMessage.parse(message)).toEqual(message);
    heard.push(message as FeedMessage);
  });
  socket.on('close', (code, reason) => closed.push({ code, reason: String(reason) }));
  socket.on('error', () => {});
  return { socket, heard, closed };
}

export async function missed(number = aNumber()) {
  const { pbx, boot } = web.ledger.ids;
  const endedAt = web.ledger.clock.at;
  const call = await recordCall(web.house, pbx, boot, aMissedCall({ caller: number, endedAt }));
  await relay.drain();
  return { ...call, number };
}

export const types = ({ heard }: Client) => heard.map(({ type }) => type);
export const rising = ({ heard }: Client) => heard.every(({ seq }, place) => seq > (heard[place - 1]?.seq ?? 0));
export const lastSeq = ({ heard }: Client) => heard.at(-1)?.seq ?? 0;

export function aLiveCall(linkedid: string): LiveCall {
  return {
    id: `main:${linkedid}`,
    pbx: 'main',
    linkedid,
    linkedids: [linkedid],
    direction: 'inbound',
    state: 'ringing',
    startedAt: 1_000,
    number: aNumber(),
    numberRaw: 'secret text of a stranger',
    name: 'secret name',
    withheld: false,
    called: null,
    line: 'sales',
    queue: null,
    waitingSince: 1_000,
    ringing: [],
    talking: [],
    dialing: null,
    attemptId: null,
    aside: [],
    consulted: [],
    held: [],
    customers: [],
    recorded: [],
  };
}
