import type { ServerToClient } from '../../schema/contracts/socket.ts';
import { createFan } from './fan.ts';
import { createNewsDesk, type NewsDesk } from './news.ts';
import { type RealtimeServer, roomOf, supervisorsRoom } from './rooms.ts';

type Event = keyof ServerToClient;
type Payload<E extends Event> = Parameters<ServerToClient[E]>;

/** Sends facts to screens. */
export interface Push {
  toUser<E extends Event>(userId: number, event: E, ...payload: Payload<E>): void;
  toSupervisors<E extends Event>(event: E, ...payload: Payload<E>): void;
  /** Supervisors and the person themself, each once. */
  toUserAndSupervisors<E extends Event>(userId: number, event: E, ...payload: Payload<E>): void;
  toAll<E extends Event>(event: E, ...payload: Payload<E>): void;
  /** What was committed, for whom it concerns and who looks at it. */
  readonly news: NewsDesk;
  /** Rises with every event of this process. */
  nextSeq(): number;
  /** Browsers of this person that are connected now. */
  screensOf(userId: number): number;
}

export function createPush(io: RealtimeServer): Push {
  let seq = 0;
  const fan = createFan();
  return {
    toUser: (userId, event, ...payload) => void io.to(roomOf(userId)).emit(event, ...payload),
    toSupervisors: (event, ...payload) => void io.to(supervisorsRoom).emit(event, ...payload),
    toUserAndSupervisors: (userId, event, ...payload) =>
      void io.to([roomOf(userId), supervisorsRoom]).emit(event, ...payload),
    toAll: (event, ...payload) =>
      fan.add([...io.sockets.sockets.keys()], (some) => void io.to(some).emit(event, ...payload)),
    news: createNewsDesk(io, fan),
    nextSeq() {
      seq += 1;
      return seq;
    },
    screensOf: (userId) => io.sockets.adapter.rooms.get(roomOf(userId))?.size ?? 0,
  };
}
