import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A TCP line between Ringback and the PBX that a test can cut and mend. */
export interface CuttableLine {
  readonly port: number;
  /** Ends all connections and refuses new ones. */
  cut(): void;
  mend(): void;
  /** What Ringback says from now on stays on the way, unread and unlost, until the function it answers is called. */
  hold(): () => void;
  close(): Promise<void>;
}

export async function cuttableLine(to: number): Promise<CuttableLine> {
  const open = new Set<Socket>();
  const pairs = new Map<Socket, Socket>();
  let whole = true;
  let held = false;
  function letGo(): void {
    if (!held) return;
    held = false;
    for (const [near, far] of pairs) near.pipe(far);
  }

  const server = createServer((near) => {
    if (!whole) {
      near.destroy();
      return;
    }
    const far = connect(to, '127.0.0.1');
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        open.delete(socket);
        pairs.delete(near);
        near.destroy();
        far.destroy();
      });
    }
    pairs.set(near, far);
    far.pipe(near);
    if (!held) near.pipe(far);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port to be had');
  return {
    port: address.port,
    cut() {
      whole = false;
      for (const socket of open) socket.destroy();
    },
    mend() {
      whole = true;
      letGo();
    },
    hold() {
      held = true;
      for (const [near, far] of pairs) near.unpipe(far).pause();
      return letGo;
    },
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
