/** Chunks on their way from the socket to the reader. */
export interface Turns {
  take(chunk: Uint8Array): void;
  /** The connection is gone: reads what is left, at once. */
  finish(): void;
  /** Bytes taken and not read yet. */
  readonly held: number;
}

interface Options {
  /** Milliseconds that only rise. */
  readonly now?: () => number;
  /** Runs work in the next turn of the event loop. */
  readonly later?: (work: () => void) => void;
}

/** How long reading may keep the event loop at a time: cards, pings and requests are served in between. */
const TURN_MS = 20;
/** More is never held: from there on reading takes the time it needs. */
const MOST_HELD = 64 * 1024 * 1024;

/**
 * Hands chunks on in their order, at once while there is time, the rest in the next turns. The socket is drained in any
 * case: Node reads up to 2 MB of it in one go, and thousands of events in one go are a pause that people notice.
 */
export function createTurns(
  read: (chunk: Uint8Array) => void,
  { now = () => performance.now(), later = (work) => void setImmediate(work) }: Options = {},
): Turns {
  const waiting: Uint8Array[] = [];
  let next = 0;
  let held = 0;
  let endsAt: number | null = null;

  function open(): number {
    later(turn);
    endsAt = now() + TURN_MS;
    return endsAt;
  }

  function turn(): void {
    endsAt = null;
    if (held > 0) readUntil(open());
  }

  function readUntil(end: number): void {
    while (next < waiting.length && (now() < end || held > MOST_HELD)) {
      const chunk = waiting[next++];
      if (chunk === undefined) continue;
      held -= chunk.length;
      read(chunk);
    }
    if (next < waiting.length) return;
    waiting.length = 0;
    next = 0;
  }

  return {
    take(chunk) {
      const end = endsAt ?? open();
      if (held === 0 && now() < end) {
        read(chunk);
        return;
      }
      waiting.push(chunk);
      held += chunk.length;
      if (held > MOST_HELD) readUntil(end);
    },
    finish() {
      readUntil(Number.POSITIVE_INFINITY);
    },
    get held() {
      return held;
    },
  };
}
