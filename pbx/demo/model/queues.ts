import type { Header } from '../ami/frame.ts';
import type { DemoSite } from '../demo-site.ts';
import { type Channel, snapshot } from './channel.ts';
import type { Exchange } from './exchange.ts';
import { memberStatus, type Phones } from './phones.ts';

/** A phone that serves a queue. Times are epoch seconds, as app_queue counts. */
export interface Member {
  readonly device: string;
  readonly name: string;
  readonly dynamic: boolean;
  paused: boolean;
  pausedReason: string;
  callsTaken: number;
  lastCallS: number;
  lastPauseS: number;
  inCall: boolean;
}

/** A caller who waits. */
export interface Entry {
  readonly channel: Channel;
  readonly joinedAt: number;
  readonly originalPosition: number;
}

export interface Queue {
  readonly name: string;
  readonly members: Member[];
  readonly entries: Entry[];
  completed: number;
  abandoned: number;
  holdS: number;
  talkS: number;
}

/** The company's queues: who serves them, who waits in them. */
export class Queues {
  readonly #queues = new Map<string, Queue>();
  readonly #exchange: Exchange;
  readonly #phones: Phones;
  readonly #now: () => number;
  readonly startedS: number;

  constructor(site: DemoSite, exchange: Exchange, phones: Phones, now: () => number) {
    this.#exchange = exchange;
    this.#phones = phones;
    this.#now = now;
    this.startedS = Math.floor(now() / 1000);
    for (const { name } of site.queues) {
      const members = site.people
        .filter((person) => person.queues.includes(name))
        .flatMap((person) => person.devices.map(({ device }) => aMember(device, person.name)));
      const figures = { completed: 0, abandoned: 0, holdS: 0, talkS: 0 };
      this.#queues.set(name, { name, members, entries: [], ...figures });
    }
  }

  all(): Queue[] {
    return [...this.#queues.values()];
  }

  get(name: string): Queue | undefined {
    return this.#queues.get(name);
  }

  /** Members that could be rung now; app_queue leaves out paused, busy and absent ones. */
  available(queue: Queue): Member[] {
    return queue.members.filter(({ device, paused }) => !paused && this.#phones.isFree(device));
  }

  /** `joinempty`: with nobody logged in and unpaused, the queue refuses. */
  isOpen(queue: Queue): boolean {
    return queue.members.some(({ device, paused }) => !paused && this.#phones.state(device) !== 'UNAVAILABLE');
  }

  join(queue: Queue, channel: Channel): Entry {
    const entry = { channel, joinedAt: this.#now(), originalPosition: queue.entries.length + 1 };
    queue.entries.push(entry);
    this.#caller('QueueCallerJoin', queue, entry, []);
    return entry;
  }

  /** Also for a caller whom the queue gave up on: Asterisk sends the same event. */
  abandon(queue: Queue, entry: Entry): void {
    queue.abandoned += 1;
    this.#caller('QueueCallerAbandon', queue, entry, [
      ['OriginalPosition', entry.originalPosition],
      ['HoldTime', secondsSince(entry.joinedAt, this.#now())],
    ]);
  }

  leave(queue: Queue, entry: Entry): void {
    const position = queue.entries.indexOf(entry) + 1;
    queue.entries.splice(position - 1, 1);
    this.#caller('QueueCallerLeave', queue, entry, [], position);
  }

  /** QueueMemberStatus in every queue the device serves. */
  announce(device: string): void {
    for (const queue of this.#queues.values()) {
      const member = queue.members.find((each) => each.device === device);
      if (member !== undefined) this.#member('QueueMemberStatus', queue, member);
    }
  }

  /** Pauses a member in one queue or, without a name, in all; false when it serves none. */
  pause(device: string, paused: boolean, reason: string, queueName: string | null): boolean {
    const queues = this.all().filter(({ name }) => queueName === null || name === queueName);
    let found = false;
    for (const queue of queues) {
      const member = queue.members.find((each) => each.device === device);
      if (member === undefined) continue;
      found = true;
      member.paused = paused;
      member.pausedReason = paused ? reason : '';
      if (paused) member.lastPauseS = Math.floor(this.#now() / 1000);
      this.#member('QueueMemberPause', queue, member);
    }
    return found;
  }

  /** A phone comes into a queue while the PBX runs; false when it is in it, null when there is no such queue. */
  add(queueName: string, device: string, name: string, paused: boolean): boolean | null {
    const queue = this.#queues.get(queueName);
    if (queue === undefined) return null;
    if (queue.members.some((each) => each.device === device)) return false;
    const member = { ...aMember(device, name, true), paused };
    queue.members.push(member);
    this.#member('QueueMemberAdded', queue, member);
    return true;
  }

  /** A phone that came in goes out again; false when it is not in it, null when the configuration keeps it there. */
  remove(queueName: string, device: string): boolean | null {
    const queue = this.#queues.get(queueName);
    const member = queue?.members.find((each) => each.device === device);
    if (queue === undefined || member === undefined) return false;
    if (!member.dynamic) return null;
    queue.members.splice(queue.members.indexOf(member), 1);
    this.#member('QueueMemberRemoved', queue, member);
    return true;
  }

  /** A member's facts as QueueMemberStatus tells them. */
  memberHeaders(queue: Queue, member: Member): Header[] {
    return [
      ['Queue', queue.name],
      ['MemberName', member.name],
      ['Interface', member.device],
      ['StateInterface', member.device],
      ['Membership', member.dynamic ? 'dynamic' : 'static'],
      ['Penalty', 0],
      ['CallsTaken', member.callsTaken],
      ['LastCall', member.lastCallS],
      ['LastPause', member.lastPauseS],
      ['LoginTime', this.startedS],
      ['InCall', member.inCall ? 1 : 0],
      ['Status', memberStatus[this.#phones.state(member.device)]],
      ['Paused', member.paused ? 1 : 0],
      ['PausedReason', member.pausedReason],
      ['Ringinuse', 0],
      ['Wrapuptime', 0],
    ];
  }

  #member(event: string, queue: Queue, member: Member): void {
    this.#exchange.emit('agent', event, this.memberHeaders(queue, member));
  }

  #caller(event: string, queue: Queue, entry: Entry, more: Header[], position?: number): void {
    const place = position ?? queue.entries.indexOf(entry) + 1;
    const count: Header[] = more.length > 0 ? [] : [['Count', queue.entries.length]];
    this.#exchange.emit('agent', event, [
      ...snapshot(entry.channel),
      ['Queue', queue.name],
      ['Position', place],
      ...count,
      ...more,
    ]);
  }
}

function aMember(device: string, name: string, dynamic = false): Member {
  const figures = { callsTaken: 0, lastCallS: 0, lastPauseS: 0 };
  return { device, name, dynamic, paused: false, pausedReason: '', inCall: false, ...figures };
}

/** Whole seconds, as app_queue measures. */
export function secondsSince(from: number, to: number): number {
  return Math.max(0, Math.floor(to / 1000) - Math.floor(from / 1000));
}
