import type { PbxCommands } from '../../pbx/actions/command-session.ts';
import type { LiveCall } from '../domain/live/live-call.ts';
import type { Logger } from '../platform/logger.ts';
import type { PbxSetup } from '../store/pbx.ts';
import { keepPauses } from '../usecases/keep-pauses.ts';
import { keepTicks } from '../usecases/keep-ticks.ts';
import { rememberPhone } from '../usecases/remember-phone.ts';
import { type CallOrders, createCallOrders } from '../workers/call-orders.ts';
import type { DeskMemory } from '../workers/desk-memory.ts';
import type { LiveBoard } from '../workers/live-board.ts';
import type { House } from './house.ts';

interface Parts {
  readonly pbx: PbxSetup;
  readonly house: House;
  readonly memory: DeskMemory;
  readonly commands: PbxCommands;
  readonly live: () => readonly LiveCall[];
  readonly silencedBefore: (channel: string, since: number) => void;
  readonly board: () => LiveBoard;
  readonly log: Logger;
}

/** Orders about live calls, with the PBX, the cards and the memory of this house. */
export function ordersOn({ pbx, house, memory, commands, live, silencedBefore, board, log }: Parts): CallOrders {
  return createCallOrders({
    commands,
    callOf: (cardId) => live().find(({ id }) => id === cardId) ?? null,
    ownerOf: memory.ownerOf,
    userAt: memory.userAt,
    obeys: memory.answersByNotify,
    async remember(device, obeys) {
      await rememberPhone(house, device, obeys);
      await memory.refreshPeople();
    },
    pauses: keepPauses(house, pbx.id),
    silencedBefore,
    keepTicks: (callId, userId, items) => keepTicks(house, callId, userId, items),
    internalContext: pbx.internalContext,
    changed: (cardId, userId) => board().ordered(cardId, userId),
    newId: house.newId,
    now: house.now,
    log,
  });
}
