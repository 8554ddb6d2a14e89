import { Refusal } from '../usecases/refusal.ts';

interface Window {
  used: number;
  until: number;
}

/** Counts tries by key within a window of time. A try is counted before its outcome is known, a success gives it back. */
export interface TryLimit {
  /** Refuses when the key has no try left. */
  take(key: string): void;
  giveBack(key: string): void;
}

/** At most so many keys are remembered; the oldest windows go first. */
const mostKeys = 20_000;

export function createTryLimit({
  tries,
  withinMs,
  now,
}: {
  tries: number;
  withinMs: number;
  now: () => number;
}): TryLimit {
  const windows = new Map<string, Window>();

  function forget(at: number): void {
    for (const [key, window] of windows) {
      if (window.until > at && windows.size < mostKeys) return;
      windows.delete(key);
    }
  }

  return {
    take(key) {
      const at = now();
      forget(at);
      const known = windows.get(key);
      const window = known && known.until > at ? known : { used: 0, until: at + withinMs };
      if (window !== known) {
        windows.delete(key);
        windows.set(key, window);
      }
      if (window.used >= tries) throw new Refusal('too-many-tries');
      window.used += 1;
    },
    giveBack(key) {
      const window = windows.get(key);
      if (window && window.used > 0) window.used -= 1;
    },
  };
}
