import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from './log.ts';
import type { Postmaster } from './postmaster.ts';

/** A server that is started again when it dies by itself. */
export interface KeptServer {
  readonly pid: number;
  stop(): Promise<void>;
}

const longestPauseMs = 10_000;

/** Starts the server again, after a growing pause, until it is told to stop: a crash must not end the promise. */
export function keepRunning(first: Postmaster, start: () => Promise<Postmaster>, log: Log): KeptServer {
  const stopping = new AbortController();
  let current = first;

  async function watch(): Promise<void> {
    for (;;) {
      await current.exited;
      if (stopping.signal.aborted) return;
      log.error({ pid: current.pid }, 'The database ended by itself and is being started again');
      if (!(await startAgain())) return;
    }
  }

  /** False when the service stops before the server is back. */
  async function startAgain(): Promise<boolean> {
    for (let wait = 200; !stopping.signal.aborted; wait = Math.min(wait * 2, longestPauseMs)) {
      await pause(wait, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return false;
      try {
        current = await start();
        log.info({ pid: current.pid }, 'The database is back');
        return !stopping.signal.aborted;
      } catch (cause) {
        log.error(
          { cause: cause instanceof Error ? cause.message : cause },
          'The database could not be started again yet',
        );
      }
    }
    return false;
  }

  const watching = watch();
  return {
    get pid() {
      return current.pid;
    },
    async stop() {
      stopping.abort();
      // A start under way is waited for, so that nothing is left running.
      await current.stop();
      await watching;
      await current.stop();
    },
  };
}
