/** A table as its database describes it: its columns by their names in small letters. */
export interface RecordTable {
  readonly name: string;
  readonly columns: ReadonlyMap<string, string>;
}

/** A row as texts, by the columns' names in small letters; what is null is empty. */
export type RecordValues = Readonly<Record<string, string>>;

/** A database in which a PBX writes down its calls, whichever it is. Each may reject: it belongs to somebody else. */
export interface RecordTables {
  /** Which columns the table really has: people leave some out and add others. */
  describe(table: string): Promise<RecordTable>;
  /** Whether the column holds true instants rather than a wall clock. */
  isZoned(table: RecordTable, time: string): boolean;
  /** All columns, page by page in the order of time, so that a large table is never held as a whole. */
  pages(table: RecordTable, time: string, since: number): AsyncGenerator<readonly RecordValues[]>;
  /** The instant of the table's first row, its wall clock read as UTC; null when it is empty. */
  first(table: RecordTable, time: string): Promise<number | null>;
  /** Whether a row has this very value. */
  holds(table: RecordTable, column: string, value: string): Promise<boolean>;
  /** Whether an index begins with this column. */
  isIndexed(table: RecordTable, column: string): Promise<boolean>;
}

/** A wall clock without its zone may be up to fifteen hours away from UTC; the rows themselves tell how far. */
export const ZONES_MS = 15 * 3_600_000;

/** Rows that are read at once. */
export const PAGE = 5_000;

/** `since` when the table holds older rows, so that nothing after it is missing; else null. */
export async function wholeSince(
  tables: RecordTables,
  table: RecordTable,
  time: string,
  since: number,
): Promise<number | null> {
  const at = await tables.first(table, time);
  return at !== null && at + ZONES_MS <= since ? since : null;
}

/** A driver's row of texts and nulls. */
export function valuesOf(row: Readonly<Record<string, unknown>>): RecordValues {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name.toLowerCase(),
      value === null || value === undefined ? '' : String(value),
    ]),
  );
}
