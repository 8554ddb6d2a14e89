/** Cancels what was planned; harmless when it has already happened. */
export type Cancel = () => void;

/** How the demonstration waits: handed in, so that tests run a day in a moment. */
export interface DemoTimers {
  after(ms: number, run: () => void): Cancel;
}

/** A source of chance in [0, 1). Seeded by default, so that a run can be told again. */
export type Random = () => number;

/** The process's own timers. They do not keep a process alive by themselves. */
export const processTimers: DemoTimers = {
  after(ms, run) {
    const handle = setTimeout(run, ms);
    handle.unref();
    return () => clearTimeout(handle);
  },
};

/** Time as the exchange sees it: `pace` makes every wait that many times shorter; `pending` counts what is planned. */
export interface Clock {
  now(): number;
  after(ms: number, run: () => void): Cancel;
  pending(): number;
  stop(): void;
}

/** Builds a clock that forgets all its plans on `stop`. */
export function startClock(now: () => number, timers: DemoTimers, pace: number): Clock {
  const plans = new Set<Cancel>();
  let stopped = false;
  return {
    now,
    after(ms, run) {
      if (stopped) return () => {};
      const cancelTimer = timers.after(Math.max(0, ms / pace), () => {
        plans.delete(cancel);
        run();
      });
      const cancel = () => {
        plans.delete(cancel);
        cancelTimer();
      };
      plans.add(cancel);
      return cancel;
    },
    pending: () => plans.size,
    stop() {
      stopped = true;
      for (const cancel of [...plans]) cancel();
    },
  };
}
