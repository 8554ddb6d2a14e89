import type { AmiEvent } from '../../pbx/ami/ami-event.ts';
import type { AgentPresence, agentStates, LiveCard } from '../../schema/contracts/live.ts';
import type { DeskMemory } from './desk-memory.ts';

type State = (typeof agentStates)[number];

interface Parts {
  readonly memory: DeskMemory;
  readonly cardsOf: (userId: number) => readonly Pick<LiveCard, 'state'>[];
  readonly hasScreen: (userId: number) => boolean;
  readonly now: () => number;
  readonly changed: (presence: AgentPresence) => void;
}

/** Who is where: from devices, queue pauses, live calls and open screens. */
export interface Presence {
  apply(event: AmiEvent): void;
  deviceIs(device: string, state: string): void;
  memberIs(queueInterface: string, paused: boolean, reason: string | null): void;
  /** Looks again at one person; tells when something changed. */
  look(userId: number): void;
  lookAtAll(): void;
  of(userId: number): AgentPresence;
  all(): AgentPresence[];
}

/** `DeviceState` words of Asterisk (main/devicestate.c) that mean the phone cannot ring. */
const unreachable = new Set(['UNAVAILABLE', 'INVALID']);

export function createPresence({ memory, cardsOf, hasScreen, now, changed }: Parts): Presence {
  const devices = new Map<string, string>();
  const paused = new Map<string, string>();
  const told = new Map<number, { readonly key: string; readonly since: number }>();

  function stateOf(userId: number): { state: State; detail: string | null } {
    const mine = memory.devicesOf(userId);
    const cards = cardsOf(userId);
    if (cards.some(({ state }) => state === 'talking')) return { state: 'in_call', detail: null };
    if (cards.some(({ state }) => state === 'ringing' || state === 'dialing'))
      return { state: 'ringing', detail: null };
    const states = mine.map(({ device }) => devices.get(device) ?? 'UNKNOWN');
    if (states.some((state) => state === 'INUSE' || state === 'BUSY' || state === 'ONHOLD'))
      return { state: 'in_call', detail: null };
    if (!hasScreen(userId)) return { state: 'signed_out', detail: null };
    const reason = mine.map(({ device }) => paused.get(device)).find((word) => word !== undefined);
    if (reason !== undefined) return { state: 'paused', detail: reason === '' ? null : reason };
    if (mine.length === 0) return { state: 'unreachable', detail: 'no_device' };
    if (states.every((state) => unreachable.has(state))) return { state: 'unreachable', detail: 'phone_offline' };
    return { state: 'ready', detail: null };
  }

  function of(userId: number): AgentPresence {
    const { state, detail } = stateOf(userId);
    const key = `${state} ${detail} ${hasScreen(userId)}`;
    const before = told.get(userId);
    if (before?.key !== key) told.set(userId, { key, since: now() });
    return {
      user: { id: userId, name: memory.nameOf(userId) },
      state,
      since: told.get(userId)?.since ?? now(),
      devices: memory.devicesOf(userId).map((phone) => ({ ...phone, state: devices.get(phone.device) ?? 'UNKNOWN' })),
      screen: hasScreen(userId),
      detail,
    };
  }

  function look(userId: number): void {
    const before = told.get(userId)?.key;
    const presence = of(userId);
    if (told.get(userId)?.key !== before) changed(presence);
  }

  function lookAtOwner(device: string): void {
    const userId = memory.ownerOf(device);
    if (userId !== null) look(userId);
  }

  function memberIs(device: string, isPaused: boolean, reason: string | null): void {
    if (isPaused) paused.set(device, reason ?? '');
    else paused.delete(device);
    lookAtOwner(device);
  }

  function deviceIs(device: string, state: string): void {
    // Asterisk also reports queues, parking lots and trunks; only phones of people are kept.
    if (memory.ownerOf(device) === null) return;
    devices.set(device, state);
    lookAtOwner(device);
  }

  return {
    apply(event) {
      if (event.event === 'DeviceStateChange') deviceIs(event.device, event.state);
      else if (event.event === 'QueueMemberStatus' || event.event === 'QueueMemberPause') {
        memberIs(event.interface, event.paused, event.pausedReason);
      }
    },
    deviceIs,
    memberIs,
    look,
    lookAtAll() {
      for (const userId of memory.people.keys()) look(userId);
    },
    of,
    all: () =>
      [...memory.people.keys()].filter((userId) => memory.devicesOf(userId).length > 0 || hasScreen(userId)).map(of),
  };
}
