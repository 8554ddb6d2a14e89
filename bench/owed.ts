import type { BenchDatabase } from './database.ts';

/**
 * So many open items of different callers, each as if it had rung once, a second apart; half of them are overdue. `spread`
 * puts them on five lines and gives two of three to the agents in turn, else they are nobody's and came by no line.
 */
export async function oweCalls({ pool }: BenchDatabase, items: number, { spread = false } = {}): Promise<void> {
  if (spread) {
    await pool.query(`insert into lines (site_id, key, name, dids, language, country)
      select 1, 'line' || n, 'Line ' || n, '{}', 'en', 'GB' from generate_series(1, 5) n`);
  }
  // Without the calls they cover and the history they have: nobody asks for these here.
  await pool.query(
    `insert into callbacks (site_id, origin, key, number, state, due_at, promised_at, first_miss_at,
        latest_miss_at, misses, priority, created_at, updated_at, line_id, owner_id, owner_rule)
      select 1, 'missed_call', 'k' || n, '+447' || lpad((100000000 + n * 7)::text, 9, '0'), 'open', due, due, at, at, 1, n % 3, at, at,
        l.ids[1 + n % 5], o.id, case when o.id is not null then 'last_talk' end
      from generate_series(1, $1::int) n,
        lateral (select date_trunc('second', now()) - n * interval '1 second' as at) t,
        lateral (select at + $1 / 2 * interval '1 second' as due) d,
        (select case when $2 then array_agg(id order by id) else '{}' end as ids from lines) l,
        (select array_agg(id order by id) as ids from users) u,
        lateral (select case when $2 and n % 3 > 0 then u.ids[1 + n % cardinality(u.ids)] end as id) o`,
    [items, spread],
  );
  await pool.query('delete from escalation_stale');
  await pool.query('vacuum (analyze)');
}
