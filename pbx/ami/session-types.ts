import type { ConnectionOptions } from 'node:tls';
import type { AmiEvent } from './ami-event.ts';
import type { Quarantined } from './quarantined.ts';
import type { Snapshot } from './snapshot.ts';

/** Why the link is down. `refused`: the PBX does not know this user or secret, or does not let this address in. */
export type DownReason = 'refused' | 'unreachable' | 'timeout' | 'closed' | 'dead-link' | 'stopped';

/** Whether events are coming in. `detail` is a sentence for a person; it holds no secret. */
export type SessionState =
  | { readonly state: 'connecting'; readonly at: number }
  | { readonly state: 'live'; readonly at: number; readonly banner: string | null }
  | { readonly state: 'down'; readonly at: number; readonly reason: DownReason; readonly detail: string };

/** A pino-like log. */
export interface SessionLog {
  info(fields: object, sentence: string): void;
  warn(fields: object, sentence: string): void;
}

/** How long things may take, in milliseconds. */
export interface Deadlines {
  readonly connectMs: number;
  readonly loginMs: number;
  readonly actionMs: number;
  /** A Ping goes out this often; two unanswered ones in a row drop the link: dead after at most three intervals. */
  readonly pingEveryMs: number;
  /** First wait of the back-off and its upper limit; each wait is a random part of the current limit. */
  readonly retryBaseMs: number;
  readonly retryCapMs: number;
  /** The wait after a refused login, which no hurry cures. */
  readonly refusedRetryMs: number;
}

export const usualDeadlines: Deadlines = {
  connectMs: 5_000,
  loginMs: 5_000,
  actionMs: 10_000,
  pingEveryMs: 5_000,
  retryBaseMs: 500,
  retryCapMs: 10_000,
  refusedRetryMs: 30_000,
};

export interface EventSessionOptions {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly secret: string;
  /** Set: TLS (`{}` for the system's authorities). */
  readonly tls?: ConnectionOptions;
  /** Channel variables to pass on as VarSet besides the usual ones. */
  readonly variables?: Iterable<string>;
  readonly now: () => number;
  /** In [0, 1). */
  readonly random: () => number;
  /** Called synchronously, in the stream's order; must only take note. What it throws is logged and quarantined. */
  readonly onEvent: (event: AmiEvent) => void;
  readonly onQuarantine: (piece: Quarantined) => void;
  readonly onState: (state: SessionState) => void;
  readonly log: SessionLog;
  readonly deadlines?: Partial<Deadlines>;
}

export interface EventSession {
  start(): void;
  /** Ends the connection and all timers; resolves when the socket is gone. */
  stop(): Promise<void>;
  /** Asks the PBX what is going on now. Rejects when the link is not live or goes away meanwhile. */
  snapshot(): Promise<Snapshot>;
  /**
   * A variable of a channel that lives, by the channel's name; null when it has none, is gone, or the account may not ask (it takes
   * `call` or `reporting`). Rejects when the link is not live or goes away meanwhile.
   */
  variableOf(channel: string, variable: string): Promise<string | null>;
  readonly state: SessionState;
}

/** An action that was not answered as hoped. */
export class AmiActionError extends Error {
  readonly code: 'refused' | 'timeout' | 'closed';
  constructor(code: AmiActionError['code'], message: string) {
    super(message);
    this.name = 'AmiActionError';
    this.code = code;
  }
}
