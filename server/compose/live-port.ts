import type { PbxCommands } from '../../pbx/actions/command-session.ts';
import type { AgentPresence, Coverage } from '../../schema/contracts/live.ts';
import type { LivePhone } from '../domain/live/live-call.ts';
import type { CommandsPort, LivePort } from '../http/ports.ts';
import type { Logger } from '../platform/logger.ts';
import { CommandRefused, type PresencePort } from '../usecases/presence-port.ts';
import type { DeskMemory } from '../workers/desk-memory.ts';
import type { FollowedPbx } from './follow-pbx.ts';

const notFollowed: Coverage = { live: false, completeTo: null, why: 'no_site' };

/** What is ringing now, as the routes and screens ask for it; before a site is provisioned nothing is. */
export function livePort(
  followed: () => FollowedPbx | null,
  onScreens: LivePort['screens'],
  chosen: LivePort['chosen'],
  seen: (userId: number, cardId: string) => void,
  now: () => number,
  log: Logger,
): LivePort {
  return {
    cardsOf: (userId) => followed()?.board.cardsOf(userId) ?? [],
    attemptStep: ({ id, dialOrder }) => followed()?.attempts.stepOf({ id, outcome: null, dialOrder }) ?? null,
    coverage: () => followed()?.intake.coverage ?? notFollowed,
    presenceOf: (userId): AgentPresence | null => followed()?.presence.of(userId) ?? null,
    agents: () => followed()?.presence.all() ?? [],
    waiting() {
      const since = (followed()?.liveCalls() ?? []).flatMap(({ direction, waitingSince }) =>
        direction === 'inbound' && waitingSince !== null ? [waitingSince] : [],
      );
      return { count: since.length, longestSince: since.length === 0 ? null : Math.min(...since) };
    },
    painted(userId, cardId) {
      seen(userId, cardId);
      const since = followed()?.board.card(cardId, userId)?.ringingSince ?? null;
      if (since !== null) log.debug({ sinceRingMs: now() - since }, 'A card stands on a screen.');
    },
    chosen,
    screens: onScreens,
  };
}

/** Orders about where people are, while a PBX is followed. */
export function presencePort(followed: () => FollowedPbx | null): PresencePort {
  async function ordered<T>(order: (orders: FollowedPbx['presenceOrders']) => Promise<T>): Promise<T> {
    const orders = followed()?.presenceOrders;
    if (orders === undefined) throw new CommandRefused('no PBX is followed');
    try {
      return await order(orders);
    } catch (cause) {
      throw new CommandRefused(cause);
    }
  }
  return {
    pause: (userId, reason, byId) => ordered((orders) => orders.pause(userId, reason, byId)),
    ready: (userId, byId) => ordered((orders) => orders.ready(userId, byId)),
    moreTime: (userId) => followed()?.presenceOrders.moreTime(userId),
    serve: (userId, queue, serves) => ordered((orders) => orders.serve(userId, queue, serves)),
  };
}

/** Orders about one's own legs. The PBX's answer comes back as facts; here only "there is such a leg" is said. */
export function commandsPort(
  followed: () => FollowedPbx | null,
  memory: DeskMemory,
  commands: PbxCommands | null,
  cancelled: (attemptId: string) => Promise<unknown>,
  log: Logger,
): CommandsPort {
  async function hangUp(uniqueids: readonly string[]): Promise<boolean> {
    if (uniqueids.length === 0 || commands === null) return false;
    for (const uniqueid of uniqueids) {
      await commands.hangup(uniqueid, 16).catch((cause: unknown) => {
        // The leg may be gone by itself meanwhile: then the wish is fulfilled.
        log.info({ err: cause }, 'A leg could not be hung up.');
      });
    }
    return true;
  }

  const mine = (phones: readonly (LivePhone | null)[], userId: number) =>
    phones.flatMap((phone) => (phone !== null && memory.ownerOf(phone.device) === userId ? [phone.uniqueid] : []));
  const callOf = (cardId: string) =>
    followed()
      ?.liveCalls()
      .find(({ id }) => id === cardId);
  return {
    async hangUpAttempt(userId, attemptId) {
      // A customer who was called first waits: my phone falls silent, and another's rings.
      if (followed()?.attempts.isWaiting(attemptId)) {
        const call = followed()
          ?.liveCalls()
          .find((one) => one.attemptId === attemptId);
        return hangUp(call ? mine(call.ringing, userId) : []);
      }
      // While only the agent's own phone rings, hanging up is a change of mind, not a phone that nobody picked up.
      const attempts = followed()?.attempts;
      if (attempts?.stepOf({ id: attemptId, outcome: null, dialOrder: 'agent_first' }) === 'agent') {
        await cancelled(attemptId);
        attempts.unwanted(attemptId);
      }
      // Our own leg of an attempt carries the attempt's id as its Uniqueid, in every phase.
      return hangUp([attemptId]);
    },
    hangUpCard(userId, cardId) {
      const call = callOf(cardId);
      if (!call) return Promise.resolve(false);
      const legs = mine([...call.ringing, ...call.talking, call.dialing], userId);
      const placed = call.attemptId !== null && followed()?.board.card(cardId, userId) != null ? [call.attemptId] : [];
      return hangUp(legs.length > 0 ? legs : placed);
    },
    rejectCard(userId, cardId) {
      const call = callOf(cardId);
      if (call) followed()?.board.rejecting(cardId, userId);
      return hangUp(call ? mine(call.ringing, userId) : []);
    },
  };
}
