import { sql } from 'drizzle-orm';
import { callRowStore } from '../server/store/call-rows.ts';
import { cursor } from '../server/store/sql.ts';
import { type BenchDatabase, foundCompany, openBenchDatabase } from './database.ts';
import { measure, medianOf, ratioOf, rounded, sideBySide } from './measure.ts';
import type { Bench } from './result.ts';

const PAGE = 50;
const ROUNDS = 25;
/** Each measurement is of so many reads. */
const REPEATS = 8;

/** Two years of a busy company, as rows: one call in six is missed, a third of these settled by a later call. */
async function fill({ pool }: BenchDatabase, pbxId: number, bootId: number, calls: number): Promise<void> {
  const client = await pool.connect();
  const started = `timestamptz '2024-01-01' + n * interval '7 seconds'`;
  try {
    // Neither triggers nor foreign keys: the rows are made to fit.
    await client.query(
      `set session_replication_role = replica; set lock_timeout = 0; set maintenance_work_mem = '256MB'`,
    );
    await client.query(`insert into calls (pbx_id, boot_id, linkedid, linkedids, direction, customer, caller_raw, withheld,
        called, called_raw, started_at, ended_at, waited_ms, talked_ms, outcome, reason, agent_id, recorded_at)
      select ${pbxId}, ${bootId}, n::text || '.1', array[n::text || '.1'], case when n % 4 = 1 then 'outbound' else 'inbound' end,
        '+447' || lpad((100000000 + (n % 300000) * 7)::text, 9, '0'), '+447' || lpad((100000000 + (n % 300000) * 7)::text, 9, '0'),
        false, '+442079460111', '442079460111', ${started}, ${started} + interval '90 seconds', 8000,
        case when n % 6 = 0 then 0 else 80000 end, case when n % 6 = 0 then 'missed' else 'talked' end,
        case when n % 6 = 0 then 'no_answer' end, case when n % 6 = 0 then null else 1 + n % 40 end, ${started}
      from generate_series(1, ${calls}) n`);
    await client.query(`insert into call_talks (call_id, uniqueid, device, user_id, party, started_at, ended_at)
      select id, linkedid, 'PJSIP/1001', agent_id, '1001', started_at, ended_at from calls where outcome = 'talked' order by id`);
    await client.query(`insert into recordings (call_id, uniqueid, path, state, started_at)
      select id, linkedid, linkedid || '.wav', 'ready', started_at from calls where outcome = 'talked' order by id`);
    await client.query(`insert into callbacks (site_id, origin, key, number, state, due_at, promised_at, first_miss_at, latest_miss_at,
        misses, created_at, updated_at, returned_call_id, returned_talk_ended_at, settled_as, settled_at)
      select 1, 'missed_call', 'k' || id, customer, case when id % 18 = 0 then 'open' else 'returned' end, ended_at, ended_at,
        ended_at, ended_at, 1, ended_at, ended_at, case when id % 18 = 0 then null else id + 1 end,
        case when id % 18 = 0 then null else ended_at + interval '1 minute' end, case when id % 18 = 0 then null else 'in_time' end,
        case when id % 18 = 0 then null else ended_at + interval '1 minute' end
      from calls where outcome = 'missed' order by id`);
    await client.query(`insert into callback_calls (call_id, callback_id, at)
      select substr(key, 2)::bigint, id, created_at from callbacks order by id`);
    await client.query('set session_replication_role = origin');
    await client.query('vacuum (analyze)');
  } finally {
    client.release(true);
  }
}

/** Pages of a long call log, by keyset. */
export const log: Bench = {
  name: 'log',
  about: 'pages of a long call log (RINGBACK_BENCH_CALLS, usually 10 million), beside a primary-key lookup',
  async run() {
    const calls = Number(process.env.RINGBACK_BENCH_CALLS ?? 10_000_000);
    const database = await openBenchDatabase([
      'fsync=off',
      'max_wal_size=8GB',
      'shared_buffers=512MB',
      'autovacuum=off',
    ]);
    try {
      const { pbxId, bootId } = await foundCompany(database);
      const filled = await measure(() => fill(database, pbxId, bootId, calls));
      const { rows } = await database.pool.query<{ at: number; id: number; size: string }>(
        `select (extract(epoch from started_at) * 1000)::bigint as at, id, pg_size_pretty(pg_database_size('ringback')) as size
         from calls order by started_at desc, id desc offset ${PAGE * 999 - 1} limit 1`,
      );
      const [last] = rows;
      if (!last) throw new Error('The log is too short for a thousand pages');
      const filter = { limit: PAGE, wanted: null, excluded: 'with' as const };
      const deep = cursor.write([last.at, last.id]);
      const inTurn =
        (act: (tx: Parameters<Parameters<typeof database.db.transaction>[0]>[0], n: number) => Promise<unknown>) =>
        () =>
          database.db.transaction(async (tx) => {
            for (let n = 0; n < REPEATS; n += 1) await act(tx, n);
          });
      const rounds = await sideBySide(
        [
          {
            name: 'primary key',
            run: inTurn((tx, n) => tx.execute(sql`select * from calls where id = ${1 + ((n * 7919) % calls)}`)),
          },
          { name: 'page 1', run: inTurn((tx) => callRowStore(tx).page(filter)) },
          { name: 'page 1000', run: inTurn((tx) => callRowStore(tx).page({ ...filter, cursor: deep })) },
        ],
        { rounds: ROUNDS, warmUps: 5 },
      );
      const page = await database.db.transaction((tx) => callRowStore(tx).page({ ...filter, cursor: deep }));
      if (page.rows.length !== PAGE || !page.rows.some(({ settles }) => settles !== null))
        throw new Error('The page is not whole');
      const ms = (name: string) => rounded(medianOf(rounds, name, 'wallMs') / REPEATS);
      return {
        lines: [
          `${calls} calls (${last.size}) filled in ${Math.round(filled.wallMs / 1000)} s; milliseconds a read of ${PAGE} rows:`,
          `  primary key ${ms('primary key')} (one row), page 1 ${ms('page 1')}, page 1000 ${ms('page 1000')}`,
        ],
        figures: [
          { name: 'page1000ToPage1', value: rounded(ratioOf(rounds, 'page 1000', 'page 1', 'wallMs')), most: 1.3 },
          { name: 'pageToPrimaryKey', value: rounded(ratioOf(rounds, 'page 1000', 'primary key', 'wallMs')), most: 15 },
          { name: 'calls', value: calls },
        ],
      };
    } finally {
      await database.stop();
    }
  },
};
