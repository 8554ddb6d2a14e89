import type { Logger } from '../platform/logger.ts';

type End = () => Promise<void> | void;

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
          await end();
        } catch (cause) {
          log.error({ err: cause }, 'A part did not stop well.');
        }
      }
    },
  };
}
