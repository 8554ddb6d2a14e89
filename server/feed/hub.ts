import type { WebSocket } from 'ws';
import { type FeedMessage, feedCloses } from '../../schema/contracts/feed.ts';
import type { FeedPlace } from '../store/feed.ts';
import { createReader, type FeedReader } from './reader.ts';

type Log = Record<'warn', (fields: object, sentence: string) => void>;

interface Parts {
  readonly after: (seq: number, limit: number) => Promise<FeedMessage[]>;
  readonly place: () => Promise<FeedPlace>;
  /** Tokens that still stand. */
  readonly standing: () => Promise<ReadonlySet<number>>;
  readonly log: Log;
}

/** All integrators that are connected, told what is kept of the feed and what comes to it. */
export interface FeedHub {
  /** A connection that was let in; `since` null is: only news, 0 is: all that is kept. */
  connect(socket: WebSocket, tokenId: number, since: number | null): Promise<void>;
  /** There may be news. */
  wake(): void;
  /** Lets those go whose token no longer stands. */
  checkTokens(): Promise<void>;
  readonly connected: number;
  readonly connectedBy: (tokenId: number) => number;
  close(): void;
}

const page = 200;
/** News of another process, or a wake that was lost. */
const lookEveryMs = 1_000;
const beatEveryMs = 20_000;

export function createFeedHub({ after, place, standing, log }: Parts): FeedHub {
  const readers = new Map<WebSocket, FeedReader>();
  let running = false;
  let again = false;
  let closed = false;

  const looking = setInterval(wake, lookEveryMs);
  const beating = setInterval(beat, beatEveryMs);
  looking.unref();
  beating.unref();

  async function connect(socket: WebSocket, tokenId: number, since: number | null): Promise<void> {
    // From the first moment on: a client may be gone before the database has answered.
    const waiting = createReader(socket, tokenId);
    readers.set(socket, waiting);
    socket.once('close', () => readers.delete(socket));
    try {
      const { oldest, newest } = await place();
      if (since !== null && since !== 0 && (since < oldest || since > newest)) {
        const why = since > newest ? 'is ahead of this feed' : 'is older than what is kept';
        waiting.drop(feedCloses.tooOld, `since=${since} ${why}: held are ${oldest} to ${newest}`);
        return;
      }
      waiting.startAt(since ?? newest);
      await catchUp(waiting);
    } catch (cause) {
      log.warn({ err: cause }, 'An integrator could not be told the past.');
      waiting.drop(1011, 'try again');
    }
  }

  /** The past is read page by page, each only when the page before has left. */
  async function catchUp(reader: FeedReader): Promise<void> {
    for (;;) {
      const messages = await after(reader.seq, page);
      if (!reader.tell(messages)) return;
      if (messages.length < page) break;
      if (!(await reader.flushed())) return;
    }
    reader.join();
    wake();
  }

  function wake(): void {
    again = true;
    if (running || closed || readers.size === 0) return;
    running = true;
    void pump().finally(() => {
      running = false;
    });
  }

  async function pump(): Promise<void> {
    try {
      while (again && !closed) {
        again = false;
        const joined = [...readers.values()].filter((reader) => reader.joined);
        if (joined.length === 0) return;
        // One read serves all; who is further on steps over what it has.
        const messages = await after(Math.min(...joined.map(({ seq }) => seq)), page);
        for (const reader of joined) reader.tell(messages);
        again ||= messages.length === page;
      }
    } catch (cause) {
      log.warn({ err: cause }, 'News could not be read for the integrators.');
    }
  }

  function beat(): void {
    for (const reader of readers.values()) reader.beat();
    if (readers.size > 0) {
      checkTokens().catch((cause: unknown) => log.warn({ err: cause }, 'Tokens of integrators could not be checked.'));
    }
  }

  async function checkTokens(): Promise<void> {
    if (readers.size === 0) return;
    const stand = await standing();
    for (const reader of readers.values()) {
      if (!stand.has(reader.tokenId)) reader.drop(feedCloses.revoked, 'the token was revoked');
    }
  }

  return {
    connect,
    wake,
    checkTokens,
    get connected() {
      return readers.size;
    },
    connectedBy: (tokenId) => [...readers.values()].filter((reader) => reader.tokenId === tokenId).length,
    close() {
      closed = true;
      clearInterval(looking);
      clearInterval(beating);
      for (const reader of readers.values()) reader.drop(feedCloses.stopping, 'the service stops');
    },
  };
}
