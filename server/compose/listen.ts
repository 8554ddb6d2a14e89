import type pg from 'pg';
import { outboxChannel } from '../store/outbox.ts';

const RECONNECT_MS = 1_000;

/** Wakes whenever a commit has left something in the outbox, on a connection of its own that is renewed when lost. */
export function listenToOutbox(pool: pg.Pool) {
  return (wake: () => void): { stop(): Promise<void> } => {
    let client: pg.PoolClient | null = null;
    let timer: NodeJS.Timeout | undefined;
    let stopped = false;

    function connect(): void {
      let mine: pg.PoolClient | null = null;
      let over = false;
      // A connection that dies during its first query says so twice; it is given back, and followed, once.
      const lost = () => {
        if (over) return;
        over = true;
        mine?.release(true);
        if (client === mine) client = null;
        if (!stopped) timer = setTimeout(connect, RECONNECT_MS);
      };
      connecting = pool
        .connect()
        .then(async (fresh) => {
          mine = fresh;
          client = fresh;
          fresh.once('error', lost);
          fresh.on('notification', wake);
          await fresh.query(`listen ${outboxChannel}`);
          wake();
        })
        .catch(lost);
    }

    let connecting: Promise<void> = Promise.resolve();
    connect();
    return {
      async stop() {
        stopped = true;
        clearTimeout(timer);
        await connecting;
        client?.removeAllListeners('notification');
        client?.release(true);
        client = null;
      },
    };
  };
}
