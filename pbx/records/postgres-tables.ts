import type pg from 'pg';
import { PAGE, type RecordTable, type RecordTables, type RecordValues, valuesOf } from './tables.ts';

/** Records as cel_pgsql, cdr_pgsql or ODBC write them into PostgreSQL. */
export function postgresTables(pool: pg.Pool): RecordTables {
  return {
    async describe(table) {
      const { rows } = await pool.query<{ name: string; type: string }>(
        `select a.attname as name, format_type(a.atttypid, null) as type from pg_attribute a
          where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped`,
        [table],
      );
      if (rows.length === 0) throw new Error(`There is no table ${table}`);
      return { name: table, columns: new Map(rows.map(({ name, type }) => [name.toLowerCase(), type])) };
    },
    isZoned,
    pages: (table, time, since) => pagesOf(pool, table, time, since),
    async first({ name }, time) {
      const { rows } = await pool.query<{ at: number | null }>(
        `select extract(epoch from min(${time})) * 1000 as at from ${quoted(name)}`,
      );
      const at = Number(rows[0]?.at ?? Number.NaN);
      return Number.isFinite(at) ? at : null;
    },
    async holds({ name }, column, value) {
      const { rows } = await pool.query(`select 1 from ${quoted(name)} where ${quoted(column)} = $1 limit 1`, [value]);
      return rows.length > 0;
    },
    async isIndexed({ name }, column) {
      const { rows } = await pool.query(
        `select 1 from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
          where i.indrelid = to_regclass($1) and a.attname = $2 limit 1`,
        [name, column],
      );
      return rows.length > 0;
    },
  };
}

function isZoned({ columns }: RecordTable, time: string): boolean {
  return columns.get(time)?.includes('with time zone') ?? false;
}

async function* pagesOf(
  pool: pg.Pool,
  table: RecordTable,
  time: string,
  since: number,
): AsyncGenerator<readonly RecordValues[]> {
  const { name, columns } = table;
  const wanted = isZoned(table, time)
    ? `to_timestamp($1::double precision)`
    : `(to_timestamp($1::double precision) at time zone 'UTC')`;
  const order = columns.has('id') ? `${time}, id` : time;
  const client = await pool.connect();
  try {
    await client.query('begin read only');
    await client.query(`set local timezone = 'UTC'; set local datestyle = 'ISO'`);
    await client.query(
      `declare records no scroll cursor for select t.* from ${quoted(name)} t
        where ${time} >= ${wanted} order by ${order}`,
      [since / 1000],
    );
    for (;;) {
      const { rows } = await client.query<Record<string, unknown>>({
        text: `fetch ${PAGE} from records`,
        types: asText,
      });
      if (rows.length === 0) break;
      yield rows.map(valuesOf);
    }
    await client.query('commit');
    client.release();
  } catch (cause) {
    client.release(true);
    throw cause;
  }
}

/** Values as Postgres prints them: a wall clock read by the driver would be taken for this machine's own. */
const asText = { getTypeParser: () => (value: unknown) => value };

function quoted(table: string): string {
  return table
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.');
}
