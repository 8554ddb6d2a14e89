import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import words from '../../../../agent-ui/src/features/admin/i18n/en.json' with { type: 'json' };

/** Whatever the service writes into the record, by its source. */
const written = readdirSync('server', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => readFileSync(join('server', file), 'utf8').split('\n'))
  .filter((line) => /\baction: (\w+ \? )?'|\bnote\(tx, /.test(line))
  .flatMap((line) => [...line.matchAll(/'([a-z_]+\.[a-z_]+)'/g)].map(([, action = '']) => action));

test('every action of the record has a sentence', () => {
  const actions = new Set(written);
  expect(actions.size).toBeGreaterThan(20);
  expect([...actions].filter((action) => !(`action.${action}` in words))).toEqual([]);
});
