import { setImmediate as breathe } from 'node:timers/promises';
import type { AmiEvent } from '../../pbx/ami/ami-event.ts';
import type { SnapshotMember } from '../../pbx/ami/snapshot.ts';
import type { AgentPresence, LiveCard } from '../../schema/contracts/live.ts';
import { createMembers, type Member, pauseOf } from '../domain/agent/members.ts';
import { presenceOf, type Where } from '../domain/agent/presence.ts';
import type { PresenceEvent } from '../store/presence.ts';
import type { Desk } from '../usecases/offer-callbacks.ts';
import type { DeskMemory } from './desk-memory.ts';

interface Parts {
  readonly memory: DeskMemory;
  readonly cardsOf: (userId: number) => readonly Pick<LiveCard, 'state'>[];
  readonly hasScreen: (userId: number) => boolean;
  readonly now: () => number;
  readonly changed: (presence: AgentPresence) => void;
  /** A person's state is another from this moment on. */
  readonly entered: (event: PresenceEvent) => void;
}

/** Where someone was put, until the PBX says the same. */
interface Ordered {
  readonly detail: string | null;
  readonly byId: number | null;
}

/** Who is where: from devices, queue pauses, live calls and open screens. */
export interface Presence {
  apply(event: AmiEvent): void;
  deviceIs(device: string, state: string): void;
  /** Everybody who serves a queue now. */
  membersAre(members: readonly SnapshotMember[]): void;
  /** A talk with a customer is over: once the line is free, time for its notes begins. */
  talked(userId: number): void;
  /** The time after a call ends at this moment; in the past it is over. */
  wrapUpUntil(userId: number, until: number): void;
  /** Calls in a row that were not picked up. */
  unanswered(userId: number, calls: number): void;
  /** A ringing call could be shown on no screen of theirs, since then; null when one showed again. */
  unseen(userId: number, since: number | null): void;
  /** For who serves no queue a pause is ours alone: there is nobody else to tell. */
  pauseHere(userId: number, pause: { readonly reason: string } | null): void;
  /** Somebody orders a pause or its end; what the PBX tells next is told as theirs. */
  ordering(userId: number, ordered: Ordered): void;
  membersOf(userId: number): readonly Member[];
  /** Looks again at one person; tells when something changed. */
  look(userId: number): void;
  lookAtAll(): void;
  /** The same, some people at a time: whoever rings meanwhile does not wait for it. */
  lookAround(): Promise<void>;
  of(userId: number): AgentPresence;
  all(): AgentPresence[];
  /** Who sits at which phone and may be given a call; looked at when it is asked for. */
  desk(): Desk;
}

interface Stands {
  readonly where: Where;
  readonly since: number;
}

/** So many people are looked at before whatever has come in meanwhile has its turn. */
const AT_ONCE = 50;

/** Which phone says it rings is no news of its own; all the rest is. */
const newsOf = (presence: AgentPresence): string => JSON.stringify({ ...presence, devices: null });

