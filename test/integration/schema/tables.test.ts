import { is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as callbacks from '../../../schema/tables/callbacks.ts';
import * as calls from '../../../schema/tables/calls.ts';
import * as contacts from '../../../schema/tables/contacts.ts';
import * as escalation from '../../../schema/tables/escalation.ts';
import * as integrations from '../../../schema/tables/integrations.ts';
import * as people from '../../../schema/tables/people.ts';
import * as site from '../../../schema/tables/site.ts';
import { type FreshDatabase, freshDatabase } from '../../support/database.ts';

const tables = [site, people, contacts, calls, callbacks, escalation, integrations].flatMap((module) =>
  Object.values(module).filter((value): value is PgTable => is(value, PgTable)),
);
const aliases: Record<string, string> = {
  int8: 'bigint',
  int4: 'integer',
  bool: 'boolean',
  _text: 'text[]',
  _int4: 'integer[]',
};

describe('the tables in the code and in the database', () => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.drop());

  test.each(tables.map((table) => [getTableConfig(table).name, table] as const))('%s agree', async (name, table) => {
    const { rows } = await database.pool.query<{ name: string; type: string; nullable: string }>(
      `select column_name as name, udt_name as type, is_nullable as nullable from information_schema.columns
       where table_schema = 'public' and table_name = $1 order by ordinal_position`,
      [name],
    );
    const config = getTableConfig(table);
    const found = rows.map(
      (row) => `${row.name} ${aliases[row.type] ?? row.type} ${row.nullable === 'YES' ? 'null' : 'not null'}`,
    );
    const told = config.columns.map(
      (column) => `${column.name} ${column.getSQLType()} ${column.notNull ? 'not null' : 'null'}`,
    );
    expect(found).toEqual(told);

    const indexes = await database.pool.query<{ name: string }>(
      'select indexname as name from pg_indexes where tablename = $1',
      [name],
    );
    const names = indexes.rows.map((row) => row.name);
    const wanted = [
      ...config.indexes.map((index) => index.config.name),
      ...config.uniqueConstraints.map((constraint) => constraint.name),
    ];
    expect(names).toEqual(expect.arrayContaining(wanted));
    const own = [`${name}_pkey`, `${name}_name_unique`, ...config.primaryKeys.map((key) => key.getName())];
    expect(names.filter((index) => !wanted.includes(index) && !own.includes(index))).toEqual([]);
  });

  test('no table stands in the database alone', async () => {
    const { rows } = await database.pool.query<{ name: string }>(
      "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
    );
    const told = [...tables.map((table) => getTableConfig(table).name), 'ringback_migrations'];
    expect(rows.map((row) => row.name).sort()).toEqual(told.sort());
  });
});
