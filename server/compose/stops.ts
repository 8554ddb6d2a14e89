import type { Logger } from '../platform/logger.ts';

type End = () => Promise<void> | void;

/** The longest a part may take to end: whatever it waits for then (a lost connection) must not keep the others alive. */
const LIMIT_MS = 20_000;

/** What must be ended, in the order in which it was begun; ended the other way round, each even if another fails. */
export interface Stops {
  add(...ends: readonly End[]): void;
  all(): Promise<void>;
}

export function createStops(log: Logger): Stops {
  const ends: End[] = [];
  return {
    add: (...more) => void ends.push(...more),
    async all() {
      for (const end of ends.splice(0).reverse()) {
        try {
          await inTime(end);
        } catch (cause) {
          log.error({ err: cause }, 'A part did not stop well.');
        }
      }
    },
  };
}

async function inTime(end: End): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Not ended after ${LIMIT_MS} ms`)), LIMIT_MS);
  });
  try {
    await Promise.race([end(), late]);
  } finally {
    clearTimeout(timer);
  }
}
