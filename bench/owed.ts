import type { BenchDatabase } from './database.ts';

/** So many open items of different callers, each as if it had rung once, a second apart; half of them are overdue. */
export async function oweCalls({ pool }: BenchDatabase, items: number): Promise<void> {
  const client = await pool.connect();
  try {
    // Without the calls they cover: nobody asks for these here.
    await client.query('set session_replication_role = replica');
    await client.query(`insert into callbacks (site_id, origin, key, number, state, due_at, promised_at, first_miss_at,
        latest_miss_at, misses, priority, created_at, updated_at)
      select 1, 'missed_call', 'k' || n, '+447' || lpad((100000000 + n * 7)::text, 9, '0'), 'open', due, due, at, at, 1, n % 3, at, at
      from generate_series(1, ${items}) n,
        lateral (select date_trunc('second', now()) - n * interval '1 second' as at) t,
        lateral (select at + ${items / 2} * interval '1 second' as due) d`);
    await client.query('set session_replication_role = origin');
    await client.query('vacuum (analyze)');
  } finally {
    client.release(true);
  }
}
