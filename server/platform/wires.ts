import { Socket } from 'node:net';

/** The sockets under a pool: all of them can be cut at once, and while they are cut none is made. */
export interface Wires {
  /** For the driver: the socket of one connection, not connected yet. */
  readonly stream: () => Socket;
  /** Ends every connection, also those being made. From now on each new one fails at once. */
  cut(): void;
  mend(): void;
}

/** The database is known to give no answer; the code is the SQLSTATE of a lost connection. */
class DatabaseSilent extends Error {
  readonly code = '08006';

  constructor() {
    super('The database does not answer.');
    this.name = 'DatabaseSilent';
  }
}

/** A socket that reaches nobody. */
class DeadSocket extends Socket {
  override connect(): this {
    setImmediate(() => this.destroy(new DatabaseSilent()));
    return this;
  }
}

export function createWires(): Wires {
  const open = new Set<Socket>();
  let whole = true;
  return {
    stream() {
      const socket = whole ? new Socket() : new DeadSocket();
      open.add(socket);
      socket.once('close', () => open.delete(socket));
      return socket;
    },
    cut() {
      whole = false;
      for (const socket of open) socket.destroy(new DatabaseSilent());
    },
    mend() {
      whole = true;
    },
  };
}
