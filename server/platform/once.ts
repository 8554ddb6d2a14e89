import { AsyncLocalStorage } from 'node:async_hooks';

/** A request that says by a key of its own that it shall be done once, however often it is sent. */
export interface Once {
  readonly userId: number;
  readonly key: string;
  readonly askedHash: string;
  readonly at: number;
  /** Something it wrote is committed, and the key with it. */
  done: boolean;
  /** It is answered; what still runs in its course does not belong to it any more. */
  over: boolean;
}

const running = new AsyncLocalStorage<Once>();

/** The request in whose course this code runs; null when none gave a key. */
export const currentOnce = (): Once | null => running.getStore() ?? null;

/** Runs what follows in the course of this request. */
export function inTheCourseOf(once: Once, work: () => void): void {
  running.run(once, work);
}
