import { bigint, customType } from 'drizzle-orm/pg-core';

/** An instant: `timestamptz` in the database, epoch milliseconds in the program. */
export const instant = customType<{ data: number; driverData: string }>({
  dataType: () => 'timestamptz',
  toDriver: (ms) => new Date(ms).toISOString(),
  fromDriver: (text) => Date.parse(text),
});

/** Bytes that only the database compares: `bytea`. */
export const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** A row number given by the database, small enough for a JavaScript number. */
export const rowId = () => bigint({ mode: 'number' }).generatedAlwaysAsIdentity().primaryKey();

/** A reference to such a row; the foreign key stands in the migration. */
export const rowRef = (name: string) => bigint(name, { mode: 'number' });
