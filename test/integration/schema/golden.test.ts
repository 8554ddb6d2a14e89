import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../support/database.ts';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

/** Everything the database holds besides rows, one line each, so that a review sees what a migration does. */
const dump = `
  select 'table ' || table_name || ' ' || column_name || ' ' || data_type || case is_nullable when 'NO' then ' not null' else '' end
    || coalesce(' default ' || column_default, '') as line
  from information_schema.columns where table_schema = 'public'
    and table_name in (select tablename from pg_tables where schemaname = 'public')
  union all
  select 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
  where connamespace = 'public'::regnamespace and contype <> 'n'
  union all
  select indexdef from pg_indexes where schemaname = 'public'
  union all
  select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
  union all
  select 'function ' || oid::regprocedure from pg_proc where pronamespace = 'public'::regnamespace
  union all
  select 'view ' || viewname from pg_views where schemaname = 'public'
  order by 1`;

/** After a new migration: npx vitest run --project integration test/integration/schema -u, and read the difference. */
test('the schema is the one written down', async () => {
  const { rows } = await database.pool.query<{ line: string }>(dump);
  const golden = fileURLToPath(new URL('./schema.txt', import.meta.url));
  await expect(`${rows.map(({ line }) => line.replaceAll(/\s+/g, ' ')).join('\n')}\n`).toMatchFileSnapshot(golden);
});
