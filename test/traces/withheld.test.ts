import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readTrace } from '../../pbx/ami/replay.ts';
import { readSite, siteMapOf } from '../../server/cli/site-yaml.ts';
import { createCalls } from '../../server/domain/call/create-calls.ts';

const devSite = siteMapOf(readSite(join(import.meta.dirname, '../../pbx/asterisk/site.yaml')));

test('a withheld number that the carrier tells us all the same is in nothing that is shown or stored', () => {
  const bytes = readFileSync(join(import.meta.dirname, 'own/withheld.ami'));
  expect(bytes.toString('utf8')).toContain('7700900456');
  const calls = createCalls(devSite);
  const facts = readTrace(bytes).events.flatMap((event) => {
    const found = calls.apply(event);
    return [...found, ...calls.live()];
  });
  expect(facts.length).toBeGreaterThan(5);
  expect(JSON.stringify(facts)).not.toContain('7700900456');
});
