/** Starts something and gives the way to stop it. */
type Work = () => () => void;

/** Web Locks exist only on https and on the machine itself; elsewhere tabs agree by messages. */
const locks = typeof navigator === 'undefined' ? undefined : (navigator.locks as LockManager | undefined);
const me = Math.random();
const answerMs = 80;

let standing = false;
/** The lock is held: this tab sounds until it is closed, then another one takes over. */
let elected = false;
const waiting = new Set<() => void>();

let channel: BroadcastChannel | undefined;
let lowest = me;

/** This tab may sound from now on; without that right a browser keeps it silent anyway. */
function stand(): void {
  if (standing) return;
  standing = true;
  if (locks) {
    void locks.request('rb-ring', () => {
      elected = true;
      for (const start of waiting) start();
      return new Promise<never>(() => undefined);
    });
    return;
  }
  if (typeof BroadcastChannel === 'undefined') return;
  channel = new BroadcastChannel('rb-ring');
  channel.onmessage = ({ data }) => {
    if (typeof data !== 'number') return;
    lowest = Math.min(lowest, data);
    if (data > me) channel?.postMessage(me);
  };
}

/** Runs the work while this tab is the elected one; a tab elected later starts it then. */
function whileElected(work: Work): () => void {
  let stop: (() => void) | undefined;
  const start = (): void => {
    stop ??= work();
  };
  if (locks) {
    waiting.add(start);
    if (elected) start();
    return () => {
      waiting.delete(start);
      stop?.();
    };
  }
  // Every ring asks anew, so that a closed tab is not waited for: the lowest of those that answer sounds.
  lowest = me;
  channel?.postMessage(me);
  const timer = setTimeout(() => {
    if (standing && lowest === me) start();
  }, answerMs);
  return () => {
    clearTimeout(timer);
    stop?.();
  };
}

export const electedTab = { stand, whileElected };
