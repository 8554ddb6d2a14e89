import { type SQL, sql } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import { type DbTx, runNamed } from '../platform/db.ts';

/** Rows of a hand-written query. The caller's type is the query's own select list, checked by the tests of its store. */
export async function rowsOf<Row>(tx: DbTx, query: SQL): Promise<Row[]> {
  const result = await tx.execute(query);
  return result.rows as Row[];
}

const dialect = new PgDialect();
/** Names of statements by their text; a handful for each list, by which of its filters are set. */
const names = new Map<string, string>();

/**
 * The same for a query that comes again and again with other values: the database reads and plans its text once for each
 * connection, not every time. For lists with few shapes; each shape stays known to the connection for as long as it lives.
 */
export async function rowsAgain<Row>(tx: DbTx, query: SQL): Promise<Row[]> {
  const { sql: text, params } = dialect.sqlToQuery(query);
  const name = names.get(text) ?? `ringback_text_${names.size + 1}`;
  names.set(text, name);
  return (await runNamed(tx, { name, text }, params)) as Row[];
}

/** A timestamp as epoch milliseconds. */
export function ms(column: string): SQL {
  return sql`(extract(epoch from ${sql.raw(column)}) * 1000)::bigint`;
}

/** A text that stands somewhere in a value: LIKE's own signs are taken literally. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

/** The place after the last row of a page, as one opaque word; null when it is not one of ours. */
export const cursor = {
  write(parts: readonly (number | string)[]): string {
    return Buffer.from(JSON.stringify(parts)).toString('base64url');
  },
  /** All parts are whole numbers. */
  numbers(word: string | undefined, length: number): readonly number[] | null {
    const parts = partsOf(word);
    const numbers = parts.filter((part): part is number => Number.isSafeInteger(part));
    return parts.length === length && numbers.length === length ? numbers : null;
  },
  /** A text and a row number. */
  named(word: string | undefined): readonly [name: string, id: number] | null {
    const [name, id] = partsOf(word);
    return typeof name === 'string' && typeof id === 'number' && Number.isSafeInteger(id) ? [name, id] : null;
  },
};

function partsOf(word: string | undefined): readonly unknown[] {
  if (word === undefined) return [];
  try {
    const parts: unknown = JSON.parse(Buffer.from(word, 'base64url').toString());
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}

/** What somebody typed into a search box, as text, as a number in E.164, and as the digits of a number in any spelling. */
export interface Wanted {
  readonly text: string;
  readonly e164: string | null;
  /** Without separators, plus sign and leading zeros; null when too short to mean a number. */
  readonly digits: string | null;
}

/** Cuts a list that was read one longer than the page, and says where the next page starts. */
export function pageOf<Row>(rows: Row[], limit: number, place: (last: Row) => readonly (number | string)[]) {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > limit && last !== undefined ? cursor.write(place(last)) : null };
}
