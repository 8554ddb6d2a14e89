import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { News, NewsFact } from '../../../schema/contracts/news.ts';
import { createNewsDesk } from '../../../server/realtime/news.ts';
import { type RealtimeServer, roomOf, roomOfTopic } from '../../../server/realtime/rooms.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A server with screens in rooms, that writes down what each is told. */
function serverWith(screens: Readonly<Record<string, readonly string[]>>) {
  const rooms = new Map(Object.entries(screens).map(([room, ids]) => [room, new Set(ids)]));
  const adapter = Object.assign(new EventEmitter(), { rooms });
  const told: { readonly to: readonly string[]; readonly news: News }[] = [];
  const io = {
    sockets: { adapter },
    to: (to: readonly string[]) => ({ emit: (_event: 'news', news: News) => void told.push({ to, news }) }),
  };
  const fan = { add: (all: readonly string[], send: (some: string[]) => void) => send([...all]) };
  return { told, rooms, adapter, desk: createNewsDesk(io as unknown as RealtimeServer, fan) };
}

const logged = (calls: number): NewsFact => ({ type: 'logged', calls });
const brief = (id: number, state: 'open' | 'claimed'): NewsFact => ({
  type: 'brief',
  brief: { id, state, claimedBy: null },
});
const factsOf = ({ news }: { readonly news: News }) => news.facts;

describe('news', () => {
  test('of one moment are one message; those that follow closely are the next one, with the next number', () => {
    const { told, desk } = serverWith({ 'look:board': ['a', 'b'] });
    desk.tell('board', logged(1));
    desk.tell('board', logged(2));
    vi.advanceTimersByTime(1);
    expect(told).toEqual([
      { to: ['a', 'b'], news: { topic: 'board', n: 1, facts: [logged(3)], spreadMs: expect.any(Number) } },
    ]);
    desk.tell('board', logged(4));
    vi.advanceTimersByTime(100);
    expect(told).toHaveLength(1);
    vi.advanceTimersByTime(100);
    expect(told.slice(1).map(({ news }) => [news.n, news.facts])).toEqual([[2, [logged(4)]]]);
  });

  test('after a calm moment go at once again, and leave no timer behind', () => {
    const { told, desk } = serverWith({ 'look:board': ['a'] });
    desk.tell('board', logged(1));
    vi.advanceTimersByTime(5_000);
    expect(vi.getTimerCount()).toBe(0);
    desk.tell('board', logged(1));
    vi.advanceTimersByTime(1);
    expect(told).toHaveLength(2);
  });

  test('of one thing tell only how it is at the end', () => {
    const { told, desk } = serverWith({ 'look:today': ['a'] });
    desk.tell('today', brief(1, 'open'));
    desk.tell('today', brief(2, 'open'));
    desk.tell('today', brief(1, 'claimed'));
    vi.advanceTimersByTime(1);
    expect(told.map(factsOf)).toEqual([[brief(2, 'open'), brief(1, 'claimed')]]);
  });

  test('go to nobody else: a page nobody looks at, another person, a supervisor’s decision', () => {
    const { told, desk } = serverWith({ [roomOf(7)]: ['a'], 'look:today': ['a'], 'look:today+': ['s'] });
    desk.tell('calls', logged(1));
    desk.tell('contact:1', { type: 'touched' });
    desk.tellUser(8, brief(1, 'open'));
    desk.tell('deciders', brief(2, 'open'));
    desk.tellUser(7, brief(3, 'open'));
    vi.advanceTimersByTime(5_000);
    expect(told.map(({ to, news }) => [...to, news.topic])).toEqual([
      ['s', 'today'],
      ['a', 'mine'],
    ]);
    expect([desk.isLookedAt('calls'), desk.isLookedAt('today')]).toEqual([false, true]);
  });

  test('of everybody’s list reach agents and supervisors alike, and make many screens ask apart', () => {
    const many = Array.from({ length: 500 }, (_, n) => `agent${n}`);
    const { told, desk } = serverWith({
      [roomOfTopic('today', 'agent')]: many,
      [roomOfTopic('today', 'admin')]: ['s'],
    });
    desk.tell('today', brief(1, 'open'));
    vi.advanceTimersByTime(1);
    expect(told.map(({ to, news }) => [to.length, news.topic, news.spreadMs])).toEqual([
      [500, 'today', 5_000],
      [1, 'today', 10],
    ]);
  });

  test('are numbered anew for who comes into an empty room', () => {
    const { desk, adapter, rooms } = serverWith({ 'look:board': ['a'] });
    desk.tell('board', logged(1));
    vi.advanceTimersByTime(1);
    expect(desk.lastOf('look:board')).toBe(1);
    rooms.delete('look:board');
    adapter.emit('delete-room', 'look:board');
    expect(desk.lastOf('look:board')).toBe(0);
  });
});
