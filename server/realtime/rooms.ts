import type { Server } from 'socket.io';
import type { Role } from '../../schema/contracts/common.ts';
import type { Topic } from '../../schema/contracts/news.ts';
import type { ClientToServer, ServerToClient } from '../../schema/contracts/socket.ts';

/** What the server knows of one connected browser. */
export interface Connected {
  userId: number;
  role: Role;
  tokenHash: string;
}

export type RealtimeServer = Server<ClientToServer, ServerToClient, Record<never, never>, Connected>;

/** Rooms. A browser is put into them by the server; it can ask only for what everybody may look at. */
export const roomOf = (userId: number) => `user:${userId}`;
export const supervisorsRoom = 'role:supervisor';

const looking = 'look:';
/** Supervisors also have on their list what waits for a decision. */
const decidersToday = `${looking}today+`;

/** Where a screen of this role stands that looks at the topic. */
export function roomOfTopic(topic: Topic, role: Role): string {
  return topic === 'today' && role !== 'agent' ? decidersToday : `${looking}${topic}`;
}

/** All rooms that hear of a topic; `deciders` are those supervisors who look at their list. */
export function roomsOfTopic(topic: Topic | 'deciders'): readonly string[] {
  if (topic === 'deciders') return [decidersToday];
  return topic === 'today' ? [`${looking}today`, decidersToday] : [`${looking}${topic}`];
}

/** What the screens in a room call it. */
export function topicOfRoom(room: string): Topic | 'mine' {
  if (room === decidersToday) return 'today';
  // Only `roomOfTopic` above makes rooms of this prefix.
  return room.startsWith(looking) ? (room.slice(looking.length) as Topic) : 'mine';
}

export const isLookedRoom = (room: string) => room.startsWith(looking);
