import { createHash, randomInt } from 'node:crypto';
import type { Socket } from 'node:net';
import { type Action, ActionReader } from './action.ts';
import { type EventClass, eventClasses, eventFrame, frame, type Header, timestamp, type WireEvent } from './frame.ts';

/** Rights of AMI's write classes, as far as our actions ask for them. */
export type WriteClass = 'system' | 'call' | 'agent' | 'originate' | 'reporting' | 'user';

/** An entry of manager.conf. */
export interface Account {
  readonly user: string;
  readonly secret: string;
  readonly read: readonly EventClass[];
  readonly write: readonly WriteClass[];
}

/** What a session needs of its server. */
export interface SessionHost {
  readonly accounts: readonly Account[];
  now(): number;
  readonly startedAt: number;
  loggedIn(session: Session): void;
  perform(session: Session, action: Action): void;
}

// Asterisk cuts a client that does not read at about this many unread bytes.
const mostUnread = 4_000_000;
const loginWithinMs = 30_000;

/** One client's connection: login, what it hears, its answers. */
export class Session {
  readonly #socket: Socket;
  readonly #host: SessionHost;
  readonly #reader = new ActionReader();
  #account: Account | null = null;
  #hears: ReadonlySet<EventClass> = new Set();
  #challenge: string | null = null;

  constructor(socket: Socket, host: SessionHost) {
    this.#socket = socket;
    this.#host = host;
    socket.setEncoding('utf8');
    socket.setNoDelay(true);
    socket.setTimeout(loginWithinMs, () => this.#account === null && socket.destroy());
    socket.on('data', (chunk: string) => this.#read(chunk));
    socket.on('error', () => socket.destroy());
    socket.on('end', () => socket.end());
    socket.write('Asterisk Call Manager/11.0.0\r\n');
  }

  get hearsEvents(): boolean {
    return this.#hears.size > 0;
  }

  may(classes: readonly WriteClass[]): boolean {
    return classes.length === 0 || classes.some((each) => this.#account?.write.includes(each));
  }

  /** The answer to an action, with its ActionID. */
  reply(action: Action, response: 'Success' | 'Error' | 'Goodbye', ...headers: readonly Header[]): void {
    this.#write(frame([['Response', response], ...idOf(action), ...headers]));
  }

  refuse(action: Action, message: string): void {
    this.reply(action, 'Error', ['Message', message]);
  }

  /** A list: `EventList: start`, the items, an event with `EventList: Complete`. */
  list(action: Action, message: string, items: readonly ListItem[], complete: string): void {
    this.reply(action, 'Success', ['EventList', 'start'], ['Message', message]);
    for (const { event, headers } of items) this.#write(frame([['Event', event], ...idOf(action), ...headers]));
    this.#write(frame([['Event', complete], ...idOf(action), ['EventList', 'Complete'], ['ListItems', items.length]]));
  }

  /** Sends an event when this session may read its class and asked for it. */
  hear(event: WireEvent, bytes: string): void {
    if (this.#hears.has(event.class)) this.#write(bytes);
  }

  /** Says goodbye in order; a peer that does not read is cut. */
  end(): void {
    this.#socket.end();
    const cut = setTimeout(() => this.#socket.destroy(), 300);
    this.#socket.once('close', () => clearTimeout(cut));
  }

  #write(bytes: string): void {
    if (this.#socket.destroyed || this.#socket.writableEnded) return;
    this.#socket.write(bytes);
    if (this.#socket.writableLength > mostUnread) this.#socket.destroy();
  }

  #read(chunk: string): void {
    const actions = this.#reader.push(chunk);
    if (actions === null) {
      this.#socket.destroy();
      return;
    }
    for (const action of actions) if (!this.#socket.writableEnded) this.#take(action);
  }

  #take(action: Action): void {
    if (action.name === '') this.refuse(action, 'Missing action in request');
    else if (action.name === 'login') this.#login(action);
    else if (action.name === 'challenge') this.#sendChallenge(action);
    else if (action.name === 'logoff') {
      this.reply(action, 'Goodbye', ['Message', 'Thanks for all the fish.']);
      this.end();
    } else if (this.#account === null) this.refuse(action, 'Permission denied');
    else if (action.name === 'events') this.#setEvents(action);
    else this.#host.perform(this, action);
  }

  #sendChallenge(action: Action): void {
    if ((action.get('authtype') ?? '').toLowerCase() !== 'md5') {
      this.refuse(action, 'Must specify AuthType');
      return;
    }
    this.#challenge = String(randomInt(100_000_000, 999_999_999));
    this.reply(action, 'Success', ['Challenge', this.#challenge]);
  }

  #login(action: Action): void {
    const account = this.#host.accounts.find(({ user }) => user === action.get('username'));
    if (account === undefined || !this.#proves(account, action)) {
      this.refuse(action, 'Authentication failed');
      this.end();
      return;
    }
    this.#account = account;
    this.#socket.setTimeout(0);
    this.#hears = classesOf(action.get('events') ?? 'on', account.read);
    this.reply(action, 'Success', ['Message', 'Authentication accepted']);
    const at = this.#host.now();
    const uptime = Math.max(0, Math.floor((at - this.#host.startedAt) / 1000));
    const headers: Header[] = [
      ['Uptime', uptime],
      ['LastReload', uptime],
      ['Status', 'Fully Booted'],
    ];
    const booted: WireEvent = { name: 'FullyBooted', class: 'system', at, headers };
    this.hear(booted, eventFrame(booted));
    this.#host.loggedIn(this);
  }

  #proves(account: Account, action: Action): boolean {
    if ((action.get('authtype') ?? '').toLowerCase() !== 'md5') return action.get('secret') === account.secret;
    if (this.#challenge === null) return false;
    const expected = createHash('md5')
      .update(this.#challenge + account.secret)
      .digest('hex');
    return action.get('key')?.toLowerCase() === expected;
  }

  #setEvents(action: Action): void {
    const mask = action.get('eventmask') ?? '';
    this.#hears = classesOf(mask, this.#account?.read ?? []);
    this.reply(action, 'Success', ['Events', this.#hears.size > 0 ? 'On' : 'Off']);
    this.#host.loggedIn(this);
  }
}

/** One item of a list answer. */
export interface ListItem {
  readonly event: string;
  readonly headers: readonly Header[];
}

function idOf(action: Action): Header[] {
  return action.id === null ? [] : [['ActionID', action.id]];
}

/** `on`, `off`, or a comma list of classes, within what the account may read. */
function classesOf(mask: string, allowed: readonly EventClass[]): ReadonlySet<EventClass> {
  const wanted = mask
    .toLowerCase()
    .split(',')
    .map((each) => each.trim());
  if (wanted.some((each) => ['off', 'no', 'false', '0'].includes(each))) return new Set();
  const isAll = wanted.some((each) => ['on', 'yes', 'true', '1', 'all', '-1'].includes(each));
  return new Set(eventClasses.filter((each) => allowed.includes(each) && (isAll || wanted.includes(each))));
}

/** The answer to Ping. */
export function pong(at: number): Header[] {
  return [
    ['Ping', 'Pong'],
    ['Timestamp', timestamp(at)],
  ];
}
