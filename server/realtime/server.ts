import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { Server } from 'socket.io';
import { z } from 'zod';
import type { LivePort, SessionsPort } from '../http/ports.ts';
import { isSameOrigin, sessionIn } from '../platform/same-origin.ts';
import type { Deps } from '../usecases/deps.ts';
import { isSessionLive } from '../usecases/find-session.ts';
import type { Office } from '../usecases/office.ts';
import { renewLease } from '../usecases/renew-lease.ts';
import { createAdmission } from './admission.ts';
import { type Line, letLook } from './look.ts';
import { createPush, type Push } from './push.ts';
import { type Connected, type RealtimeServer, roomOf, supervisorsRoom } from './rooms.ts';
import { readSnapshot } from './snapshot.ts';

interface Parts {
  readonly server: HttpServer;
  readonly house: Office & Deps;
  readonly live: LivePort;
  readonly publicUrl: string | null;
  /** A proxy's word for the host is believed. */
  readonly trustProxy: boolean;
  readonly log: Record<'warn', (fields: object, sentence: string) => void>;
}

export interface Realtime extends SessionsPort {
  readonly push: Push;
  /** Lets all screens go. The web server is closed by whoever opened it. */
  close(): void;
}

/** Screens of one person beyond this are refused: no human has them. */
const mostScreens = 30;
/** Messages a browser may send in ten seconds; ours sends a few. */
const mostMessages = 100;
const lookAtSessionsEveryMs = 60_000;
const Ids = z.array(z.number().int().positive()).max(50);
const CardId = z.string().min(1).max(200);

/** The live line to the screens: same server, same cookie, rooms set here. */
export function createRealtime({ server, house, live, publicUrl, trustProxy, log }: Parts): Realtime {
  const io: RealtimeServer = new Server(server, {
    path: '/rt',
    serveClient: false,
    maxHttpBufferSize: 64 * 1024,
    pingInterval: 10_000,
    pingTimeout: 8_000,
    perMessageDeflate: false,
    httpCompression: false,
    allowRequest: (request, answer) =>
      answer(null, isSameOrigin(request.headers, hostOf(request, trustProxy), publicUrl)),
  });
  const push = createPush(io);
  const admission = createAdmission(house);

  io.use((socket, next) => {
    admission.admit(sessionIn(socket.handshake.headers.cookie)).then(
      (line) => {
        if (!line) return next(new Error('unauthenticated'));
        if (push.screensOf(line.userId) >= mostScreens) return next(new Error('too-many-tries'));
        Object.assign(socket.data, line);
        next();
      },
      (cause: unknown) => {
        log.warn({ err: cause }, 'A screen could not be let in');
        // No refusal: a cut line is tried again by the browser itself, a refusal is not.
        socket.conn.close();
      },
    );
  });

  io.on('connection', (socket) => {
    welcome(socket).catch((cause: unknown) => {
      log.warn({ err: cause }, 'A screen could not be told the present');
      socket.disconnect(true);
    });
  });

  async function welcome(socket: Line): Promise<void> {
    const { userId, role } = socket.data;
    guardFlood(socket);
    letLook(socket, push.news);
    listen(socket);
    const read = await readSnapshot({ house, live, log }, userId);
    if (!socket.connected) return;
    // From here to the snapshot nothing waits, so that no event can come between the room and what it adds to.
    await socket.join(role === 'agent' ? roomOf(userId) : [roomOf(userId), supervisorsRoom]);
    const changed = () => live.screens(userId, push.screensOf(userId));
    socket.on('disconnect', changed);
    changed();
    socket.emit('snapshot', read(push.nextSeq(), push.news.lastOf(roomOf(userId)), role !== 'agent'));
  }

  function listen(socket: Line): void {
    const { userId } = socket.data;
    socket.on('painted', (cardId) => {
      const card = CardId.safeParse(cardId);
      if (card.success) live.painted(userId, card.data);
    });
    socket.on('renew', (callbackIds, answer) => {
      const ids = Ids.safeParse(callbackIds);
      if (!ids.success || typeof answer !== 'function') return;
      renewLease(house, userId, ids.data).then(answer, (cause: unknown) =>
        log.warn({ err: cause }, 'Claims could not be renewed'),
      );
    });
  }

  function end(fits: (line: Connected) => boolean): void {
    admission.forget(fits);
    for (const socket of io.sockets.sockets.values()) {
      if (!fits(socket.data)) continue;
      socket.emit('signed-out');
      socket.disconnect(true);
    }
  }

  async function endLapsed(): Promise<void> {
    const hashes = new Set([...io.sockets.sockets.values()].map((socket) => socket.data.tokenHash));
    for (const hash of hashes) if (!(await isSessionLive(house, hash))) end((line) => line.tokenHash === hash);
  }

  const looking = setInterval(() => {
    endLapsed().catch((cause: unknown) => log.warn({ err: cause }, 'Sessions of screens could not be checked'));
  }, lookAtSessionsEveryMs);
  looking.unref();

  return {
    push,
    signedOut: (userId) => end((line) => line.userId === userId),
    browserSignedOut: (tokenHash) => end((line) => line.tokenHash === tokenHash),
    close() {
      clearInterval(looking);
      io.local.disconnectSockets(true);
      io.engine.close();
    },
  };
}

function guardFlood(socket: Line): void {
  let counted = 0;
  let since = performance.now();
  socket.use((_message, next) => {
    if (performance.now() - since > 10_000) {
      counted = 0;
      since = performance.now();
    }
    counted += 1;
    if (counted > mostMessages) socket.disconnect(true);
    else next();
  });
}

function hostOf(request: IncomingMessage, trustProxy: boolean): string | undefined {
  const passedOn = request.headers['x-forwarded-host'];
  // The last entry is the one our own proxy wrote.
  const last = typeof passedOn === 'string' ? passedOn.split(',').at(-1)?.trim() : undefined;
  return trustProxy && last ? last : request.headers.host;
}
