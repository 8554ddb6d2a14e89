type Elected = () => () => void;

/** Web Locks exist only on https and on the machine itself; elsewhere tabs agree by messages. */
const locks = typeof navigator === 'undefined' ? undefined : (navigator.locks as LockManager | undefined);
const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('rb-ring');
const me = Math.random();

let holds = false;
let standing = false;
let lowest = me;
const waiting = new Set<() => void>();

function win(): void {
  holds = true;
  for (const start of waiting) start();
}

/** Asks for the right to sound, for as long as this tab lives. */
function stand(): void {
  if (standing) return;
  standing = true;
  if (locks) {
    void locks.request('rb-ring', () => {
      win();
      return new Promise<never>(() => undefined);
    });
    return;
  }
  if (!channel) {
    win();
    return;
  }
  channel.onmessage = ({ data }) => {
    if (typeof data !== 'number') return;
    if (data < lowest) lowest = data;
    if (data > me) channel.postMessage(me);
    if (lowest < me) holds = false;
  };
  channel.postMessage(me);
  setTimeout(() => {
    if (lowest === me) win();
  }, 80);
}

/** Runs the work while this tab is the elected one; a tab elected later starts it then. */
function whileElected(work: Elected): () => void {
  let stop: (() => void) | undefined;
  const start = (): void => {
    stop ??= work();
  };
  waiting.add(start);
  if (holds) start();
  return () => {
    waiting.delete(start);
    stop?.();
  };
}

export const electedTab = { stand, whileElected };
