import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BoardSearch } from '../../../server/store/board-search.ts';
import { callbackViewStore } from '../../../server/store/callback-views.ts';
import { type Ledger, openLedger } from '../../support/ledger.ts';

const items = 200;

describe('the pages of a long board', () => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await openLedger();
    // Many share a priority and a moment; without the calls they cover, which no page asks for.
    await ledger.query(`set session_replication_role = replica;
      insert into callbacks (site_id, origin, key, number, state, due_at, promised_at, first_miss_at, latest_miss_at,
          misses, priority, created_at, updated_at)
        select ${ledger.ids.site}, 'missed_call', 'k' || n, '+4477009' || lpad(n::text, 5, '0'), 'open', due, due, at, at, 1, n % 3, at, at
        from generate_series(1, ${items}) n,
          lateral (select to_timestamp(${ledger.clock.at / 1000}) - (n * 7 % 13) * interval '1 minute' as at) a,
          lateral (select at + (n * 11 % 17) * interval '1 minute' as due) d;
      set session_replication_role = origin`);
  });
  afterAll(() => ledger.close());

  const pages = (search: Partial<BoardSearch>) =>
    ledger.database.db.transaction(async (tx) => {
      const ids: number[] = [];
      let cursor: string | undefined;
      let late = false;
      for (let n = 0; n < items; n += 1) {
        const { rows, next } = await callbackViewStore(tx).board({
          filter: 'owed',
          line: undefined,
          owner: undefined,
          wanted: null,
          limit: 7,
          // Time goes on between two pages; the list stays as it was when the first was read.
          now: ledger.clock.at + n * 30_000,
          settledSince: 0,
          ...search,
          cursor,
        });
        for (const { id, dueAt } of rows) {
          ids.push(id);
          late ||= dueAt < ledger.clock.at;
        }
        if (next === null) return { ids, late };
        cursor = next;
      }
      throw new Error('The pages never end');
    });

  const inOrder = async (where: string) => {
    const rows = await ledger.query<{ id: number }>(`select id from callbacks b where ${where}
      order by (due_at >= to_timestamp(${ledger.clock.at / 1000})), -priority, first_miss_at, id`);
    return rows.map(({ id }) => id);
  };

  test('are each item once, overdue first, then by priority and first miss', async () => {
    const { ids, late } = await pages({});
    expect(late).toBe(true);
    expect(ids).toHaveLength(items);
    expect(ids).toEqual(await inOrder('true'));
  });

  test('hold the overdue alone when they are asked for', async () => {
    const { ids } = await pages({ filter: 'overdue' });
    expect(ids.length).toBeGreaterThan(10);
    expect(ids).toEqual(await inOrder(`due_at < to_timestamp(${ledger.clock.at / 1000})`));
  });
});
