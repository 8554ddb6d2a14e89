/**
 * The event session: one AMI account that only listens.
 *
 *   const session = createEventSession({ host, port, user, secret, now, random, onEvent, onQuarantine, onState, log });
 *   session.start();
 *   // onState({ state: 'live' }) comes after every login; then, with the events that arrive meanwhile kept aside:
 *   const snapshot = await session.snapshot();
 *   await session.stop();
 *
 *   connecting ──login──▶ live ──socket gone, two pings lost──▶ down ──back-off──▶ connecting
 *        └──refused, unreachable, too slow──▶ down
 *
 * `down` is told once per connection lost, with a reason; it reconnects by itself until `stop()`. Waits grow from
 * 0.5 s to 10 s, each a random part of its limit; after a refused login the wait is half a minute. Nothing is replayed
 * by Asterisk after a reconnect: the caller takes a snapshot and reconciles.
 */
import { type Link, openLink } from './link.ts';
import {
  AmiActionError,
  type EventSession,
  type EventSessionOptions,
  type SessionState,
  usualDeadlines,
} from './session-types.ts';
import { takeSnapshot } from './snapshot.ts';

/** A link that lived this long counts as good: the next loss starts the back-off anew. */
const GOOD_AFTER_MS = 10_000;
/** No reconnect is quicker, whatever the dice say. */
const MIN_WAIT_MS = 100;

/** Makes a session; nothing happens before `start()`. */
export function createEventSession(options: EventSessionOptions): EventSession {
  const deadlines = { ...usualDeadlines, ...options.deadlines };
  const { now, random, log } = options;
  let state: SessionState = { state: 'down', at: now(), reason: 'stopped', detail: 'Not started.' };
  let running = false;
  let link: Link | null = null;
  let retry: NodeJS.Timeout | undefined;
  let failures = 0;
  let stopped: (() => void)[] = [];

  function tell(next: SessionState): void {
    state = next;
    try {
      options.onState(next);
    } catch (error) {
      log.warn({ err: error }, 'A change of the link could not be handled.');
    }
  }

  function connect(): void {
    let liveAt: number | null = null;
    tell({ state: 'connecting', at: now() });
    link = openLink(options, deadlines, {
      onLive(banner) {
        liveAt = now();
        log.info({ banner }, 'Listening to the PBX.');
        tell({ state: 'live', at: liveAt, banner });
      },
      onDown(reason, detail) {
        link = null;
        if (liveAt !== null && now() - liveAt >= GOOD_AFTER_MS) failures = 0;
        tell({ state: 'down', at: now(), reason, detail });
        if (!running) {
          for (const resolve of stopped) resolve();
          stopped = [];
          return;
        }
        const waitMs = reason === 'refused' ? deadlines.refusedRetryMs : backOff();
        log.warn({ reason, detail, waitMs }, 'The link to the PBX is down.');
        retry = setTimeout(connect, waitMs);
      },
    });
  }

  function backOff(): number {
    const limit = Math.min(deadlines.retryCapMs, deadlines.retryBaseMs * 2 ** Math.min(failures++, 16));
    return Math.max(Math.min(MIN_WAIT_MS, limit), Math.round(random() * limit));
  }

  return {
    start() {
      if (running) return;
      running = true;
      connect();
    },
    stop() {
      running = false;
      clearTimeout(retry);
      const current = link;
      if (!current) {
        if (state.state !== 'down' || state.reason !== 'stopped')
          tell({ state: 'down', at: now(), reason: 'stopped', detail: 'Stopped.' });
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        stopped.push(resolve);
        current.end();
      });
    },
    async snapshot() {
      const current = link;
      if (!current || state.state !== 'live') throw new AmiActionError('closed', 'The PBX is not connected.');
      const snapshot = await takeSnapshot(current, now);
      const { denied, unavailable = [] } = snapshot;
      if (denied.length + unavailable.length > 0)
        log.warn({ denied, unavailable }, 'The PBX does not tell all we ask.');
      return snapshot;
    },
    async variableOf(channel, variable) {
      if (!link || state.state !== 'live') throw new AmiActionError('closed', 'The PBX is not connected.');
      try {
        const { value } = await link.action('Getvar', { Channel: channel, Variable: variable });
        return value?.[0] || null;
      } catch (error) {
        if (error instanceof AmiActionError && error.code === 'refused') return null;
        throw error;
      }
    },
    get state() {
      return state;
    },
  };
}
