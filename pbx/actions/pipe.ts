import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls, { type ConnectionOptions } from 'node:tls';
import { CommandError } from './command-error.ts';
import { createReplyFilter } from './reply-filter.ts';

/**
 * A connection to the PBX behind a unix socket of our own. `asterisk-manager` speaks no TLS, keeps whatever a peer
 * sends without end, and cannot close a connection that hangs (0.2.0); it connects to `path`, and the real connection
 * stays in our hands.
 */
export interface Pipe {
  readonly path: string;
  /** Resolves with a reason when either side is gone. */
  readonly closed: Promise<string>;
  /** Destroys both sides. */
  close(reason: string): void;
}

export interface PipeTarget {
  readonly host: string;
  readonly port: number;
  readonly tls?: ConnectionOptions;
  readonly connectMs: number;
  /** Gives up, or ends the connection, when aborted. */
  readonly signal: AbortSignal;
  /** Told of bytes right after they went out to the PBX. */
  readonly onSent?: (bytes: Buffer) => void;
}

/** Connects to the PBX, then offers the connection at `path` to one client. */
export async function openPipe(target: PipeTarget): Promise<Pipe> {
  const outer = await reach(target);
  let tell: (reason: string) => void = () => {};
  const closed = new Promise<string>((resolve) => {
    tell = resolve;
  });
  let inner: net.Socket | null = null;
  const folder = await mkdtemp(join(tmpdir(), 'ringback-'));
  const path = join(folder, 'ami');

  function close(reason: string): void {
    tell(reason);
    outer.destroy();
    inner?.destroy();
    server.close();
    void rm(folder, { recursive: true, force: true }).catch(() => {});
  }

  const server = net.createServer((socket) => {
    if (inner) {
      socket.destroy();
      return;
    }
    inner = socket;
    server.close();
    void rm(folder, { recursive: true, force: true }).catch(() => {});
    socket.on('error', () => close('The connection broke.'));
    socket.on('close', () => close('The connection was closed.'));
    socket.on('data', (bytes) => {
      outer.write(bytes);
      target.onSent?.(bytes);
    });
    const repliesIn = createReplyFilter();
    outer.on('data', (bytes: Buffer) => {
      const replies = repliesIn(bytes);
      if (replies === null) close('The PBX sent something that is no reply.');
      else if (replies.length > 0) socket.write(replies);
    });
    outer.resume();
  });
  target.signal.addEventListener('abort', () => close('Stopped.'), { once: true });
  if (outer.destroyed || target.signal.aborted) close('The connection broke.');
  outer.on('close', () => close('The PBX closed the connection.'));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  }).catch((error: unknown) => {
    close('No local socket.');
    throw error;
  });
  return { path, closed, close };
}

function reach({ host, port, connectMs, signal, ...target }: PipeTarget): Promise<net.Socket> {
  const socket = target.tls
    ? tls.connect({ host, port, ...(net.isIP(host) ? {} : { servername: host }), ...target.tls })
    : net.connect({ host, port });
  return new Promise((resolve, reject) => {
    const fail = (message: string) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      socket.destroy();
      reject(new CommandError('offline', message));
    };
    const abort = () => fail('Stopped.');
    const timer = setTimeout(() => fail('The connection was not made in time.'), connectMs);
    signal.addEventListener('abort', abort, { once: true });
    // Stays for the socket's life: an error nobody listens to would end the process. `close` follows it.
    socket.on('error', (error: NodeJS.ErrnoException) => fail(`The PBX cannot be reached (${error.code ?? 'error'}).`));
    socket.once(target.tls ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      // Bytes wait in the kernel until the other side is there.
      socket.pause();
      socket.setNoDelay(true);
      resolve(socket);
    });
  });
}
