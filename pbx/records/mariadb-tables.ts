import mysql from 'mysql2/promise';
import { PAGE, type RecordTable, type RecordTables, type RecordValues, valuesOf } from './tables.ts';

/** Records in a MariaDB or MySQL, as FreePBX keeps them in `asteriskcdrdb`. */
export interface MariaDbTables extends RecordTables {
  close(): Promise<void>;
}

const CONNECT_MS = 5_000;
/** A server that says nothing for so long is given up; the records are read again later. */
const ANSWER_MS = 60_000;

/** Whether the address names a MariaDB or MySQL. */
export function isMariaDb(url: string): boolean {
  return /^(mysql|mariadb):/.test(url);
}

/** `mysql://user:password@host:3306/asteriskcdrdb`; `?ssl=true` for a server with a certificate, `?socket=/path` for this machine's own. */
export function openMariaDb(url: string): MariaDbTables {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const socketPath = searchParams.get('socket');
  const pool = mysql.createPool({
    ...(socketPath === null ? { host: hostname, port: port === '' ? 3306 : Number(port) } : { socketPath }),
    ...(searchParams.get('ssl') === 'true' && { ssl: {} }),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    charset: 'utf8mb4',
    connectionLimit: 2,
    connectTimeout: CONNECT_MS,
    // A server that was taken over must not be able to ask for our files.
    flags: ['-LOCAL_FILES'],
    // As the server prints them: the driver knows no zero dates and would read a wall clock as this machine's own.
    typeCast: (field) => field.string(),
  });

  async function ask(sql: string, values: readonly string[]): Promise<RecordValues[]> {
    const connection = await pool.getConnection();
    try {
      const rows = await rowsOf(connection, sql, values);
      connection.release();
      return rows;
    } catch (cause) {
      connection.destroy();
      throw cause;
    }
  }

  return {
    async describe(table) {
      const rows = await ask(
        `select column_name as name, column_type as type from information_schema.columns
          where table_schema = database() and table_name = ?`,
        [table],
      );
      if (rows.length === 0) throw new Error(`There is no table ${table}`);
      return { name: table, columns: new Map(rows.map(({ name = '', type = '' }) => [name.toLowerCase(), type])) };
    },
    isZoned,
    pages: (table, time, since) => pagesOf(pool, table, time, since),
    async first({ name }, time) {
      // Rows without a date are of no time.
      const [row] = await ask(
        `select timestampdiff(microsecond, '1970-01-01', min(${quoted(time)})) as at from ${quoted(name)} where ${quoted(time)} > '1000-01-01'`,
        [],
      );
      return row?.at ? Number(row.at) / 1000 : null;
    },
    async holds({ name }, column, value) {
      return (await ask(`select 1 from ${quoted(name)} where ${quoted(column)} = ? limit 1`, [value])).length > 0;
    },
    async isIndexed({ name }, column) {
      const found = await ask(
        `select 1 from information_schema.statistics
          where table_schema = database() and table_name = ? and column_name = ? and seq_in_index = 1 limit 1`,
        [name, column],
      );
      return found.length > 0;
    },
    close: () => pool.end(),
  };
}

/** A TIMESTAMP is an instant, shown in the session's zone, which is UTC here; a DATETIME is the PBX's wall clock. */
function isZoned({ columns }: RecordTable, time: string): boolean {
  return columns.get(time)?.startsWith('timestamp') ?? false;
}

async function rowsOf(
  connection: mysql.PoolConnection,
  sql: string,
  values: readonly (string | number)[],
): Promise<RecordValues[]> {
  const [rows] = await connection.query<mysql.RowDataPacket[]>({ sql, timeout: ANSWER_MS }, [...values]);
  // A statement that sets something answers with no rows at all.
  return Array.isArray(rows) ? rows.map(valuesOf) : [];
}

/**
 * Each page is a query of its own, so that no table is locked while its rows are worked on (MyISAM). It begins at the
 * last instant that was read, after as many of its rows as were read already: FreePBX's `cdr` has no number of its own.
 */
async function* pagesOf(
  pool: mysql.Pool,
  table: RecordTable,
  time: string,
  since: number,
): AsyncGenerator<readonly RecordValues[]> {
  const { name, columns } = table;
  const ties = columns.has('id') ? ['id'] : ['uniqueid', 'sequence', 'channel', 'dstchannel'];
  const order = [time, ...ties.filter((column) => columns.has(column))].map(quoted).join(', ');
  const connection = await pool.getConnection();
  try {
    await rowsOf(connection, `set time_zone = '+00:00'`, []);
    await rowsOf(connection, 'set session transaction isolation level repeatable read', []);
    await rowsOf(connection, 'start transaction with consistent snapshot, read only', []);
    let from = new Date(since).toISOString().replace('T', ' ').replace('Z', '');
    let known = 0;
    for (;;) {
      const rows = await rowsOf(
        connection,
        `select * from ${quoted(name)} where ${quoted(time)} >= ? order by ${order} limit ${PAGE} offset ${known}`,
        [from],
      );
      if (rows.length > 0) yield rows;
      if (rows.length < PAGE) break;
      const last = rows.at(-1)?.[time] ?? from;
      const same = rows.filter((row) => row[time] === last).length;
      known = last === from ? known + rows.length : same;
      from = last;
    }
    await rowsOf(connection, 'commit', []);
    connection.release();
  } catch (cause) {
    connection.destroy();
    throw cause;
  }
}

function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}
