import type { AmiEvent } from './ami-event.ts';
import { type Link, openLink } from './link.ts';
import { AmiActionError, type EventSessionOptions, usualDeadlines } from './session-types.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';

type Reach = Pick<EventSessionOptions, 'host' | 'port' | 'user' | 'secret' | 'tls' | 'now'>;

/** One short visit to a PBX with the events account. */
export interface Visit {
  readonly banner: string | null;
  readonly snapshot: Snapshot;
  /** Asterisk's own word for its version, null when it may not be asked. */
  readonly version: string | null;
  /** Its clock minus ours, milliseconds; null when it did not say. */
  readonly clockAheadMs: number | null;
  /** Whether the dialplan has this context; null when it may not be asked. */
  hasContext(context: string): Promise<boolean | null>;
  /** Resolves with the first event that fits, or null after `withinMs`. */
  hear(fits: (event: AmiEvent) => boolean, withinMs: number): Promise<AmiEvent | null>;
  end(): Promise<void>;
}

/** Logs in once, without any reconnection; rejects with a sentence for a person. */
export function visitPbx(reach: Reach): Promise<Visit> {
  const listeners = new Set<(event: AmiEvent) => void>();
  let gone: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    gone = resolve;
  });
  return new Promise((resolve, reject) => {
    const options: EventSessionOptions = {
      ...reach,
      random: () => 0,
      onEvent(event) {
        for (const listener of [...listeners]) listener(event);
      },
      onQuarantine() {},
      onState() {},
      log: { info() {}, warn() {} },
    };
    const link: Link = openLink(options, usualDeadlines, {
      onLive(banner) {
        look(link, reach.now).then(
          (seen) => resolve({ ...seen, banner, hasContext: (context) => hasContext(link, context), hear, end }),
          (cause: unknown) => {
            link.end();
            reject(cause);
          },
        );
      },
      onDown(reason, detail) {
        gone();
        reject(new Error(`${reason}: ${detail}`));
      },
    });

    function hear(fits: (event: AmiEvent) => boolean, withinMs: number): Promise<AmiEvent | null> {
      return new Promise((heard) => {
        const timer = setTimeout(() => done(null), withinMs);
        const listener = (event: AmiEvent) => {
          if (fits(event)) done(event);
        };
        function done(event: AmiEvent | null): void {
          clearTimeout(timer);
          listeners.delete(listener);
          heard(event);
        }
        listeners.add(listener);
      });
    }

    function end(): Promise<void> {
      link.end();
      return ended;
    }
  });
}

async function look(link: Link, now: () => number): Promise<Pick<Visit, 'snapshot' | 'version' | 'clockAheadMs'>> {
  const asked = now();
  const pong = await link.action('Ping');
  const answered = now();
  const seconds = Number(pong.timestamp?.[0]);
  const settings = await link.action('CoreSettings').catch(() => null);
  return {
    snapshot: await takeSnapshot(link, now),
    version: settings?.asteriskversion?.[0] ?? null,
    clockAheadMs: Number.isFinite(seconds) ? Math.round(seconds * 1000 - (asked + answered) / 2) : null,
  };
}

/** `ShowDialPlan` answers "Did not find context" with an error, like any missing right. */
async function hasContext(link: Link, context: string): Promise<boolean | null> {
  try {
    await link.action('ShowDialPlan', { Context: context });
    return true;
  } catch (cause) {
    if (!(cause instanceof AmiActionError) || cause.code !== 'refused') throw cause;
    return /permission/i.test(cause.message) ? null : false;
  }
}
