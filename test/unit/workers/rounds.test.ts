import { afterEach, expect, test, vi } from 'vitest';
import { createRounds } from '../../../server/workers/rounds.ts';
import { eventually } from '../../support/eventually.ts';

afterEach(() => vi.useRealTimers());

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

test('a seldom round comes first a minute after the start, or when it is told to', async () => {
  vi.useFakeTimers();
  const came: string[] = [];
  const round = (name: string, more: { readonly firstAfterMs?: number } = {}) => ({
    name,
    everyMs: 86_400_000,
    ...more,
    run: async () => void came.push(name),
  });
  const rounds = createRounds([round('daily'), round('records', { firstAfterMs: 600_000 })], { warn() {}, error() {} });
  rounds.start();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(came).toEqual(['daily']);
  await vi.advanceTimersByTimeAsync(540_000);
  expect(came).toEqual(['daily', 'records']);
  await vi.advanceTimersByTimeAsync(86_400_000);
  expect(came).toHaveLength(4);
  await rounds.stop();
});
