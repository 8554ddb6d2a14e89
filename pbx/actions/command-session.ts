/**
 * The command session: one AMI account that only acts.
 *
 *   const commands = connectCommands({ host, port, user, secret, now, random, onState, log });
 *   await commands.originate({ device: 'PJSIP/1001', context: 'ringback-dial', exten: '+441632960001', channelId, timeoutMs: 20_000 });
 *   await commands.stop();
 *
 * A command resolves when the PBX accepted it, which says nothing of its result (Originate is "queued" even to a phone
 * that does not exist): results come back as events. It rejects with `CommandError`; after `timeout` and `closed` it may
 * have been carried out all the same.
 */
import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { CommandError } from './command-error.ts';
import { type Connection, openConnection } from './connection.ts';
import type { ActionFields } from './guard.ts';
import { hangupFields } from './hangup.ts';
import { type InCallCommands, inCallCommands } from './in-call.ts';
import { type OriginateInput, originateFields } from './originate.ts';
import { type CustomerFirstInput, customerFirstFields } from './originate-customer.ts';
import { pingFields } from './ping.ts';
import { type QueueAddInput, type QueueRemoveInput, queueAddFields, queueRemoveFields } from './queue-member.ts';
import { type QueuePauseInput, queuePauseFields } from './queue-pause.ts';
import { type RedirectInput, redirectFields } from './redirect.ts';
import { setVarFields } from './set-var.ts';
import { testCallFields } from './test-call.ts';

/** Whether commands can be sent. `detail` is a sentence for a person; it holds no secret. */
export type CommandState =
  | { readonly state: 'connecting'; readonly at: number }
  | { readonly state: 'live'; readonly at: number }
  | {
      readonly state: 'down';
      readonly at: number;
      readonly reason: 'refused' | 'unreachable' | 'timeout' | 'closed' | 'stopped';
      readonly detail: string;
    };

/** What the service may do to the PBX. */
export interface PbxCommands extends InCallCommands {
  originate(input: OriginateInput): Promise<void>;
  originateCustomer(input: CustomerFirstInput): Promise<void>;
  hangup(channel: string, cause?: number): Promise<void>;
  redirect(input: RedirectInput): Promise<void>;
  queuePause(input: QueuePauseInput): Promise<void>;
  queueAdd(input: QueueAddInput): Promise<void>;
  queueRemove(input: QueueRemoveInput): Promise<void>;
  setVar(channel: string, variable: string, value: string): Promise<void>;
  ping(): Promise<void>;
  readonly state: CommandState;
}

export interface CommandSession extends PbxCommands {
  /** Places a call that our own dialplan must refuse: it rings nowhere and shows what the PBX tells of a call. */
  testCall(context: string, channelId: string): Promise<void>;
  /** Ends the connection and all timers. Commands under way reject with `closed`. */
  stop(): Promise<void>;
}

export interface CommandDeadlines {
  readonly connectMs: number;
  readonly loginMs: number;
  readonly actionMs: number;
  readonly pingEveryMs: number;
  readonly retryBaseMs: number;
  readonly retryCapMs: number;
  readonly refusedRetryMs: number;
}

const usualDeadlines: CommandDeadlines = {
  connectMs: 5_000,
  loginMs: 5_000,
  actionMs: 5_000,
  pingEveryMs: 10_000,
  retryBaseMs: 500,
  retryCapMs: 10_000,
  refusedRetryMs: 30_000,
};

/** A link that lived this long counts as good: the next loss starts the back-off anew. */
const GOOD_AFTER_MS = 10_000;

export interface CommandSessionOptions {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly secret: string;
  readonly tls?: ConnectionOptions;
  /** Lets secret and commands cross a network in the clear. Without it, and without TLS, only loopback is allowed. */
  readonly allowPlainRemote?: boolean;
  readonly now: () => number;
  /** In [0, 1). */
  readonly random: () => number;
  readonly onState?: (state: CommandState) => void;
  /** Told of bytes right after they went out to the PBX. */
  readonly onSent?: (bytes: Buffer) => void;
  readonly log: { info(fields: object, sentence: string): void; warn(fields: object, sentence: string): void };
  readonly deadlines?: Partial<CommandDeadlines>;
}

