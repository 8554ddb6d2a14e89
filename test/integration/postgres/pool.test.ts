import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPool } from '../../../server/platform/db.ts';
import { silent } from '../../../server/platform/postgres/log.ts';
import { type FreshDatabase, freshDatabase } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';

describe('a connection that dies while it is held', () => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase({ empty: true });
  });
  afterAll(() => database.drop());

  test('takes no place of the pool with it, though its holder never gives it back', async () => {
    const pool = openPool({ connectionString: database.url }, silent, 2);
    const held = [await pool.connect(), await pool.connect()];
    const pids: number[] = [];
    for (const client of held) pids.push((await client.query('select pg_backend_pid() as pid')).rows[0].pid);
    for (const client of held) client.on('error', () => {});
    await database.pool.query('select pg_terminate_backend(pid) from unnest($1::int[]) pid', [pids]);
    await eventually(() => expect(pool.totalCount).toBe(0));
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    // A holder that gives it back after all does no harm.
    for (const client of held) client.release();
    await pool.end();
    expect(pool.totalCount).toBe(0);
  });
});
