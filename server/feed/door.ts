import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { feedProtocol } from '../../schema/contracts/feed.ts';
import type { ProblemCode } from '../../schema/contracts/problem.ts';
import { problem, statusOf } from '../http/problems.ts';
import { createTryLimit } from '../http/try-limit.ts';
import { Refusal } from '../usecases/refusal.ts';
import type { FeedHub } from './hub.ts';

interface Parts {
  readonly server: Server;
  readonly hub: FeedHub;
  /** Whose a secret is; null when it is nobody's. Refuses when it is for something else. */
  readonly admit: (secret: string) => Promise<number | null>;
  readonly now: () => number;
  /** A proxy's word for the address of the other side is believed. */
  readonly trustProxy: boolean;
  readonly log: Record<'warn', (fields: object, sentence: string) => void>;
}

/** Where the feed is. */
export const feedPath = '/api/v1/stream';
const mostConnections = 100;
const mostPerToken = 10;
/** Socket.IO cuts upgrades that nobody has answered after a second. */
const admitWithinMs = 800;
const secretForm = /^[A-Za-z0-9_-]{20,200}$/;

/** Lets integrators in: looks at path and token before the upgrade. A browser's cookie counts for nothing here. */
export function openFeedDoor({ server, hub, admit, now, trustProxy, log }: Parts): { close(): void } {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: 1024,
    perMessageDeflate: false,
    clientTracking: false,
    handleProtocols: (offered) => (offered.has(feedProtocol) ? feedProtocol : false),
  });
  const wrong = createTryLimit({ tries: 60, withinMs: 10 * 60_000, now });
  let closed = false;

  async function letIn(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const since = sinceOf(request.url);
    const { secret, offered } = secretOf(request);
    if (secret === null) throw new Refusal('unauthenticated');
    if (since === undefined) throw new Refusal('bad-request', 'since');
    if (offered.length > 0 && !offered.includes(feedProtocol)) throw new Refusal('bad-request', 'protocol');
    const address = addressOf(request, trustProxy);
    wrong.take(address);
    const tokenId = await inTime(admit(secret));
    if (tokenId === null) throw new Refusal('unauthenticated');
    wrong.giveBack(address);
    if (hub.connected >= mostConnections || hub.connectedBy(tokenId) >= mostPerToken) {
      throw new Refusal('too-many-tries');
    }
    if (closed || socket.destroyed) return void socket.destroy();
    sockets.handleUpgrade(request, socket, head, (line) => void hub.connect(line, tokenId, since));
  }

  function onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (pathOf(request.url) !== feedPath) return;
    socket.on('error', () => socket.destroy());
    letIn(request, socket, head).catch((cause: unknown) => {
      const code = cause instanceof Refusal ? cause.code : 'database-unreachable';
      if (!(cause instanceof Refusal)) log.warn({ err: cause }, 'An integrator could not be let in.');
      refuse(socket, code, cause instanceof Refusal ? cause.field : undefined);
    });
  }

  server.on('upgrade', onUpgrade);
  return {
    close() {
      closed = true;
      server.off('upgrade', onUpgrade);
      hub.close();
    },
  };
}

function pathOf(url: string | undefined): string {
  return (url ?? '').split('?', 1)[0] ?? '';
}

/** Null without one, undefined when it is not a number of ours. */
function sinceOf(url: string | undefined): number | null | undefined {
  const [, query = ''] = (url ?? '').split('?');
  const told = new URLSearchParams(query).get('since');
  if (told === null) return null;
  const since = /^[0-9]{1,16}$/.test(told) ? Number(told) : Number.NaN;
  return Number.isSafeInteger(since) ? since : undefined;
}

/** From `Authorization: Bearer`, or from the subprotocols, where a browser's WebSocket can put it. */
function secretOf({ headers }: IncomingMessage): { secret: string | null; offered: string[] } {
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').flatMap((word) => word.trim() || []);
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  const secret = bearer ?? offered.find((word) => word !== feedProtocol) ?? null;
  return { secret: secret !== null && secretForm.test(secret) ? secret : null, offered };
}

function addressOf(request: IncomingMessage, trustProxy: boolean): string {
  const passedOn = request.headers['x-forwarded-for'];
  // The last entry is the one our own proxy wrote.
  const last = typeof passedOn === 'string' ? passedOn.split(',').at(-1)?.trim() : undefined;
  return (trustProxy && last) || (request.socket.remoteAddress ?? 'unknown');
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The database did not answer in time')), admitWithinMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The same errors as everywhere under /api/v1, said by hand: there is no reply object before an upgrade. */
function refuse(socket: Duplex, code: ProblemCode, field: string | undefined): void {
  if (socket.destroyed || !socket.writable) return void socket.destroy();
  const body = JSON.stringify(problem(code, randomUUID(), field));
  socket.end(
    `HTTP/1.1 ${statusOf(code)} Refused\r\nContent-Type: application/json; charset=utf-8\r\nConnection: close\r\n` +
      `Cache-Control: no-store\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}
