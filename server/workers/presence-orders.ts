import type { PbxCommands } from '../../pbx/actions/command-session.ts';
import type { DeskMemory } from './desk-memory.ts';
import type { Presence } from './presence.ts';

interface Parts {
  readonly presence: Presence;
  readonly memory: DeskMemory;
  readonly commands: Pick<PbxCommands, 'queuePause' | 'queueAdd' | 'queueRemove'>;
  readonly now: () => number;
}

/** Orders about where people are. The PBX's answer comes back as facts; only then does a screen change. */
export interface PresenceOrders {
  /** `byId` is who orders it for somebody else; null for themselves and for Ringback. */
  pause(userId: number, reason: string, byId: number | null): Promise<void>;
  ready(userId: number, byId: number | null): Promise<void>;
  /** One minute more for what a call has left to do. */
  moreTime(userId: number): void;
  /** False when they may not come and go in this queue. */
  serve(userId: number, queue: string, serves: boolean): Promise<boolean>;
}

const moreMs = 60_000;

export function createPresenceOrders({ presence, memory, commands, now }: Parts): PresenceOrders {
  const seatsOf = (userId: number) => [...new Set(presence.membersOf(userId).map((seat) => seat.interface))];

  async function pauseSeats(userId: number, paused: boolean, reason?: string): Promise<void> {
    const seats = seatsOf(userId);
    if (seats.length === 0) presence.pauseHere(userId, paused ? { reason: reason ?? '' } : null);
    for (const seat of seats) {
      await commands.queuePause({ interface: seat, paused, ...(reason === undefined ? {} : { reason }) });
    }
  }

  return {
    async pause(userId, reason, byId) {
      presence.ordering(userId, { detail: reason, byId });
      await pauseSeats(userId, true, reason);
    },
    async ready(userId, byId) {
      presence.ordering(userId, { detail: null, byId });
      presence.wrapUpUntil(userId, now());
      presence.unanswered(userId, 0);
      if (seatsOf(userId).length > 0) presence.pauseHere(userId, null);
      await pauseSeats(userId, false);
    },
    moreTime(userId) {
      const { state, until } = presence.of(userId);
      if (state === 'wrap_up' && until !== null) presence.wrapUpUntil(userId, until + moreMs);
    },
    async serve(userId, queue, serves) {
      const place = presence.of(userId).queues.find(({ name }) => name === queue);
      if (!place?.mayLeave) return false;
      const paused = presence.of(userId).state === 'paused';
      const sits = presence.membersOf(userId).filter((seat) => seat.queue === queue);
      if (!serves) {
        for (const seat of sits) await commands.queueRemove({ interface: seat.interface, queue });
        return true;
      }
      const phones = memory.devicesOf(userId).filter(({ device }) => !sits.some((seat) => seat.device === device));
      for (const { device } of phones) {
        // Signs that the PBX would read as its own are left out of the name.
        const memberName = memory
          .nameOf(userId)
          .replaceAll(/[$"\\{}[\]<>,;&|`()=\p{Cc}]/gu, ' ')
          .slice(0, 80);
        await commands.queueAdd({ interface: device, queue, memberName, paused });
      }
      return true;
    },
  };
}
