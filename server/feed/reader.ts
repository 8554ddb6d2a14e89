import type { WebSocket } from 'ws';
import { type FeedMessage, feedCloses } from '../../schema/contracts/feed.ts';

/** One integrator's connection. It is told each message once, in order, and never holds more than a bounded backlog. */
export interface FeedReader {
  readonly tokenId: number;
  /** It has been told all up to here. */
  readonly seq: number;
  /** Told the past: from then on it takes part in the present, until it is dropped. */
  readonly joined: boolean;
  /** What is up to here it knows, or does not want. */
  startAt(seq: number): void;
  join(): void;
  /** Tells what it has not been told; false when it reads too slowly and was dropped. */
  tell(messages: readonly FeedMessage[]): boolean;
  /** Resolves when what was told has left for the network, false when it does not leave in time. */
  flushed(): Promise<boolean>;
  /** True while the other side shows signs of life: called once per beat. */
  beat(): boolean;
  drop(code: number, reason: string): void;
}

/** Unsent bytes of one slow reader; beyond it is dropped. */
const mostUnsentBytes = 1024 * 1024;
const flushWithinMs = 30_000;
/** A close is a message too: a reader that does not read is cut. */
const goneWithinMs = 2_000;

export function createReader(socket: WebSocket, tokenId: number): FeedReader {
  let seq = 0;
  let joined = false;
  let alive = true;
  let dropped = false;
  let last: Promise<void> = Promise.resolve();
  socket.on('pong', () => {
    alive = true;
  });
  socket.on('error', () => socket.terminate());
  socket.on('message', () => drop(feedCloses.notListening, 'this feed only speaks'));

  function drop(code: number, reason: string): void {
    if (dropped) return;
    dropped = true;
    socket.close(code, reason);
    const cut = setTimeout(() => socket.terminate(), goneWithinMs);
    socket.once('close', () => clearTimeout(cut));
  }

  return {
    tokenId,
    get seq() {
      return seq;
    },
    get joined() {
      return joined && !dropped && socket.readyState === socket.OPEN;
    },
    startAt(place) {
      seq = place;
    },
    join() {
      joined = true;
    },
    tell(messages) {
      for (const message of messages) {
        if (message.seq <= seq) continue;
        if (dropped || socket.readyState !== socket.OPEN) return false;
        if (socket.bufferedAmount > mostUnsentBytes) {
          drop(feedCloses.tooSlow, `too slow: resume with since=${seq}`);
          return false;
        }
        seq = message.seq;
        last = new Promise((sent) => socket.send(JSON.stringify(message), () => sent()));
      }
      return true;
    },
    async flushed() {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<boolean>((resolve) => {
        timer = setTimeout(() => resolve(false), flushWithinMs);
      });
      const done = await Promise.race([last.then(() => true), late]);
      clearTimeout(timer);
      if (!done) drop(feedCloses.tooSlow, `too slow: resume with since=${seq}`);
      return done && !dropped;
    },
    beat() {
      if (!alive) {
        socket.terminate();
        return false;
      }
      alive = false;
      if (socket.readyState === socket.OPEN) socket.ping();
      return true;
    },
    drop,
  };
}
