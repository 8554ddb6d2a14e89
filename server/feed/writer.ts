import type { KeyedNews } from '../store/feed.ts';

type Log = Record<'warn', (fields: object, sentence: string) => void>;

interface Parts {
  readonly write: (items: readonly KeyedNews[]) => Promise<void>;
  readonly written: () => void;
  readonly log: Log;
}

/** Writes news of the present without anybody waiting for it: a ringing phone never waits for the feed. */
export interface FeedWriter {
  add(item: KeyedNews): void;
  /** Resolves when nothing is left, or what is left cannot be written. */
  stop(): Promise<void>;
}

/** What is held while the database is away; the oldest is given up first, as it is the least news. */
const mostHeld = 5_000;
const batch = 200;
const gatherMs = 20;
const retryMs = 1_000;

export function createFeedWriter({ write, written, log }: Parts): FeedWriter {
  let held: KeyedNews[] = [];
  let lost = 0;
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<boolean> | null = null;
  let stopped = false;

  async function writeBatch(): Promise<boolean> {
    const items = held.splice(0, batch);
    try {
      await write(items);
      written();
      return true;
    } catch (cause) {
      held = [...items, ...held];
      trim();
      log.warn({ err: cause, held: held.length, lost }, 'News for integrators could not be kept yet.');
      return false;
    }
  }

  function trim(): void {
    if (held.length <= mostHeld) return;
    lost += held.length - mostHeld;
    held.splice(0, held.length - mostHeld);
  }

  function plan(waitMs: number): void {
    if (timer !== undefined || underWay !== null || stopped || held.length === 0) return;
    timer = setTimeout(() => {
      timer = undefined;
      underWay = writeBatch();
      void underWay.then((done) => {
        underWay = null;
        plan(done ? 0 : retryMs);
      });
    }, waitMs);
  }

  return {
    add(item) {
      held.push(item);
      trim();
      plan(gatherMs);
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await underWay;
      while (held.length > 0 && (await writeBatch()));
    },
  };
}
