import type pg from 'pg';

/** A table as PostgreSQL describes it: its columns by their names in small letters. */
export interface RecordTable {
  readonly name: string;
  readonly columns: ReadonlyMap<string, string>;
}

/** A wall clock without its zone may be up to fifteen hours away from UTC; the rows themselves tell how far. */
export const ZONES_MS = 15 * 3_600_000;
const PAGE = 5_000;

/** Whether the column holds true instants rather than a wall clock. */
export function isZoned({ columns }: RecordTable, time: string): boolean {
  return columns.get(time)?.includes('with time zone') ?? false;
}

type Values = Readonly<Record<string, string>>;

/** Which columns the table really has: people leave some out and add others. */
export async function describeTable(pool: pg.Pool, table: string): Promise<RecordTable> {
  const { rows } = await pool.query<{ name: string; type: string }>(
    `select a.attname as name, format_type(a.atttypid, null) as type from pg_attribute a
      where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped`,
    [table],
  );
  if (rows.length === 0) throw new Error(`There is no table ${table}`);
  return { name: table, columns: new Map(rows.map(({ name, type }) => [name.toLowerCase(), type])) };
}

/** All columns as text, page by page in the order of time, so that a large table is never held as a whole. */
export async function* pagesOf(
  pool: pg.Pool,
  table: RecordTable,
  time: string,
  since: number,
): AsyncGenerator<readonly Values[]> {
  const { name, columns } = table;
  const zoned = isZoned(table, time);
  const wanted = zoned
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
      yield rows.map(texts);
    }
    await client.query('commit');
    client.release();
  } catch (cause) {
    client.release(true);
    throw cause;
  }
}

/** `since` when the table holds older rows, so that nothing after it is missing; else null. */
export async function firstInstant(
  pool: pg.Pool,
  { name }: RecordTable,
  time: string,
  since: number,
): Promise<number | null> {
  const { rows } = await pool.query<{ at: number | null }>(
    `select extract(epoch from min(${time})) * 1000 as at from ${quoted(name)}`,
  );
  const at = Number(rows[0]?.at ?? Number.NaN);
  return Number.isFinite(at) && at + ZONES_MS <= since ? since : null;
}

/** Values as Postgres prints them: a wall clock read by the driver would be taken for this machine's own. */
const asText = { getTypeParser: () => (value: unknown) => value };

function quoted(table: string): string {
  return table
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.');
}

function texts(row: Record<string, unknown>): Values {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name.toLowerCase(), value === null ? '' : String(value)]),
  );
}
