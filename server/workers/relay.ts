import type { OfficeStores } from '../store/office-stores.ts';
import type { OutboxFact } from '../store/outbox.ts';

type Log = Record<'warn' | 'error', (fields: object, sentence: string) => void>;

interface Parts {
  readonly transact: <T>(work: (tx: OfficeStores) => Promise<T>) => Promise<T>;
  /** Reads what the screens need of these facts and tells them. Called after their commit, in order; none stands there twice. */
  readonly tell: (facts: readonly OutboxFact[], tx: OfficeStores) => Promise<void>;
  /** A batch has been told and its commit is done. */
  readonly told?: () => void;
  /** Calls `wake` when the database says that something was left; answers how to stop. */
  readonly listen: (wake: () => void) => { stop(): Promise<void> };
  /** Whether a failure says that the database is away, so that waiting helps. */
  readonly isAway: (cause: unknown) => boolean;
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
/** So often a change is tried that cannot be told; then the others go on without it. */
const TRIES = 3;
const LOOK_EVERY_MS = 1_000;
/** What was sent is kept this long, so that a person can see what the screens were told. */
const FORGET_AFTER_MS = 24 * 3_600_000;

export function createRelay({ transact, tell, told, listen, isAway, now, log }: Parts): Relay {
  let running: Promise<void> | null = null;
  let again = false;
  let timer: NodeJS.Timeout | undefined;
  let listener: { stop(): Promise<void> } | null = null;
  let stopped = false;
  /** So many of the next changes are told one by one: a batch failed because of one of them. */
  let apart = 0;
  let failures = 0;

  async function sendBatch(limit: number): Promise<number> {
    const sent = await transact(async (tx) => {
      const rows = await tx.outbox.take(limit);
      // Two changes of one thing in a batch read the same state: once is enough.
      const facts = new Map(rows.map(({ fact }) => [JSON.stringify(fact), fact]));
      if (facts.size > 0) await tell([...facts.values()], tx);
      await tx.outbox.markSent(rows.map(({ id }) => id));
      return rows.length;
    });
    if (sent > 0) told?.();
    return sent;
  }

  /** False when nothing more is left. */
  async function sendNext(): Promise<boolean> {
    const limit = apart > 0 ? 1 : BATCH;
    const sent = await sendBatch(limit);
    failures = 0;
    apart = sent < limit ? 0 : Math.max(0, apart - sent);
    return sent === limit;
  }

  /** One change that cannot be told must not keep all later ones from the screens. */
  async function blame(cause: unknown): Promise<void> {
    if (isAway(cause)) return;
    if (apart === 0) apart = BATCH;
    else failures += 1;
    if (failures < TRIES) return;
    failures = 0;
    try {
      await transact(async (tx) => {
        const rows = await tx.outbox.take(1);
        await tx.outbox.markSent(rows.map(({ id }) => id));
        log.error({ err: cause, facts: rows.map(({ fact }) => fact) }, 'A change was passed over: no screen was told.');
      });
    } catch (again) {
      log.warn({ err: again }, 'A change could not be passed over yet.');
    }
  }

  async function run(): Promise<void> {
    try {
      do {
        again = false;
        while (!stopped && (await sendNext()));
      } while (again && !stopped);
    } catch (cause) {
      log.warn({ err: cause }, 'Changes could not be told to the screens yet.');
      await blame(cause);
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
