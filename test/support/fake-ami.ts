import net from 'node:net';
import type { TlsOptions } from 'node:tls';
import tls from 'node:tls';
import { type Lines, message } from './fake-ami/messages.ts';
import { type FakePbx, listFor, quietPbx } from './fake-ami/state.ts';

/** An action as it came, header names lower-cased; a repeated header keeps all its values. */
export interface TakenAction {
  readonly name: string;
  readonly headers: Readonly<Record<string, string[]>>;
  readonly raw: string;
  /** Which connection it came on, counted from 1. */
  readonly connection: number;
}

/** How the fake behaves; may be changed at any time. */
export interface Manners {
  banner: string | null;
  /** Whether a login is refused although user and secret are right. */
  refuseLogin: boolean;
  /** Actions (by name) that are never answered; `*` for all. */
  deafTo: Set<string>;
  /** Actions answered with Permission denied. */
  denied: Set<string>;
  /** Answers are held back this long. */
  delayMs: number;
  /** Connections are closed as soon as they are made. */
  slamDoor: boolean;
}

export interface FakeAmi {
  readonly port: number;
  readonly manners: Manners;
  readonly pbx: FakePbx;
  readonly actions: TakenAction[];
  /** Connections logged in now. */
  readonly loggedIn: number;
  /** Connections ever made. */
  readonly connections: number;
  /** Own answer to an action; returns the whole message's lines, or null for no answer. */
  answer(name: string, reply: (action: TakenAction) => Lines | null): void;
  /** Sends bytes to everyone logged in, as they are. */
  send(bytes: string | Uint8Array): void;
  /** Sends a recorded stream (LF becomes CR LF), message by message, handing control back after each. */
  play(trace: Uint8Array, afterEach?: (index: number) => void | Promise<void>): Promise<void>;
  /** Breaks all connections, perhaps after the beginning of a message. */
  cut(lastWords?: string): void;
  /** From now on neither reads nor writes, and keeps the connections: a dead link. */
  freeze(): void;
  close(): Promise<void>;
}

export interface FakeAmiOptions {
  readonly user?: string;
  readonly secret?: string;
  readonly tls?: TlsOptions;
  readonly manners?: Partial<Manners>;
}

