import { type Frame, headerOf } from './frame.ts';
import { type Link, openLink } from './link.ts';
import { AmiActionError, type EventSessionOptions, usualDeadlines } from './session-types.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';

type Reach = Pick<EventSessionOptions, 'host' | 'port' | 'user' | 'secret' | 'tls' | 'now'>;

/** One short visit to a PBX with the events account. */
export interface Visit {
  readonly banner: string | null;
  readonly snapshot: Snapshot;
  /** Asterisk's own word for its version and its settings, null when it may not be asked. */
  readonly version: string | null;
  readonly cdrEnabled: boolean | null;
  /** Its clock minus ours, milliseconds; null when it did not say. */
  readonly clockAheadMs: number | null;
  /** Whether the dialplan has this context; null when it may not be asked. */
  hasContext(context: string): Promise<boolean | null>;
  /** A global variable or a function's value; empty when there is none, null when it may not be asked. */
  getvar(expression: string): Promise<string | null>;
  /** Every event that names `id`, from now until `enough` says so or the time is over. */
  gather(id: string, enough: (frames: readonly Frame[]) => boolean, withinMs: number): Promise<readonly Frame[]>;
  end(): Promise<void>;
}

/** Logs in once, without any reconnection; rejects with a sentence for a person. */
export function visitPbx(reach: Reach): Promise<Visit> {
  const listeners = new Set<(frame: Frame) => void>();
  let gone: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    gone = resolve;
  });
  return new Promise((resolve, reject) => {
    const options: EventSessionOptions = {
      ...reach,
      random: () => 0,
      onEvent() {},
      onQuarantine() {},
      onState() {},
      log: { info() {}, warn() {} },
    };
    const link: Link = openLink(options, usualDeadlines, {
      onLive(banner) {
        look(link, reach.now).then(
          (seen) =>
            resolve({
              ...seen,
              banner,
              hasContext: (context) => hasContext(link, context),
              getvar: (expression) => getvar(link, expression),
              gather,
              end,
            }),
          (cause: unknown) => {
            link.end();
            reject(cause);
          },
        );
      },
      wantsRaw: () => listeners.size > 0,
      onRaw(frame) {
        for (const listener of [...listeners]) listener(frame);
      },
      onDown(reason, detail) {
        gone();
        reject(new Error(`${reason}: ${detail}`));
      },
    });

    function gather(id: string, enough: (frames: readonly Frame[]) => boolean, withinMs: number) {
      return new Promise<readonly Frame[]>((gathered) => {
        const frames: Frame[] = [];
        const timer = setTimeout(done, withinMs);
        const listener = (frame: Frame) => {
          if (frame.kind !== 'event' || !frame.text.includes(id)) return;
          frames.push(frame);
          if (enough(frames)) done();
        };
        function done(): void {
          clearTimeout(timer);
          listeners.delete(listener);
          gathered(frames);
        }
        listeners.add(listener);
        // Without a link nothing more can come.
        void ended.then(done);
      });
    }

    function end(): Promise<void> {
      link.end();
      return ended;
    }
  });
}

type Seen = Pick<Visit, 'snapshot' | 'version' | 'cdrEnabled' | 'clockAheadMs'>;

async function look(link: Link, now: () => number): Promise<Seen> {
  const asked = now();
  const pong = await link.action('Ping');
  const answered = now();
  const seconds = Number(pong.timestamp?.[0]);
  const settings = await link.action('CoreSettings').catch(() => null);
  const cdr = settings?.corecdrenabled?.[0];
  return {
    snapshot: await takeSnapshot(link, now),
    version: settings?.asteriskversion?.[0] ?? null,
    cdrEnabled: cdr === undefined ? null : /^yes$/i.test(cdr),
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

async function getvar(link: Link, expression: string): Promise<string | null> {
  try {
    return (await link.action('Getvar', { Variable: expression })).value?.[0] ?? '';
  } catch (cause) {
    if (cause instanceof AmiActionError && cause.code === 'refused') return null;
    throw cause;
  }
}

/** The names of the channel variables an event carries, upper-cased; null for an event about no channel. */
export function variablesIn(frame: Frame): ReadonlySet<string> | null {
  if (headerOf(frame, 'Channel') === null) return null;
  const found = frame.text.matchAll(/\nChanVariable(?:\([^)]*\))?: ?([^=\r\n]+)=/g);
  return new Set([...found].map(([, name]) => (name ?? '').toUpperCase()));
}
