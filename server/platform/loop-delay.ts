import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How long ready work had to wait for the one thread that does it all. */
export interface LoopDelay {
  /** Ninety-nine of a hundred waits were shorter, since the start. */
  readonly p99Ms: number;
  readonly maxMs: number;
  /** False until enough was measured to judge by: the start itself is one long wait. */
  readonly settled: boolean;
}

const RESOLUTION_MS = 20;

/** Begins to measure; the measurement keeps no process alive. */
export function watchLoopDelay(): () => LoopDelay {
  const waits = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  waits.enable();
  // Each wait is measured as the distance between two beats of the clock, of which the beat itself is no delay.
  const delay = (nanoseconds: number): number => Math.max(0, Math.round(nanoseconds / 1e6 - RESOLUTION_MS));
  return () => ({
    p99Ms: waits.count === 0 ? 0 : delay(waits.percentile(99)),
    maxMs: waits.count === 0 ? 0 : delay(waits.max),
    settled: waits.count > 1000,
  });
}