export function createPresence({ memory, cardsOf, hasScreen, now, changed, entered }: Parts): Presence {
  const devices = new Map<string, string>();
  const members = createMembers();
  const pausedHere = new Map<number, { readonly reason: string }>();
  const wrapUps = new Map<number, number>();
  const justTalked = new Set<number>();
  const unansweredBy = new Map<number, number>();
  const unseenBy = new Map<number, number>();
  const orders = new Map<number, Ordered>();
  const stood = new Map<number, Stands>();
  /** What the screens were told last. Whoever only reads, tells nobody: it changes nothing here. */
  const told = new Map<number, string>();
  let looking = false;

  const membersOf = (userId: number) => members.of(memory.devicesOf(userId).map(({ device }) => device));

  function whereIs(userId: number): Where {
    const cards = cardsOf(userId);
    const served = membersOf(userId);
    const seen = {
      cards: {
        talking: cards.some(({ state }) => state === 'talking'),
        ringing: cards.some(({ state }) => state === 'ringing' || state === 'dialing'),
      },
      phones: memory.devicesOf(userId).map(({ device }) => devices.get(device) ?? 'UNKNOWN'),
      screen: hasScreen(userId),
      pause: served.length > 0 ? pauseOf(served) : (pausedHere.get(userId) ?? null),
      wrapUpUntil: wrapUps.get(userId) ?? null,
    };
    const where = presenceOf(seen, now());
    // A hand-over ends one talk and begins the next: notes are for when the line is free.
    if (where.state === 'in_call' || !justTalked.delete(userId) || memory.presenceRules.wrapUpMs === 0) return where;
    wrapUps.set(userId, now() + memory.presenceRules.wrapUpMs);
    return presenceOf({ ...seen, wrapUpUntil: wrapUps.get(userId) ?? null }, now());
  }

  function enter(userId: number, where: Where): number {
    const before = stood.get(userId);
    if (before?.where.state === where.state && before.where.detail === where.detail) return before.since;
    const at = now();
    const order = orders.get(userId);
    const mine = where.state === 'paused' ? order?.detail === where.detail : order?.detail === null;
    if (mine) orders.delete(userId);
    if (where.state !== 'wrap_up' && where.state !== 'paused') wrapUps.delete(userId);
    entered({ userId, at, state: where.state, detail: where.detail, byId: mine ? (order?.byId ?? null) : null });
    return at;
  }

  /** Where they are, and since when. */
  function stand(userId: number): Stands {
    const where = whereIs(userId);
    const stands = { where, since: enter(userId, where) };
    stood.set(userId, stands);
    return stands;
  }

  function queuesOf(userId: number): AgentPresence['queues'] {
    const served = membersOf(userId);
    const own = memory.queuesOf(userId);
    const others = [...new Set(served.map(({ queue }) => queue))]
      .filter((name) => !own.some((each) => each.name === name))
      .map((name) => ({ name, label: name, mine: false }));
    return [...own.map((queue) => ({ ...queue, mine: true })), ...others].map(({ name, label, mine }) => {
      const seats = served.filter(({ queue }) => queue === name);
      return {
        name,
        label,
        serves: seats.length > 0,
        paused: seats.length > 0 && seats.every(({ paused }) => paused),
        mayLeave: mine && seats.every(({ dynamic }) => dynamic),
      };
    });
  }

  function of(userId: number): AgentPresence {
    const { where, since } = stand(userId);
    const presence = {
      user: { id: userId, name: memory.nameOf(userId) },
      ...where,
      since,
      devices: memory.devicesOf(userId).map((phone) => ({ ...phone, state: devices.get(phone.device) ?? 'UNKNOWN' })),
      queues: queuesOf(userId),
      screen: hasScreen(userId),
      unseenSince: unseenBy.get(userId) ?? null,
      unanswered: unansweredBy.get(userId) ?? 0,
      unansweredLimit: memory.presenceRules.unansweredLimit,
    };
    return presence;
  }

  function look(userId: number): void {
    const presence = of(userId);
    const news = newsOf(presence);
    if (told.get(userId) === news) return;
    told.set(userId, news);
    changed(presence);
  }

  function lookAtOwner(device: string): void {
    const userId = memory.ownerOf(device);
    if (userId !== null) look(userId);
  }

  function deviceIs(device: string, state: string): void {
    // Asterisk also reports queues, parking lots and trunks; only phones of people are kept.
    if (memory.ownerOf(device) === null) return;
    devices.set(device, state);
    lookAtOwner(device);
  }

  function lookAtAll(): void {
    for (const userId of memory.people.keys()) look(userId);
  }

  async function lookAround(): Promise<void> {
    if (looking) return;
    looking = true;
    try {
      const everybody = [...memory.people.keys()];
      for (let next = 0; next < everybody.length; next += AT_ONCE) {
        for (const userId of everybody.slice(next, next + AT_ONCE)) look(userId);
        await breathe();
      }
    } finally {
      looking = false;
    }
  }

  /** Who has a phone or a screen. */
  const atWork = () =>
    [...memory.people.keys()].filter((userId) => memory.devicesOf(userId).length > 0 || hasScreen(userId));

  function desk(): Desk {
    let ready: Desk['ready'] | undefined;
    let signedIn: Desk['signedIn'] | undefined;
    return {
      get ready() {
        ready ??= atWork()
          .map((id) => ({ id, ...stand(id) }))
          .filter(({ where }) => where.state === 'ready')
          .map(({ id, since }) => ({ id, since }));
        return ready;
      },
      get signedIn() {
        signedIn ??= new Set(atWork().filter(hasScreen));
        return signedIn;
      },
    };
  }

  function put(event: AmiEvent & { readonly event: `QueueMember${string}` }): void {
    const device = event.stateInterface ?? event.interface;
    if (event.event === 'QueueMemberRemoved') members.remove(event.queue, event.interface);
    else members.put({ ...event, device, reason: event.pausedReason });
    lookAtOwner(device);
  }

  return {
    apply(event) {
      if (event.event === 'DeviceStateChange') deviceIs(event.device, event.state);
      else if (
        event.event === 'QueueMemberStatus' ||
        event.event === 'QueueMemberPause' ||
        event.event === 'QueueMemberAdded' ||
        event.event === 'QueueMemberRemoved'
      ) {
        put(event);
      }
    },
    deviceIs,
    membersAre(all) {
      members.restore(
        all.map((member) => ({
          ...member,
          device: member.stateInterface ?? member.interface,
          reason: member.pausedReason,
        })),
      );
      lookAtAll();
    },
    talked: (userId) => void justTalked.add(userId),
    wrapUpUntil(userId, until) {
      wrapUps.set(userId, until);
      look(userId);
    },
    unanswered(userId, calls) {
      if (calls === 0) unansweredBy.delete(userId);
      else unansweredBy.set(userId, calls);
      look(userId);
    },
    unseen(userId, since) {
      if (since === null) unseenBy.delete(userId);
      else if (!unseenBy.has(userId)) unseenBy.set(userId, since);
      look(userId);
    },
    pauseHere(userId, pause) {
      if (pause === null) pausedHere.delete(userId);
      else pausedHere.set(userId, pause);
      look(userId);
    },
    ordering: (userId, ordered) => void orders.set(userId, ordered),
    membersOf,
    look,
    lookAtAll,
    lookAround,
    of,
    all: () => atWork().map(of),
    desk,
  };
}
