import type { OfficeStores } from '../store/office-stores.ts';
import type { OutboxFact } from '../store/outbox.ts';

type Log = Record<'warn' | 'error', (fields: object, sentence: string) => void>;

interface Parts {
  readonly transact: <T>(work: (tx: OfficeStores) => Promise<T>) => Promise<T>;
  /** Reads what the screens need of one fact and tells them. Called after the fact's commit, in order. */
  readonly tell: (fact: OutboxFact, tx: OfficeStores) => Promise<void>;
  /** A batch has been told and its commit is done. */
  readonly told?: () => void;
  /** Calls `wake` when the database says that something was left; answers how to stop. */
  readonly listen: (wake: () => void) => { stop(): Promise<void> };
  readonly now: () => number;
  readonly log: Log;
}

/** Sends what the outbox holds to the screens: woken by the database, and looking by itself every second. */
export interface Relay {
  start(): void;
  /** Resolves when nothing is left unsent. */
  drain(): Promise<void>;
  stop(): Promise<void>;
}

const BATCH = 200;
const LOOK_EVERY_MS = 1_000;
/** What was sent is kept this long, so that a person can see what the screens were told. */
const FORGET_AFTER_MS = 24 * 3_600_000;

export function createRelay({ transact, tell, told, listen, now, log }: Parts): Relay {
  let running: Promise<void> | null = null;
  let again = false;
  let timer: NodeJS.Timeout | undefined;
  let listener: { stop(): Promise<void> } | null = null;
  let stopped = false;

  async function sendBatch(): Promise<number> {
    const sent = await transact(async (tx) => {
      const rows = await tx.outbox.take(BATCH);
      const seen = new Set<string>();
      for (const { fact } of rows) {
        // Two changes of one thing in a batch read the same state: once is enough.
        const key = JSON.stringify(fact);
        if (seen.has(key)) continue;
        seen.add(key);
        await tell(fact, tx);
      }
      await tx.outbox.markSent(rows.map(({ id }) => id));
      return rows.length;
    });
    if (sent > 0) told?.();
    return sent;
  }

  async function run(): Promise<void> {
    try {
      do {
        again = false;
        while (!stopped && (await sendBatch()) === BATCH);
      } while (again && !stopped);
    } catch (cause) {
      log.warn({ err: cause }, 'Changes could not be told to the screens yet.');
    } finally {
      running = null;
    }
  }

  function wake(): void {
    again = true;
    if (!stopped) running ??= run();
  }

  let sinceForgotten = 0;
  function look(): void {
    wake();
    if (now() - sinceForgotten < FORGET_AFTER_MS / 24) return;
    sinceForgotten = now();
    transact((tx) => tx.outbox.forget(now() - FORGET_AFTER_MS)).catch((cause: unknown) =>
      log.warn({ err: cause }, 'Old messages to the screens could not be cleared.'),
    );
  }

  return {
    start() {
      listener = listen(wake);
      timer = setInterval(look, LOOK_EVERY_MS);
      wake();
    },
    async drain() {
      wake();
      while (running !== null) await running;
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
      await listener?.stop();
    },
  };
}
