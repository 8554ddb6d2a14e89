import type { Server } from 'socket.io';
import type { Role } from '../../schema/contracts/common.ts';
import type { ClientToServer, ServerToClient } from '../../schema/contracts/socket.ts';

/** What the server knows of one connected browser. */
export interface Connected {
  userId: number;
  role: Role;
  tokenHash: string;
}

export type RealtimeServer = Server<ClientToServer, ServerToClient, Record<never, never>, Connected>;
type Event = keyof ServerToClient;
type Payload<E extends Event> = Parameters<ServerToClient[E]>;

/** Rooms. A browser is put into them by the server and can never ask for one. */
export const roomOf = (userId: number) => `user:${userId}`;
export const supervisorsRoom = 'role:supervisor';

/** Sends facts to screens. */
export interface Push {
  toUser<E extends Event>(userId: number, event: E, ...payload: Payload<E>): void;
  toSupervisors<E extends Event>(event: E, ...payload: Payload<E>): void;
  /** Supervisors and the person themself, each once. */
  toUserAndSupervisors<E extends Event>(userId: number, event: E, ...payload: Payload<E>): void;
  toAll<E extends Event>(event: E, ...payload: Payload<E>): void;
  /** Rises with every event of this process. */
  nextSeq(): number;
  /** Browsers of this person that are connected now. */
  screensOf(userId: number): number;
}

/** What is told to everybody at a busy moment goes out together this often: one write for each screen, not one for each fact. */
const GATHER_MS = 100;

export function createPush(io: RealtimeServer): Push {
  let seq = 0;
  let waiting: (() => void)[] = [];
  let gathering: NodeJS.Timeout | undefined;

  /** The first goes at once; those that follow it closely go together, in their order. */
  function flush(): void {
    const now = waiting;
    waiting = [];
    gathering = now.length === 0 ? undefined : setTimeout(flush, GATHER_MS).unref();
    for (const tell of now) tell();
  }

  return {
    toUser: (userId, event, ...payload) => void io.to(roomOf(userId)).emit(event, ...payload),
    toSupervisors: (event, ...payload) => void io.to(supervisorsRoom).emit(event, ...payload),
    toUserAndSupervisors: (userId, event, ...payload) =>
      void io.to([roomOf(userId), supervisorsRoom]).emit(event, ...payload),
    toAll(event, ...payload) {
      waiting.push(() => void io.emit(event, ...payload));
      if (gathering === undefined) flush();
    },
    nextSeq() {
      seq += 1;
      return seq;
    },
    screensOf: (userId) => io.sockets.adapter.rooms.get(roomOf(userId))?.size ?? 0,
  };
}
