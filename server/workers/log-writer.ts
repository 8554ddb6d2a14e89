import { setTimeout as delay } from 'node:timers/promises';
import type { CallRecord } from '../domain/call/call-record.ts';
import type { Journal } from './journal.ts';

/** A judged call on its way into the log. `bootKey` names the life of the PBX it belongs to. */
export interface Judged {
  readonly liveId: string;
  readonly bootKey: string;
  readonly record: CallRecord;
  /** Absent for what the live stream told. */
  readonly from?: 'records';
}

interface Parts {
  /** Writes one call; resolves with its row. Called again with the same call after a failure. */
  readonly write: (judged: Judged) => Promise<number>;
  /** Writes several in one transaction, all or none; resolves with their rows. Absent: each is written by itself. */
  readonly writeTogether?: (batch: readonly Judged[]) => Promise<readonly number[]>;
  readonly written: (judged: Judged, callId: number) => void;
  /** A call that the database refuses again and again while others pass: kept aside, never lost silently. */
  readonly refused: (judged: Judged, cause: unknown) => Promise<void>;
  /** Whether the failure says that the database is away, so that waiting helps. */
  readonly isAway: (cause: unknown) => boolean;
  /** Where calls wait that the database does not take at once; what an earlier run left in it comes first. */
  readonly journal: Pick<Journal, 'left' | 'append' | 'clear'>;
  readonly log: { warn(fields: object, sentence: string): void; error(fields: object, sentence: string): void };
}

/** Writes finished calls in their order, those that end together in one transaction; waits out an absent database. */
export interface LogWriter {
  add(judged: Judged): void;
  /** Calls not yet in the log. */
  readonly waiting: number;
  /** Of these, the ones that a kill of this process could still lose. */
  readonly unsafe: number;
  /** Resolves when all that was added so far is written, or gives up when the writer is stopped. */
  drain(): Promise<void>;
  stop(): Promise<void>;
}

const TRIES = 3;
const RETRY_MS = 500;
/** How long a finished call waits for others to share its transaction, and how many may. */
const GATHER_MS = 10;
const MOST_TOGETHER = 100;
/** A call that is not in the database after this time goes to the journal, whatever keeps the database. */
const PATIENCE_MS = 250;
/** How long a stop waits for a write that is under way; the journal holds its call. */
const STOP_MS = 1_000;

/**
 *   added ── written ──> in the log
 *   added ── not written for a moment ──> journal (fsynced) ── database back ──> in the log; journal cleared when all are
 */
export function createLogWriter({ write, writeTogether, written, refused, isAway, journal, log }: Parts): LogWriter {
  const queue: { readonly judged: Judged; safe: boolean }[] = journal.left.map((judged) => ({ judged, safe: true }));
  let running: Promise<void> | null = null;
  let keeping: Promise<void> | null = null;
  let patience: NodeJS.Timeout | undefined;
  let away = false;
  let stopped = false;
  /** So many of the next calls are written by themselves: their batch was refused because of one of them. */
  let apart = 0;
  let wake: (() => void) | null = null;

  function pause(ms = RETRY_MS): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Brings all that waits to the disk; one at a time, so that lines keep the order of the calls. */
  function keep(): void {
    clearTimeout(patience);
    patience = undefined;
    // With nothing to keep it would end before it is told to be under way, and would seem to be so for ever.
    if (notSafe().length > 0) keeping ??= keepAll();
  }

  async function keepAll(): Promise<void> {
    for (let unsafe = notSafe(); unsafe.length > 0; unsafe = notSafe()) {
      if (!(await journal.append(unsafe.map(({ judged }) => judged)))) break;
      for (const waiting of unsafe) waiting.safe = true;
    }
    keeping = null;
  }

  function notSafe() {
    return queue.filter(({ safe }) => !safe);
  }

  function keepSoon(): void {
    if (away) keep();
    else patience ??= setTimeout(keep, PATIENCE_MS);
  }

  /** False when the writer was stopped before the call was written. */
  async function writeOne(judged: Judged): Promise<boolean> {
    for (let tries = 1; !stopped; ) {
      try {
        const callId = await write(judged);
        away = false;
        written(judged, callId);
        return true;
      } catch (cause) {
        away = isAway(cause);
        log.warn({ err: cause, tries, away }, 'A finished call could not be written yet.');
        if (away) keep();
        if (!away && tries >= TRIES) {
          log.error({ err: cause, linkedid: judged.record.linkedid }, 'A finished call was refused by the database.');
          if (await setAside(judged, cause)) return true;
        }
        if (!away) tries += 1;
        if (!stopped) await pause();
      }
    }
    return false;
  }

  /** False when nothing was written together: the next call goes by itself. */
  async function writeSome(): Promise<boolean> {
    if (!writeTogether || apart > 0 || away || queue[0]?.judged.from === 'records') return false;
    if (queue.length < MOST_TOGETHER) await pause(GATHER_MS);
    const batch = fromTheStream(queue.slice(0, MOST_TOGETHER).map(({ judged }) => judged));
    if (batch.length < 2 || stopped) return false;
    try {
      const ids = await writeTogether(batch);
      queue.splice(0, batch.length);
      for (const [n, judged] of batch.entries()) written(judged, ids[n] ?? 0);
      return true;
    } catch (cause) {
      away = isAway(cause);
      log.warn({ err: cause, calls: batch.length, away }, 'Finished calls could not be written together.');
      if (away) keep();
      else apart = batch.length;
      return false;
    }
  }

  async function setAside(judged: Judged, why: unknown): Promise<boolean> {
    try {
      await refused(judged, why);
      return true;
    } catch (cause) {
      log.warn({ err: cause }, 'A refused call could not be set aside yet.');
      return false;
    }
  }

  async function run(): Promise<void> {
    for (let next = queue[0]; next !== undefined && !stopped; next = queue[0]) {
      if (await writeSome()) continue;
      if (await writeOne(next.judged)) {
        queue.shift();
        apart = Math.max(0, apart - 1);
      }
    }
    if (queue.length === 0) await forget();
    running = null;
    if (queue.length > 0 && !stopped) running = run();
  }

  /** Nothing waits: the journal may be emptied, unless a call has come meanwhile. */
  async function forget(): Promise<void> {
    clearTimeout(patience);
    patience = undefined;
    await keeping;
    if (queue.length > 0) return;
    await journal
      .clear()
      .catch((cause: unknown) => log.warn({ err: cause }, 'The journal could not be emptied; its calls are known.'));
    // A call that came while the file was cut may have been cut with it.
    for (const waiting of queue) waiting.safe = false;
    if (queue.length > 0) keepSoon();
  }

  if (queue.length > 0) running = run();
  return {
    add(judged) {
      queue.push({ judged, safe: false });
      if (stopped) return;
      keepSoon();
      running ??= run();
    },
    get waiting() {
      return queue.length;
    },
    get unsafe() {
      return notSafe().length;
    },
    drain: async () => {
      while (running !== null) await running;
    },
    async stop() {
      stopped = true;
      wake?.();
      keep();
      await keeping;
      await Promise.race([running, delay(STOP_MS, undefined, { ref: false })]);
      clearTimeout(patience);
    },
  };
}

/** What comes from the PBX's records may be known already and is compared call by call. */
function fromTheStream(batch: readonly Judged[]): readonly Judged[] {
  const other = batch.findIndex(({ from }) => from === 'records');
  return other < 0 ? batch : batch.slice(0, other);
}
