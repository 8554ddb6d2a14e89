import type { Fictitious } from './fictitious.ts';
import { type Link, openLink } from './link.ts';
import { fictitiousEvent } from './record-event.ts';
import { type DownReason, type EventSessionOptions, usualDeadlines } from './session-types.ts';

type Reach = Pick<EventSessionOptions, 'host' | 'port' | 'user' | 'secret' | 'tls' | 'now'>;

interface Parts {
  readonly reach: Reach;
  readonly fictitious: Fictitious;
  /** Takes the next piece of the recording; must only take note. */
  readonly write: (text: string) => void;
  readonly onLive: () => void;
}

/** A recording under way. */
export interface Recording {
  /** Resolves when the link is gone: asked to stop, or lost. */
  readonly ended: Promise<{ readonly reason: DownReason; readonly detail: string }>;
  /** Events written so far. */
  readonly events: number;
  stop(): void;
}

/** What every recording begins with, so that nobody takes its numbers for real ones. */
export const recordingHead =
  'Asterisk Call Manager\r\nResponse: Success\r\nMessage: Numbers and names in this recording are fictitious\r\n\r\n';

/** Listens to a live PBX and hands on all that a verdict can hang on, event by event, with numbers and names made fictitious. */
export function recordPbx({ reach, fictitious, write, onLive }: Parts): Recording {
  let events = 0;
  // The first event may come in one breath with the login's answer.
  write(recordingHead);
  let link: Link | null = null;
  const ended = new Promise<{ reason: DownReason; detail: string }>((resolve) => {
    const options: EventSessionOptions = {
      ...reach,
      random: () => 0,
      onEvent() {},
      onQuarantine() {},
      onState() {},
      log: { info() {}, warn() {} },
    };
    link = openLink(options, usualDeadlines, {
      onLive,
      onRaw({ text }) {
        const told = fictitiousEvent(text, fictitious);
        if (told === null) return;
        events += 1;
        write(told);
      },
      onDown: (reason, detail) => resolve({ reason, detail }),
    });
  });
  return {
    ended,
    get events() {
      return events;
    },
    stop: () => link?.end(),
  };
}
