import { describe, expect, test } from 'vitest';
import { realFaults } from '../chaos/real/faults.ts';
import { realStage } from '../chaos/real/stage.ts';
import { runChaos } from '../chaos/run.ts';
import { asteriskAvailable } from '../support/asterisk.ts';
import { canRun } from '../support/require.ts';

const { RINGBACK_CHAOS_RUNS, RINGBACK_CHAOS_SEED, RINGBACK_CHAOS_ONLY } = process.env;
const runs = Number(RINGBACK_CHAOS_RUNS ?? 6);
const seed = Number(RINGBACK_CHAOS_SEED ?? 20_261_128);

describe.skipIf(!canRun('asterisk', asteriskAvailable()))('on a real Asterisk', () => {
  test('no missed call is lost and nobody is called twice, whatever breaks', async () => {
    const report = await runChaos({
      runs,
      seed,
      cells: 1,
      only: realFaults.find((fault) => fault === RINGBACK_CHAOS_ONLY) ?? null,
      tell: (line) => console.info(line),
      open: realStage,
    });
    const { wrong, ...figures } = report;
    console.info(JSON.stringify({ seed, ...figures }));
    expect(wrong).toEqual([]);
    expect(report.runs).toBe(runs);
    expect(report.missed).toBeGreaterThan(0);
  }, 14_400_000);
});
