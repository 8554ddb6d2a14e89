/** Tells many screens the same. */
export interface Fan {
  /** Begins at the next turn of the loop; one message is with all before the next begins. */
  add(screens: readonly string[], send: (screens: string[]) => void): void;
}

/** So many screens are written to before the clock is looked at. */
const AT_ONCE = 32;
/** Then what has come in meanwhile has its turn: a phone that rings waits no longer than this. */
const SLICE_MS = 1;

/** Writing to two thousand screens takes tens of milliseconds: it is done in slices, between which all else goes on. */
export function createFan(): Fan {
  const waiting: { readonly screens: readonly string[]; next: number; readonly send: (screens: string[]) => void }[] =
    [];
  let turning = false;

  function turn(): void {
    const until = performance.now() + SLICE_MS;
    for (let job = waiting[0]; job !== undefined; job = waiting[0]) {
      job.send(job.screens.slice(job.next, job.next + AT_ONCE));
      job.next += AT_ONCE;
      if (job.next >= job.screens.length) waiting.shift();
      if (performance.now() >= until) break;
    }
    turning = waiting.length > 0;
    if (turning) setImmediate(turn);
  }

  return {
    add(screens, send) {
      if (screens.length === 0) return;
      waiting.push({ screens, next: 0, send });
      if (turning) return;
      turning = true;
      setImmediate(turn);
    },
  };
}
