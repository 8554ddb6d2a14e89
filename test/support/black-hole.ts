import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A TCP line to a unix socket that can swallow everything without a word, as a broken network does. */
export interface BlackHole {
  readonly port: number;
  /** From now on nothing passes and nobody is told; new connections are accepted and hear nothing. */
  swallow(): void;
  /** New connections pass again. Those swallowed stay so: the other side still believes in them. */
  restore(): void;
  close(): Promise<void>;
}

export async function blackHole(socketPath: string): Promise<BlackHole> {
  const open = new Set<Socket>();
  let swallows = false;
  const keep = (socket: Socket) => {
    open.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => open.delete(socket));
  };
  const server = createServer((near) => {
    keep(near);
    if (swallows) return void near.pause();
    const far = connect(socketPath);
    keep(far);
    far.on('close', () => near.destroy());
    // What the near side does after it was swallowed never reaches the far side, its end included.
    near.on('close', () => !near.isPaused() && far.destroy());
    near.on('data', (bytes) => !near.isPaused() && far.write(bytes));
    far.on('data', (bytes) => near.write(bytes));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port to be had');
  return {
    port: address.port,
    swallow() {
      swallows = true;
      for (const socket of open) socket.pause();
    },
    restore() {
      swallows = false;
    },
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
