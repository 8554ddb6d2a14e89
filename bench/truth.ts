import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type BenchDatabase, foundCompany, openBenchDatabase } from './database.ts';
import { rounded } from './measure.ts';
import { openLines, type Product, startProduct } from './product.ts';
import type { Bench } from './result.ts';
import { type PbxNow, startPbx } from './stream/pbx.ts';
import { countTruth } from './tally.ts';

const CUTS = 20;
/** Before this cut the process is killed instead, and started again; then the cut comes. */
const KILL_AT = 10;
const PHONES = 400;
const CUSTOMERS = 40_000;
const CALLS_PER_SECOND = 1000;
/** So long calls begin at that rate; the link breaks in the middle, and what follows is told to nobody. */
const WAVE_MS = Number(process.env.RINGBACK_BENCH_WAVE_MS ?? 500);
const PATIENCE_MS = 60_000;
const SETTLED_MS = 180_000;
const SECOND_LOOK_MS = 2_000;
const WARM_UP = 400;

/** Nothing is lost and nothing is told twice, whatever breaks. */
export const truth: Bench = {
  name: 'truth',
  about: `${CUTS} bursts of ${CALLS_PER_SECOND} calls/s (RINGBACK_BENCH_WAVE_MS, usually 500 ms each), the link cut in the middle of each, one kill -9; the PBX's records tell the gaps`,
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'ringback-bench-truth-'));
    chmodSync(folder, 0o755);
    const celPath = join(folder, 'Master.csv');
    const database = await openBenchDatabase();
    const pbx = await startPbx({ seed: 21, phones: PHONES, customers: CUSTOMERS, celPath });
    let product: Product | null = null;
    const start = () =>
      startProduct({
        databaseUrl: database.url,
        dataDir: join(folder, 'data'),
        amiPort: pbx.port,
        env: { RINGBACK_CEL_CSV: celPath },
      });
    try {
      await foundCompany(database, { phones: PHONES, contacts: CUSTOMERS / 2 });
      await openLines(database);
      product = await start();
      // A service that has run for a minute: its tables are known to the planner, as autovacuum sees to.
      pbx.wave({ calls: WARM_UP, callsPerSecond: 200 });
      const isQuiet = ({ toBegin, underWay }: PbxNow) => toBegin === 0 && underWay === 0;
      await pbx.until(isQuiet, PATIENCE_MS, 'the warm-up is over');
      await isSettled(database, WARM_UP, PATIENCE_MS);
      await database.pool.query('analyze');
      const began = performance.now();
      let cpuMs = 0;
      const wave = { calls: (CALLS_PER_SECOND * WAVE_MS) / 1000, callsPerSecond: CALLS_PER_SECOND };
      const linked = () => pbx.until(({ listening }) => listening > 0, PATIENCE_MS, 'the product listens');
      for (let n = 1; n <= CUTS; n += 1) {
        await linked();
        if (n === KILL_AT) {
          pbx.wave(wave);
          await pause(WAVE_MS / 2);
          cpuMs += product.cpuMs();
          await product.kill();
          product = await start();
          await linked();
        }
        pbx.wave({ ...wave, cutAfterMs: WAVE_MS / 2 });
        await pbx.until(({ toBegin }) => toBegin === 0 && pbx.cuts === n, PATIENCE_MS, 'the wave is over');
      }
      await linked();
      const end = await pbx.until(isQuiet, PATIENCE_MS, 'all calls are over');
      const overAt = performance.now();
      await isSettled(database, pbx.planned.length, SETTLED_MS);
      const counted = await countTruth(database, pbx.planned);
      const settledMs = performance.now() - overAt - SECOND_LOOK_MS;
      cpuMs += product.cpuMs();
      const seconds = (overAt - began) / 1000;
      return {
        lines: [
          `${pbx.planned.length} calls (${end.frames} events) in ${rounded(seconds)} s; ${pbx.cuts} cuts, 1 kill -9`,
          `  ${counted.fromRecords} blind windows told by the records; all was settled ${rounded(settledMs / 1000)} s after the last call`,
          `  ${counted.calls} calls and ${counted.covered} debts in the log; ${counted.items} items`,
          `  judged otherwise: ${counted.how ?? 'none'}`,
          `  product: ${rounded(cpuMs / 1000)} s of CPU, ${Math.round(product.memoryMb())} MB at the end`,
        ],
        figures: [
          { name: 'lost', value: counted.lost, most: 0 },
          { name: 'doubled', value: counted.doubled, most: 0 },
          { name: 'misjudged', value: counted.misjudged, most: 0 },
          { name: 'otherReason', value: counted.otherReason },
          { name: 'blindWindowsLeft', value: counted.blind, most: 0 },
          { name: 'settledSeconds', value: rounded(settledMs / 1000) },
        ],
      };
    } catch (cause) {
      throw new Error(`The bench could not be finished. The product said last:\n${product?.said()}`, { cause });
    } finally {
      await product?.kill();
      pbx.stop();
      await database.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** Waits until so many calls are in the log and every blind window is told; what is missing after that is lost. */
async function isSettled({ pool }: BenchDatabase, calls: number, withinMs: number): Promise<void> {
  for (const end = performance.now() + withinMs; performance.now() < end; await pause(250)) {
    const { rows } = await pool.query<{ calls: number; blind: number }>(
      `select (select count(*)::int from calls) as calls,
         (select count(*)::int from blind_windows where reconciled_at is null) as blind`,
    );
    if ((rows[0]?.calls ?? 0) >= calls && rows[0]?.blind === 0) break;
  }
  // What comes twice may come a moment later.
  await pause(SECOND_LOOK_MS);
}
