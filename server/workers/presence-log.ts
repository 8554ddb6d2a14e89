import type { PresenceEvent } from '../store/presence.ts';

interface Parts {
  readonly write: (events: readonly PresenceEvent[]) => Promise<void>;
}

/** Where people were, on its way into the database: screens never wait for it. */
export interface PresenceLog {
  add(event: PresenceEvent): void;
  /** Writes what waits; what could not be written is kept and tried again. */
  flush(): Promise<void>;
}

/** While the database is away for long the oldest go first: a report may have a hole, memory may not run full. */
const mostWaiting = 20_000;

export function createPresenceLog({ write }: Parts): PresenceLog {
  let waiting: PresenceEvent[] = [];
  return {
    add(event) {
      waiting.push(event);
      if (waiting.length > mostWaiting) waiting = waiting.slice(-mostWaiting / 2);
    },
    async flush() {
      if (waiting.length === 0) return;
      const events = waiting;
      waiting = [];
      try {
        await write(events);
      } catch (cause) {
        waiting = [...events, ...waiting].slice(-mostWaiting);
        throw cause;
      }
    },
  };
}
