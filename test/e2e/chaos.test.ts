import { expect, test } from 'vitest';
import { faults } from '../chaos/faults.ts';
import { runChaos } from '../chaos/run.ts';

const { RINGBACK_CHAOS_RUNS, RINGBACK_CHAOS_SEED, RINGBACK_CHAOS_CELLS, RINGBACK_CHAOS_ONLY } = process.env;
const runs = Number(RINGBACK_CHAOS_RUNS ?? 300);
const seed = Number(RINGBACK_CHAOS_SEED ?? 20_261_122);

test('no missed call is lost and nobody is called twice, whatever breaks', async () => {
  const report = await runChaos({
    runs,
    seed,
    cells: Number(RINGBACK_CHAOS_CELLS ?? 4),
    only: faults.find((fault) => fault === RINGBACK_CHAOS_ONLY) ?? null,
    tell: (line) => console.info(line),
  });
  const { wrong, ...figures } = report;
  console.info(JSON.stringify({ seed, ...figures }));
  expect(wrong).toEqual([]);
  expect(report.runs).toBe(runs);
  expect(report.missed).toBeGreaterThan(0);
}, 14_400_000);
