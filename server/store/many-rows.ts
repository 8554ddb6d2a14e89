/** What a column of ours may hold. Instants are epoch milliseconds, `texts` is a list of texts, `json` any plain value. */
export type ColumnType = 'bigint' | 'integer' | 'text' | 'boolean' | 'instant' | 'texts' | 'json';

/** One column of many rows that are sent together: its name in the table, and its value for a row of a whole. */
export type Column<Row, Whole = Row> = readonly [
  name: string,
  type: ColumnType,
  of: (row: Row, whole: Whole) => unknown,
];

/** Rows as one array a column: what the server reads fastest, and every value a parameter. */
export interface ManyRows<Row, Whole = Row> {
  readonly names: string;
  readonly width: number;
  /** The rows as a source called `x`, with the parameters from `first` on. */
  source(first: number): string;
  /** The columns of `x` as the table takes them. */
  readonly taken: string;
  /** Each column as `x` has it, by name: for statements that write their own list. */
  taking(name: string): string;
  /** The parameters for these rows. */
  values(rows: readonly (Row & Whole)[]): string[];
  /** The parameters for the rows of all wholes, in their order. */
  valuesWithin(wholes: readonly Whole[], rowsOf: (whole: Whole) => readonly Row[]): string[];
}

const sentAs = {
  bigint: 'bigint',
  integer: 'integer',
  text: 'text',
  boolean: 'boolean',
  instant: 'float8',
  texts: 'text',
  json: 'text',
} as const satisfies Record<ColumnType, string>;

/** How rows of this shape are sent. Names are ours, never values. */
export function manyRows<Row, Whole = Row>(columns: readonly Column<Row, Whole>[]): ManyRows<Row, Whole> {
  const names = columns.map(([name]) => name).join(', ');
  const types = new Map(columns.map(([name, type]) => [name, type]));
  const taking = (name: string): string => takenAs(`x.${name}`, types.get(name) ?? 'text');
  return {
    names,
    width: columns.length,
    source(first) {
      const arrays = columns.map(([, type], n) => `$${first + n}::${sentAs[type]}[]`).join(', ');
      return `unnest(${arrays}) as x (${names})`;
    },
    taken: columns.map(([name]) => taking(name)).join(', '),
    taking,
    values: (rows) =>
      columns.map(([, type, of]) => {
        const sent = asSent[type];
        return arrayOf(rows.map((row) => sent(of(row, row))));
      }),
    valuesWithin(wholes, rowsOf) {
      const count = wholes.reduce((sum, whole) => sum + rowsOf(whole).length, 0);
      return columns.map((column) => columnOf(column, wholes, rowsOf, count));
    },
  };
}

function takenAs(value: string, type: ColumnType): string {
  if (type === 'instant') return `to_timestamp(${value} / 1000)`;
  if (type === 'texts') return `${value}::text[]`;
  return type === 'json' ? `${value}::jsonb` : value;
}

function columnOf<Row, Whole>(
  [, type, of]: Column<Row, Whole>,
  wholes: readonly Whole[],
  rowsOf: (whole: Whole) => readonly Row[],
  count: number,
): string {
  const sent = asSent[type];
  const values = new Array<unknown>(count);
  let n = 0;
  for (const whole of wholes) {
    for (const row of rowsOf(whole)) {
      values[n] = sent(of(row, whole));
      n += 1;
    }
  }
  return arrayOf(values);
}

const asIs = (value: unknown): unknown => value;
const asSent: Record<ColumnType, (value: unknown) => unknown> = {
  bigint: asIs,
  integer: asIs,
  text: asIs,
  boolean: asIs,
  instant: instantOf,
  texts: (value) => (Array.isArray(value) && value.length > 0 ? arrayOf(value) : '{}'),
  json: (value) => JSON.stringify(value),
};

/** The end of the year 9999: beyond it texts of instants are written in another way. */
const lastInstant = 253_402_300_799_999;
/** Further off than any timestamp: the server refuses the row, as it should. */
const noInstant = 1e300;

function instantOf(value: unknown): unknown {
  if (value === null) return null;
  return typeof value === 'number' && Math.abs(value) <= lastInstant ? value : noInstant;
}

/**
 * A list as PostgreSQL writes arrays. JSON writes them alike but for its braces and for signs that it spells with a
 * letter (a line end as `\n`), which PostgreSQL would read as that letter. What is no number becomes null, as in JSON.
 */
export function arrayOf(values: readonly unknown[]): string {
  if (values.length === 0) return '{}';
  const json = JSON.stringify(values);
  if (!json.includes('\\') || !/\\[^"\\]/.test(json)) return `{${json.slice(1, -1)}}`;
  return `{${values.map(element).join(',')}}`;
}

function element(value: unknown): string {
  return typeof value === 'string' ? `"${value.replace(/["\\]/g, '\\$&')}"` : JSON.stringify(value ?? null);
}
