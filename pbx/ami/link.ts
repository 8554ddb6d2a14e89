import net from 'node:net';
import tls from 'node:tls';
import { createEventReader } from './event-reader.ts';
import type { Frame, Headers } from './frame.ts';
import { createPendingActions, type ListReply } from './pending-actions.ts';
import { RAW_CAP } from './quarantined.ts';
import { AmiActionError, type Deadlines, type DownReason, type EventSessionOptions } from './session-types.ts';
import { createTurns } from './turns.ts';

/** One connection, from dialling to its end. Never used again afterwards. */
export interface Link {
  action(name: string, fields?: Readonly<Record<string, string>>): Promise<Headers>;
  list(name: string, fields?: Readonly<Record<string, string>>): Promise<ListReply>;
  /** Ends it with a word to the peer; `onDown` follows. */
  end(): void;
}

export interface LinkHooks {
  onLive(banner: string | null): void;
  /** Events to be read besides those we use. */
  wantsRaw?(name: string): boolean;
  /** Every event that is read, as it came; must only take note. */
  onRaw?(frame: Frame): void;
  /** Once, when the socket is gone. */
  onDown(reason: DownReason, detail: string): void;
}

/** Dials, logs in, reads, pings. The socket is read as fast as bytes come: Asterisk drops a reader that lags. */
export function openLink(options: EventSessionOptions, deadlines: Deadlines, hooks: LinkHooks): Link {
  const { host, port, now } = options;
  const socket = options.tls
    ? tls.connect({ host, port, ...(net.isIP(host) ? {} : { servername: host }), ...options.tls })
    : net.connect({ host, port });
  let down: { reason: DownReason; detail: string } | null = null;
  let reached = false;
  let banner: string | null = null;
  let heardAt = 0;
  let pinger: NodeJS.Timeout | undefined;

  const pending = createPendingActions((bytes) => {
    if (!socket.destroyed) socket.write(bytes);
  });
  const reader = createEventReader(
    {
      wants: (name) => pending.wants(name) || hooks.wantsRaw?.(name) === true,
      seesAll: hooks.onRaw !== undefined,
      onBanner(line) {
        banner = line;
      },
      onFrame(frame) {
        if (frame.kind === 'response') return pending.takeResponse(frame);
        if (pending.takeListItem(frame)) return true;
        hooks.onRaw?.(frame);
        return false;
      },
      onEvent: options.onEvent,
      onQuarantine: options.onQuarantine,
      onFailed(err, event, raw) {
        options.log.warn({ err, event }, 'An event could not be handled and was set aside.');
        const piece = { reason: 'handler-failed', detail: 'handler', name: event, at: now() } as const;
        options.onQuarantine({ ...piece, raw: raw.slice(0, RAW_CAP) });
      },
    },
    { now, ...(options.variables ? { variables: options.variables } : {}) },
  );

  const turns = createTurns(reader.push);

  function drop(reason: DownReason, detail: string): void {
    down ??= { reason, detail };
    socket.destroy();
  }

  async function login(): Promise<void> {
    const { user, secret } = options;
    try {
      const fields = { Username: user, Secret: secret, Events: 'on' };
      await pending.send('Login', fields, { list: false, timeoutMs: deadlines.loginMs });
    } catch (error) {
      if (!(error instanceof AmiActionError)) throw error;
      if (error.code === 'refused') drop('refused', `The PBX refused the login of ${user}: ${error.message}.`);
      else drop('timeout', 'The PBX did not answer the login.');
      return;
    }
    if (socket.destroyed) return;
    hooks.onLive(banner);
    watch();
  }

  /** A dead link is silent: two pings in a row that bring not one byte back end it. */
  function watch(): void {
    let missed = 0;
    pinger = setInterval(() => {
      const askedAt = heardAt;
      const timeoutMs = deadlines.pingEveryMs * 0.9;
      pending.send('Ping', {}, { list: false, timeoutMs }).then(
        () => {
          missed = 0;
        },
        (error: unknown) => {
          if (!(error instanceof AmiActionError) || error.code !== 'timeout') return;
          missed = heardAt === askedAt ? missed + 1 : 0;
          if (missed >= 2) drop('dead-link', 'The PBX stopped answering.');
        },
      );
    }, deadlines.pingEveryMs);
  }

  const connectTimer = setTimeout(() => drop('timeout', 'The connection was not made in time.'), deadlines.connectMs);
  socket.setNoDelay(true);
  socket.on(options.tls ? 'secureConnect' : 'connect', () => {
    reached = true;
    clearTimeout(connectTimer);
    void login();
  });
  socket.on('data', (chunk: Buffer) => {
    heardAt++;
    turns.take(chunk);
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    down ??= reached
      ? { reason: 'closed', detail: `The connection broke (${error.code ?? 'error'}).` }
      : { reason: 'unreachable', detail: `The PBX cannot be reached (${error.code ?? 'error'}).` };
  });
  socket.on('close', () => {
    clearTimeout(connectTimer);
    clearInterval(pinger);
    turns.finish();
    pending.rejectAll(new AmiActionError('closed', 'The connection to the PBX is gone.'));
    const end = down ?? { reason: 'closed' as const, detail: 'The PBX closed the connection.' };
    hooks.onDown(end.reason, end.detail);
  });

  return {
    async action(name, fields = {}) {
      return (await pending.send(name, fields, { list: false, timeoutMs: deadlines.actionMs })).headers;
    },
    async list(name, fields = {}) {
      const { list } = await pending.send(name, fields, { list: true, timeoutMs: deadlines.actionMs });
      return list ?? { items: [], complete: false };
    },
    end() {
      down ??= { reason: 'stopped', detail: 'Stopped.' };
      if (socket.connecting || socket.destroyed) {
        socket.destroy();
        return;
      }
      socket.end('Action: Logoff\r\n\r\n');
      setTimeout(() => socket.destroy(), 300).unref();
    },
  };
}
