import { Socket } from 'node:net';
import pg from 'pg';
import type { Log } from './postgres/log.ts';
import type { Wires } from './wires.ts';

/** Whether the database answers, felt all the time on a connection of its own. */
export interface Pulse {
  readonly answers: boolean;
  /** Since when it gives no answer; null while it does. */
  readonly silentSince: number | null;
  stop(): Promise<void>;
}

interface Parts {
  readonly config: pg.ClientConfig;
  readonly wires: Wires;
  /** Names the connections that are made over the wires. */
  readonly applicationName: string;
  readonly log: Log;
  readonly now: () => number;
  readonly limits?: Partial<Limits>;
}

interface Limits {
  /** From one answer to the next question. */
  readonly beatMs: number;
  /** No answer for so long is silence. Together with the beat it is less than the second in which people are answered. */
  readonly answerMs: number;
  /** Patience with one new connection, and the wait before the next, while there is silence. */
  readonly connectMs: number;
  readonly retryMs: number;
}

const usual: Limits = { beatMs: 150, answerMs: 700, connectMs: 5_000, retryMs: 500 };
/** What was left on the server is asked to end within this time. */
const END_MS = 5_000;

/**
 *   answers ── a beat without an answer, or no new connection ──> silent: all wires are cut
 *   silent ── a new connection answers, and what was left behind is ended ──> answers: the wires are mended
 *
 * A stopped process or a cable that was pulled says nothing, and whoever asks would wait for it without end. Connections
 * that are cut are known to be over on both sides before new ones are made: no lock and no half-done work outlives them.
 */
export function feelPulse({ config, wires, applicationName, log, now, limits }: Parts): Pulse {
  const { beatMs, answerMs, connectMs, retryMs } = { ...usual, ...limits };
  const stopping = new AbortController();
  let silentSince: number | null = null;
  let client: pg.Client | null = null;
  let socket = new Socket();

  async function open(): Promise<pg.Client> {
    socket = new Socket();
    const stream = () => socket;
    const fresh = new pg.Client({ ...config, stream, application_name: pulseName(applicationName) });
    // What becomes of it is learned from the next beat.
    fresh.on('error', () => {});
    client = fresh;
    await inTime(fresh.connect(), silentSince === null ? answerMs : connectMs);
    return fresh;
  }

  function drop(): void {
    client = null;
    // The client's own `end()` says goodbye first and waits for the other side.
    socket.destroy();
  }

  function fallSilent(cause: unknown): void {
    if (silentSince !== null || stopping.signal.aborted) return;
    silentSince = now();
    log.error({ err: cause }, 'The database does not answer: its connections are given up, requests are refused.');
    wires.cut();
  }

  async function beat(on: pg.Client): Promise<void> {
    await inTime(on.query('select 1'), silentSince === null ? answerMs : connectMs);
    if (silentSince === null) return;
    await inTime(endLeft(on, applicationName, log), 3 * END_MS);
    log.info({ silentMs: now() - silentSince }, 'The database answers again.');
    silentSince = null;
    wires.mend();
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const known = client;
      try {
        await beat(known ?? (await open()));
        await pause(beatMs, stopping.signal);
      } catch (cause) {
        drop();
        // One connection that was ended says nothing of the others: a new one is made at once, and decides.
        if (known !== null && !(cause instanceof NoAnswer) && silentSince === null) continue;
        fallSilent(cause);
        await pause(retryMs, stopping.signal);
      }
    }
    drop();
  }

  const running = run();
  return {
    get answers() {
      return silentSince === null;
    },
    get silentSince() {
      return silentSince;
    },
    async stop() {
      stopping.abort();
      drop();
      await running;
    },
  };
}

class NoAnswer extends Error {}

/** An answer that is here already counts, though this process was too busy to read it in time. */
function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => setImmediate(() => setImmediate(() => reject(new NoAnswer(`No answer for ${ms} ms`)))),
      ms,
    );
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

const pulseName = (applicationName: string) => `${applicationName} pulse`;

/** What the server has not noticed to be cut: its locks and its open work would stand in the way of the new. */
async function endLeft(client: pg.Client, applicationName: string, log: Log): Promise<void> {
  try {
    await client.query(
      `select pg_terminate_backend(pid, $2) from pg_stat_activity
        where application_name = any($1) and datname = current_database() and pid <> pg_backend_pid()`,
      [[applicationName, pulseName(applicationName)], END_MS],
    );
  } catch (cause) {
    // Not allowed: the server ends what is idle in a transaction by itself.
    if (!(cause instanceof pg.DatabaseError) || cause.code !== '42501') throw cause;
    log.warn({ err: cause }, 'Connections left behind on the database could not be ended.');
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