/** An AMI server on a free port of loopback that says what the test tells it to say. */
export async function startFakeAmi(options: FakeAmiOptions = {}): Promise<FakeAmi> {
  const { user = 'events', secret = 'right horse' } = options;
  const manners: Manners = {
    banner: 'Asterisk Call Manager/11.0.0',
    refuseLogin: false,
    deafTo: new Set(),
    denied: new Set(),
    delayMs: 0,
    slamDoor: false,
    ...options.manners,
  };
  const pbx = quietPbx();
  const actions: TakenAction[] = [];
  const sockets = new Set<net.Socket>();
  const listening = new Set<net.Socket>();
  const own = new Map<string, (action: TakenAction) => Lines | null>();
  const timers = new Set<NodeJS.Timeout>();
  let connections = 0;
  let frozen = false;

  function say(socket: net.Socket, bytes: string | Uint8Array): void {
    if (!frozen && socket.writable) socket.write(bytes);
  }

  function later(run: () => void): void {
    if (manners.delayMs === 0) {
      run();
      return;
    }
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, manners.delayMs);
    timers.add(timer);
  }

  function take(socket: net.Socket, action: TakenAction): void {
    actions.push(action);
    if (frozen || manners.deafTo.has('*') || manners.deafTo.has(action.name)) return;
    later(() => reply(socket, action));
  }

  function reply(socket: net.Socket, action: TakenAction): void {
    const id: Lines = action.headers.actionid ? [['ActionID', action.headers.actionid[0] ?? '']] : [];
    const respond = (word: string, lines: Lines) => say(socket, message([['Response', word], ...id, ...lines]));
    if (action.name === 'Login') {
      const welcome = action.headers.username?.[0] === user && action.headers.secret?.[0] === secret;
      if (!welcome || manners.refuseLogin) {
        respond('Error', [['Message', 'Authentication failed']]);
        socket.end();
        return;
      }
      respond('Success', [['Message', 'Authentication accepted']]);
      if (action.headers.events?.[0] !== 'off') listening.add(socket);
      say(
        socket,
        message([
          ['Event', 'FullyBooted'],
          ['Privilege', 'system,all'],
          ['Uptime', '60'],
          ['LastReload', '60'],
          ['Status', 'Fully Booted'],
        ]),
      );
      return;
    }
    if (manners.denied.has(action.name)) {
      respond('Error', [['Message', 'Permission denied']]);
      return;
    }
    const mine = own.get(action.name);
    if (mine) {
      const lines = mine(action);
      if (lines) say(socket, message(lines.flatMap((line, i) => (i === 0 ? [line, ...id] : [line]))));
      return;
    }
    const list = listFor(action.name, pbx);
    if (list) {
      respond('Success', [['EventList', 'start']]);
      for (const [name, lines] of list.items) say(socket, message([['Event', name], ...id, ...lines]));
      const count = String(list.items.length);
      say(socket, message([['Event', list.done], ...id, ['EventList', 'Complete'], ['ListItems', count]]));
      return;
    }
    if (action.name === 'Events' && action.headers.eventmask?.[0] === 'off') listening.delete(socket);
    if (action.name === 'Ping') respond('Success', [['Ping', 'Pong']]);
    else if (action.name === 'CoreStatus')
      respond('Success', [
        ['CoreStartupDate', pbx.startupDate],
        ['CoreStartupTime', pbx.startupTime],
      ]);
    else if (action.name === 'Logoff') {
      respond('Goodbye', []);
      socket.end();
    } else respond('Success', [['Message', 'Done']]);
  }

  function welcome(socket: net.Socket): void {
    const connection = ++connections;
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      listening.delete(socket);
    });
    if (manners.slamDoor) {
      socket.destroy();
      return;
    }
    if (manners.banner !== null) say(socket, `${manners.banner}\r\n`);
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('utf8');
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        const raw = text.slice(0, end + 4);
        text = text.slice(end + 4);
        take(socket, parseAction(raw, connection));
      }
    });
  }

  const server = options.tls ? tls.createServer(options.tls, welcome) : net.createServer(welcome);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The fake PBX has no port.');

  return {
    port: address.port,
    manners,
    pbx,
    actions,
    get loggedIn() {
      return listening.size;
    },
    get connections() {
      return connections;
    },
    answer: (name, replyWith) => void own.set(name, replyWith),
    send(bytes) {
      for (const socket of listening) say(socket, bytes);
    },
    async play(trace, afterEach) {
      const blocks = Buffer.from(trace).toString('latin1').replaceAll('\r', '').split('\n\n');
      for (const [index, block] of blocks.filter((text) => text.trim() !== '').entries()) {
        const bytes = Buffer.from(`${block.trim().replaceAll('\n', '\r\n')}\r\n\r\n`, 'latin1');
        for (const socket of listening) say(socket, bytes);
        await afterEach?.(index);
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    cut(lastWords) {
      for (const socket of sockets) {
        if (lastWords === undefined) socket.destroy();
        else socket.end(lastWords);
      }
    },
    freeze() {
      frozen = true;
      for (const socket of sockets) socket.pause();
    },
    async close() {
      for (const timer of timers) clearTimeout(timer);
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function parseAction(raw: string, connection: number): TakenAction {
  const headers: Record<string, string[]> = Object.create(null);
  for (const line of raw.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    headers[name] = [...(headers[name] ?? []), line.slice(colon + 1).trim()];
  }
  const word = headers.action?.[0] ?? '';
  return { name: word.charAt(0).toUpperCase() + word.slice(1), headers, raw, connection };
}
