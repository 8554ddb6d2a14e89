import { expect, test } from 'vitest';
import { createRounds } from '../../../server/workers/rounds.ts';
import { eventually } from '../../support/eventually.ts';

test('a round that fails is told and comes again; after the stop none comes', async () => {
  let runs = 0;
  const told: unknown[] = [];
  const run = async () => {
    runs += 1;
    if (runs === 1) throw new Error('away');
  };
  const log = { warn: (fields: object) => void told.push(fields), error() {} };
  const rounds = createRounds([{ name: 'leases', everyMs: 2, run }], log);
  rounds.start();
  await eventually(() => expect(runs).toBeGreaterThan(2));
  expect(told).toMatchObject([{ round: 'leases', err: { message: 'away' } }]);
  await rounds.stop();
  const after = runs;
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(runs).toBe(after);
});
