import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import type { Log } from './log.ts';

/** The right to be the one Ringback that works on a database. */
export interface OnlyOne {
  /** Resolves when the right went to another Ringback while the database was away; never otherwise. */
  readonly lost: Promise<void>;
  release(): Promise<void>;
}

/** Any number, the same for every Ringback, other than the one of schema changes. */
const onlyOneLock = 7_462_002;

/** A Ringback that was killed a moment ago may still be counted as connected. */
const WAIT_MS = 10_000;
const RETRY_MS = 500;
const BEAT_MS = 10_000;

/**
 * Two services on one database would both follow the PBX and each tell half of the screens: the second refuses to
 * start. The right is bound to a connection of its own, and is asked for again when that is lost.
 */
export async function beOnlyOne(
  pool: pg.Pool,
  log: Log,
  { waitMs = WAIT_MS, retryMs = RETRY_MS, beatMs = BEAT_MS } = {},
): Promise<OnlyOne> {
  const stopping = new AbortController();
  let client: pg.PoolClient | null = null;
  let beat: NodeJS.Timeout | undefined;
  let tell: () => void = () => {};
  const lost = new Promise<void>((resolve) => {
    tell = resolve;
  });

  async function take(): Promise<boolean> {
    const fresh = await pool.connect();
    try {
      const { rows } = await fresh.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [onlyOneLock]);
      if (rows[0]?.mine !== true || stopping.signal.aborted) {
        fresh.release(true);
        return false;
      }
    } catch (cause) {
      fresh.release(true);
      throw cause;
    }
    hold(fresh);
    return true;
  }

  function hold(fresh: pg.PoolClient): void {
    client = fresh;
    let waiting = false;
    const gone = (): void => {
      if (client !== fresh) return;
      client = null;
      clearInterval(beat);
      fresh.release(true);
      if (!stopping.signal.aborted) void again();
    };
    fresh.once('error', gone);
    fresh.once('end', gone);
    // A cable that was pulled says nothing: a beat without an answer is the end of the connection too.
    beat = setInterval(() => {
      if (waiting) return gone();
      waiting = true;
      fresh.query('select 1').then(() => {
        waiting = false;
      }, gone);
    }, beatMs);
  }

  const rest = () => pause(retryMs, undefined, { signal: stopping.signal }).catch(() => {});

  /** The database was away: asked for until it answers. */
  async function again(): Promise<void> {
    // A database that was cut off may still believe for a while in the connection that held the right before.
    let giveUpAt: number | null = null;
    while (!stopping.signal.aborted) {
      try {
        if (await take()) return;
        if (stopping.signal.aborted) return;
        giveUpAt ??= performance.now() + waitMs;
        if (performance.now() < giveUpAt) {
          await rest();
          continue;
        }
        log.error({}, 'Another Ringback works on this database now. This one ends.');
        tell();
        return;
      } catch (cause) {
        log.warn({ err: cause }, 'The database is away; the right to work on it is asked for again.');
        await rest();
      }
    }
  }

  const giveUpAt = performance.now() + waitMs;
  while (!(await take())) {
    if (performance.now() >= giveUpAt) {
      throw new Error('Another Ringback is working on this database. Stop it first, or give this one its own.');
    }
    await pause(retryMs);
  }
  return {
    lost,
    async release() {
      stopping.abort();
      clearInterval(beat);
      const held = client;
      client = null;
      // The connection may be gone already, and the right with it.
      await held?.query('select pg_advisory_unlock($1)', [onlyOneLock]).catch(() => {});
      held?.release(true);
    },
  };
}
