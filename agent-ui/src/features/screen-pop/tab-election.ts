/** Starts something and gives the way to stop it. */
type Work = () => () => void;

/** Tabs speak of the ring: one asks whether anybody sounds, the one that does answers. */
type Word = { readonly says: 'who' | 'here'; readonly from: number };

/** So long a tab waits for the sign of life of the one that should sound; twice without, it takes over. */
const askEveryMs = 600;
const deafAfterMs = 1_300;
/** Tabs that start to ring in the same moment first hear of each other. */
const hearEachOtherMs = 120;

/** Web Locks exist only on https and on the machine itself; elsewhere tabs agree by messages alone. */
const locks = typeof navigator === 'undefined' ? undefined : (navigator.locks as LockManager | undefined);
const me = Math.random();
const name = 'rb-ring';

let standing = false;
/** The lock is held. It is given back by the browser when the tab dies, and taken away when it hangs. */
let elected = false;
let channel: BroadcastChannel | undefined;
/** Others that sound or want to, and when they were last heard. */
const heard = new Map<number, number>();
const rings = new Set<{ readonly start: () => void; readonly stop: () => void; sounding: boolean }>();

const sounds = (): boolean => [...rings].some(({ sounding }) => sounding);

function say(says: Word['says']): void {
  channel?.postMessage({ says, from: me } satisfies Word);
}

function hear(word: unknown): void {
  if (typeof word !== 'object' || word === null || !('says' in word) || !('from' in word)) return;
  const { says, from } = word;
  if (typeof from !== 'number') return;
  if (says === 'here') heard.set(from, Date.now());
  // Answered when asked, never by a timer of one's own: timers of hidden tabs sleep.
  if (says === 'who' && (sounds() || (!locks && standing && rings.size > 0))) say('here');
}

function request(steal: boolean): void {
  const hold = (): Promise<never> => {
    elected = true;
    for (const ring of rings) ring.start();
    return new Promise<never>(() => undefined);
  };
  locks?.request(name, steal ? { steal } : {}, hold).catch(() => {
    // Somebody found this tab silent and took over: it stands in line again.
    elected = false;
    for (const ring of rings) ring.stop();
    request(false);
  });
}

/** This tab may sound from now on; without that right a browser keeps it silent anyway. */
function stand(): void {
  if (standing) return;
  standing = true;
  if (typeof BroadcastChannel !== 'undefined') {
    channel = new BroadcastChannel(name);
    channel.onmessage = ({ data }) => hear(data);
  }
  if (locks) request(false);
}

/** Whether another tab was heard a moment ago; without locks only one that goes before this tab counts. */
function otherSounds(since: number): boolean {
  const now = Date.now();
  if (now - since < (locks ? deafAfterMs : hearEachOtherMs)) return true;
  return [...heard].some(([from, at]) => now - at < deafAfterMs && (locks !== undefined || from < me));
}

/**
 * Runs the work in one tab of all. When that tab dies or hangs, another starts it within two seconds, as long as it is
 * wanted there.
 */
function whileElected(work: Work): () => void {
  const since = Date.now();
  let stopWork: (() => void) | undefined;
  const ring = {
    sounding: false,
    start(): void {
      if (ring.sounding) return;
      ring.sounding = true;
      stopWork = work();
      say('here');
    },
    stop(): void {
      ring.sounding = false;
      stopWork?.();
      stopWork = undefined;
    },
  };
  function look(): void {
    if (!standing) return;
    if (locks) {
      if (elected) ring.start();
      else if (otherSounds(since)) say('who');
      else request(true);
    } else if (otherSounds(since)) {
      ring.stop();
      say('who');
    } else ring.start();
  }
  rings.add(ring);
  look();
  const soon = setTimeout(look, hearEachOtherMs + 20);
  const timer = setInterval(look, askEveryMs);
  return () => {
    clearTimeout(soon);
    clearInterval(timer);
    rings.delete(ring);
    ring.stop();
  };
}

export const electedTab = { stand, whileElected };
