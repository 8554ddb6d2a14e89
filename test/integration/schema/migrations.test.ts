import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrate } from '../../../server/cli/migrate.ts';
import { silent } from '../../../server/platform/postgres/log.ts';
import { migrateDatabase, migrationsFolder } from '../../../server/platform/postgres/migrate.ts';
import { type FreshDatabase, freshDatabase } from '../../support/database.ts';

describe('the schema', () => {
  let database: FreshDatabase;
  let folder: string;
  beforeEach(async () => {
    database = await freshDatabase({ empty: true });
    folder = mkdtempSync(join(tmpdir(), 'ringback-migrations-'));
    cpSync(migrationsFolder(), folder, { recursive: true });
  });
  afterEach(async () => {
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  const applied = async () =>
    (await database.pool.query<{ number: number }>('select number from ringback_migrations order by number')).rows.map(
      ({ number }) => number,
    );

  test('is made once, and a second start changes nothing', async () => {
    const first = await migrateDatabase(database.pool, silent);
    expect(first.length).toBeGreaterThan(0);
    expect(await migrateDatabase(database.pool, silent)).toEqual([]);
    expect(await applied()).toEqual(first.map((_, index) => index + 1));
  });

  test('is made once when several start together', async () => {
    const all = await Promise.all([1, 2, 3].map(() => migrateDatabase(database.pool, silent)));
    expect(all.filter((names) => names.length > 0)).toHaveLength(1);
  });

  test('of a newer Ringback is refused in one sentence', async () => {
    await migrateDatabase(database.pool, silent);
    await database.pool.query("insert into ringback_migrations (number, name, checksum) values (9999, 'later', 'x')");
    await expect(migrateDatabase(database.pool, silent)).rejects.toThrow(
      /last used by a newer Ringback \(schema 9999; this one knows up to \d+\)/,
    );
  });

  test('of another build is refused', async () => {
    await migrateDatabase(database.pool, silent);
    await database.pool.query("update ringback_migrations set checksum = 'other' where number = 1");
    await expect(migrateDatabase(database.pool, silent)).rejects.toThrow(/made by another build/);
  });

  test('keeps nothing of a migration that fails, and all before it', async () => {
    const before = (await migrateDatabase(database.pool, silent, folder)).length;
    const next = String(before + 1).padStart(4, '0');
    writeFileSync(join(folder, `${next}_broken.sql`), 'create table half (id int); select no_such_column;');
    await expect(migrateDatabase(database.pool, silent, folder)).rejects.toThrow(`${next}_broken failed`);
    expect(await applied()).toHaveLength(before);
    const { rows } = await database.pool.query("select to_regclass('half') as half");
    expect(rows).toEqual([{ half: null }]);
  });

  test('with a gap in the numbers is refused', async () => {
    writeFileSync(join(folder, '0999_far.sql'), 'select 1');
    await expect(migrateDatabase(database.pool, silent, folder)).rejects.toThrow('out of order');
  });

  test('is brought up to date by ringback migrate', async () => {
    let text = '';
    const out = {
      write: (part: string) => {
        text += part;
        return true;
      },
    } as NodeJS.WritableStream;
    expect(await migrate([], out, out, { DATABASE_URL: database.url })).toBe(0);
    expect(text).toMatch(/applied 0001_/);
    expect(text).toContain('The schema is up to date.');
  });
});
