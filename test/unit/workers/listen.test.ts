import { EventEmitter } from 'node:events';
import type pg from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { listenToOutbox } from '../../../server/compose/listen.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A pool whose first connections die while LISTEN is being said: the client tells it twice. */
function aPool(dying: number) {
  const given: { released: number }[] = [];
  const pool = {
    async connect() {
      const number = given.length;
      const client = Object.assign(new EventEmitter(), {
        released: 0,
        release() {
          client.released += 1;
        },
        async query() {
          if (number >= dying) return;
          const cut = new Error('Connection terminated unexpectedly');
          client.emit('error', cut);
          throw cut;
        },
      });
      given.push(client);
      return client;
    },
  };
  return { pool: pool as unknown as pg.Pool, given };
}

test('a connection that dies while it begins to listen is renewed once, and given back once', async () => {
  const { pool, given } = aPool(3);
  const listening = listenToOutbox(pool)(() => {});
  await vi.advanceTimersByTimeAsync(10_000);
  expect(given.map(({ released }) => released)).toEqual([1, 1, 1, 0]);
  await listening.stop();
  expect(given.map(({ released }) => released)).toEqual([1, 1, 1, 1]);
});
