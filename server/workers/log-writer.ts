import type { CallRecord } from '../domain/call/call-record.ts';

/** A judged call on its way into the log. `bootKey` names the life of the PBX it belongs to. */
export interface Judged {
  readonly liveId: string;
  readonly bootKey: string;
  readonly record: CallRecord;
}

interface Parts {
  /** Writes one call; resolves with its row. Called again with the same call after a failure. */
  readonly write: (judged: Judged) => Promise<number>;
  readonly written: (judged: Judged, callId: number) => void;
  /** A call that the database refuses again and again while others pass: kept aside, never lost silently. */
  readonly refused: (judged: Judged, cause: unknown) => Promise<void>;
  /** Whether the failure says that the database is away, so that waiting helps. */
  readonly isAway: (cause: unknown) => boolean;
  readonly log: { warn(fields: object, sentence: string): void; error(fields: object, sentence: string): void };
}

/** Writes finished calls in their order, one transaction each; waits out an absent database. */
export interface LogWriter {
  add(judged: Judged): void;
  /** Calls not yet in the log. */
  readonly waiting: number;
  /** Resolves when all that was added so far is written, or gives up when the writer is stopped. */
  drain(): Promise<void>;
  stop(): Promise<void>;
}

const TRIES = 3;
const RETRY_MS = 500;

export function createLogWriter({ write, written, refused, isAway, log }: Parts): LogWriter {
  const queue: Judged[] = [];
  let running: Promise<void> | null = null;
  let stopped = false;
  let wake: (() => void) | null = null;

  function pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, RETRY_MS);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** False when the writer was stopped before the call was written. */
  async function writeOne(judged: Judged): Promise<boolean> {
    for (let tries = 1; !stopped; ) {
      try {
        written(judged, await write(judged));
        return true;
      } catch (cause) {
        const away = isAway(cause);
        log.warn({ err: cause, tries, away }, 'A finished call could not be written yet.');
        if (!away && tries >= TRIES) {
          log.error({ err: cause, linkedid: judged.record.linkedid }, 'A finished call was refused by the database.');
          await refused(judged, cause);
          return true;
        }
        if (!away) tries += 1;
        if (!stopped) await pause();
      }
    }
    return false;
  }

  async function run(): Promise<void> {
    for (let next = queue[0]; next !== undefined && !stopped; next = queue[0]) {
      if (await writeOne(next)) queue.shift();
    }
    running = null;
  }

  return {
    add(judged) {
      queue.push(judged);
      if (!stopped) running ??= run();
    },
    get waiting() {
      return queue.length;
    },
    drain: async () => {
      while (running !== null) await running;
    },
    async stop() {
      stopped = true;
      wake?.();
      await running;
    },
  };
}
