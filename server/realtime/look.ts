import type { Socket } from 'socket.io';
import { type Topic, Topics } from '../../schema/contracts/news.ts';
import type { ClientToServer, ServerToClient } from '../../schema/contracts/socket.ts';
import type { NewsDesk } from './news.ts';
import { type Connected, isLookedRoom, roomOfTopic } from './rooms.ts';

export type Line = Socket<ClientToServer, ServerToClient, Record<never, never>, Connected>;

/** Lets a screen say what it looks at. Each word replaces the one before. */
export function letLook(socket: Line, news: NewsDesk): void {
  socket.on('look', (topics, answer) => {
    const wanted = Topics.safeParse(topics);
    if (!wanted.success || typeof answer !== 'function') return;
    answer(lookAt(socket, news, wanted.data));
  });
}

/** Nothing waits in here, so that no news can come between the room and its number. */
function lookAt(socket: Line, news: NewsDesk, topics: readonly Topic[]): Readonly<Record<string, number>> {
  const { role } = socket.data;
  const wanted = new Map(topics.map((topic) => [roomOfTopic(topic, role), topic]));
  for (const room of [...socket.rooms]) if (isLookedRoom(room) && !wanted.has(room)) void socket.leave(room);
  for (const room of wanted.keys()) void socket.join(room);
  return Object.fromEntries([...wanted].map(([room, topic]) => [topic, news.lastOf(room)]));
}