/** Starts connecting at once and keeps connected until `stop()`. Throws for a plain connection to another machine. */
export function connectCommands(options: CommandSessionOptions): CommandSession {
  if (!options.tls && !options.allowPlainRemote && !isLoopback(options.host)) {
    throw new CommandError('invalid', 'Commands to a PBX on another machine need TLS, or plain connections allowed.');
  }
  const deadlines = { ...usualDeadlines, ...options.deadlines };
  const { now, random, log } = options;
  let state: CommandState = { state: 'connecting', at: now() };
  let connection: Connection | null = null;
  let running = true;
  let failures = 0;
  const stopping = new AbortController();
  let wake: () => void = () => {};
  let retry: NodeJS.Timeout | undefined;
  let pinger: NodeJS.Timeout | undefined;

  function tell(next: CommandState): void {
    state = next;
    try {
      options.onState?.(next);
    } catch (error) {
      log.warn({ err: error }, 'A change of the command link could not be handled.');
    }
  }

  async function live(): Promise<Extract<CommandState, { state: 'down' }>> {
    tell({ state: 'connecting', at: now() });
    try {
      connection = await openConnection({ ...options, ...deadlines, signal: stopping.signal });
    } catch (error) {
      if (!(error instanceof CommandError)) {
        log.warn({ err: error }, 'The command link failed by a fault of ours.');
        return { state: 'down', at: now(), reason: 'closed', detail: 'A fault of ours.' };
      }
      const reason = { refused: 'refused', timeout: 'timeout', offline: 'unreachable' } as const;
      const known = error.code === 'invalid' || error.code === 'closed' ? 'closed' : reason[error.code];
      return { state: 'down', at: now(), reason: known, detail: error.message };
    }
    const liveAt = now();
    if (running) {
      tell({ state: 'live', at: liveAt });
      watch(connection);
    }
    const detail = await connection.closed;
    clearInterval(pinger);
    connection = null;
    if (now() - liveAt >= GOOD_AFTER_MS) failures = 0;
    return { state: 'down', at: now(), reason: 'closed', detail };
  }

  function watch(current: Connection): void {
    let missed = 0;
    pinger = setInterval(() => {
      current.send(pingFields(), deadlines.pingEveryMs * 0.9).then(
        () => {
          missed = 0;
        },
        (error: unknown) => {
          if (!(error instanceof CommandError) || error.code !== 'timeout') return;
          if (++missed >= 2) current.close('The PBX stopped answering.');
        },
      );
    }, deadlines.pingEveryMs);
  }

  async function supervise(): Promise<void> {
    while (running) {
      const down = await live();
      if (!running) break;
      tell(down);
      const limit = Math.min(deadlines.retryCapMs, deadlines.retryBaseMs * 2 ** Math.min(failures++, 16));
      const waitMs = down.reason === 'refused' ? deadlines.refusedRetryMs : Math.max(100, random() * limit);
      log.warn({ reason: down.reason, detail: down.detail, waitMs }, 'Commands cannot reach the PBX.');
      await new Promise<void>((resolve) => {
        wake = resolve;
        retry = setTimeout(resolve, waitMs);
      });
    }
    tell({ state: 'down', at: now(), reason: 'stopped', detail: 'Stopped.' });
  }

  async function send(fields: ActionFields): Promise<void> {
    if (!connection || state.state !== 'live') throw new CommandError('offline', 'The PBX is not connected.');
    await connection.send(fields, deadlines.actionMs);
  }

  const supervised = supervise();

  return {
    originate: async (input) => send(originateFields(input)),
    originateCustomer: async (input) => send(customerFirstFields(input)),
    hangup: async (channel, cause) => send(hangupFields(channel, cause)),
    redirect: async (input) => send(redirectFields(input)),
    queuePause: async (input) => send(queuePauseFields(input)),
    queueAdd: async (input) => send(queueAddFields(input)),
    queueRemove: async (input) => send(queueRemoveFields(input)),
    setVar: async (channel, variable, value) => send(setVarFields(channel, variable, value)),
    testCall: async (context, channelId) => send(testCallFields(context, channelId)),
    ping: async () => send(pingFields()),
    ...inCallCommands(send),
    get state() {
      return state;
    },
    async stop() {
      running = false;
      clearTimeout(retry);
      clearInterval(pinger);
      wake();
      stopping.abort();
      await supervised;
    },
  };
}

/** Only what never leaves this machine. */
function isLoopback(host: string): boolean {
  if (host === 'localhost' || host === '::1') return true;
  return isIP(host) === 4 && host.startsWith('127.');
}
