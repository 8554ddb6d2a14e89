import type { News, NewsFact, Topic } from '../../schema/contracts/news.ts';
import type { Fan } from './fan.ts';
import { isLookedRoom, type RealtimeServer, roomOf, roomsOfTopic, topicOfRoom } from './rooms.ts';

/** News go together this often: what concerns one person, what many look at, and everybody's list. */
const MINE_MS = 100;
const PAGE_MS = 200;
const EVERYBODYS_MS = 1_000;
/** So much time for each screen that reads again because of the same news. */
const SPREAD_MS_A_SCREEN = 10;
const MOST_SPREAD_MS = 30_000;

/** Facts for the screens that look at something, gathered, numbered and sent together. */
export interface NewsDesk {
  tell(topic: Topic | 'deciders', fact: NewsFact): void;
  tellUser(userId: number, fact: NewsFact): void;
  /** Whether any screen looks at it: what nobody looks at need not be read. */
  isLookedAt(topic: Topic): boolean;
  /** The number of the last news of a room. */
  lastOf(room: string): number;
}

export function createNewsDesk(io: RealtimeServer, fan: Fan): NewsDesk {
  const { rooms } = io.sockets.adapter;
  const gathered = new Map<string, Map<string, NewsFact>>();
  const numbers = new Map<string, number>();
  // Who comes into a room anew is told its number then, so that an empty room need not be remembered.
  io.sockets.adapter.on('delete-room', (room: string) => void numbers.delete(room));

  function add(room: string, fact: NewsFact): void {
    if (!rooms.has(room)) return;
    let facts = gathered.get(room);
    if (facts === undefined) {
      facts = new Map();
      gathered.set(room, facts);
      // The first of a calm moment goes at once, together with what the same commit told.
      setImmediate(flush, room);
    }
    const key = keyOf(fact);
    const before = facts.get(key);
    facts.delete(key);
    facts.set(key, before === undefined ? fact : joined(before, fact));
  }

  function flush(room: string): void {
    const facts = gathered.get(room);
    gathered.delete(room);
    if (facts === undefined || facts.size === 0) return;
    gathered.set(room, new Map());
    setTimeout(flush, everyMs(room), room).unref();
    const screens = [...(rooms.get(room) ?? [])];
    if (screens.length === 0) return;
    const n = (numbers.get(room) ?? 0) + 1;
    numbers.set(room, n);
    const spreadMs = Math.min(screens.length * SPREAD_MS_A_SCREEN, MOST_SPREAD_MS);
    const news: News = { topic: topicOfRoom(room), n, facts: [...facts.values()], spreadMs };
    fan.add(screens, (some) => void io.to(some).emit('news', news));
  }

  return {
    tell(topic, fact) {
      for (const room of roomsOfTopic(topic)) add(room, fact);
    },
    tellUser: (userId, fact) => add(roomOf(userId), fact),
    isLookedAt: (topic) => roomsOfTopic(topic).some((room) => rooms.has(room)),
    lastOf: (room) => numbers.get(room) ?? 0,
  };
}

function everyMs(room: string): number {
  if (!isLookedRoom(room)) return MINE_MS;
  return topicOfRoom(room) === 'today' ? EVERYBODYS_MS : PAGE_MS;
}

/** Of two facts with the same key only the later one counts. */
function keyOf(fact: NewsFact): string {
  switch (fact.type) {
    case 'callback':
      return `callback ${fact.callback.id}`;
    case 'brief':
      return `brief ${fact.brief.id}`;
    case 'call':
      return `call ${fact.call.id}`;
    case 'debt':
      return `debt ${fact.debt.id}`;
    default:
      return fact.type;
  }
}

function joined(before: NewsFact, fact: NewsFact): NewsFact {
  return before.type === 'logged' && fact.type === 'logged' ? { ...fact, calls: before.calls + fact.calls } : fact;
}
