import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { silent } from '../../../server/platform/postgres/log.ts';
import { beOnlyOne, type OnlyOne } from '../../../server/platform/postgres/only-one.ts';
import { type FreshDatabase, freshDatabase } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';

describe('two services on one database', () => {
  let database: FreshDatabase;
  const held: OnlyOne[] = [];
  beforeEach(async () => {
    database = await freshDatabase();
  });
  afterEach(async () => {
    for (const one of held.splice(0)) await one.release();
    await database.drop();
  });

  async function take(waitMs = 0): Promise<OnlyOne> {
    const one = await beOnlyOne(database.pool, silent, { waitMs, retryMs: 20, beatMs: 50 });
    held.push(one);
    return one;
  }
  const holder = async (): Promise<number | null> => {
    const { rows } = await database.pool.query(
      `select pid from pg_locks where locktype = 'advisory' and granted
        and database = (select oid from pg_database where datname = current_database())`,
    );
    return rows[0]?.pid ?? null;
  };

  test('are refused: the second says why, and starts once the first has ended', async () => {
    const first = await take();
    await expect(take(100)).rejects.toThrow('Another Ringback is working on this database');
    const second = take(10_000);
    await first.release();
    await second;
    await expect(take()).rejects.toThrow('Another Ringback');
  });

  test('the first keeps its right when its connection is cut and nobody else has come', async () => {
    await take();
    const before = await holder();
    await database.pool.query('select pg_terminate_backend($1)', [before]);
    await eventually(async () => {
      const now = await holder();
      expect(now).not.toBeNull();
      expect(now).not.toBe(before);
    });
    await expect(take()).rejects.toThrow('Another Ringback');
  });

  test('the first ends when the other took the database while it was away', async () => {
    const first = await take();
    const other = await database.pool.connect();
    const waits = other.query('select pg_advisory_lock(7462002)');
    await database.pool.query('select pg_terminate_backend($1)', [await holder()]);
    await waits;
    await first.lost;
    other.release(true);
  });
});
