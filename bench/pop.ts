import { loadavg } from 'node:os';
import { startRelay } from './bare/relay.ts';
import { median, rounded } from './measure.ts';
import type { Bench } from './result.ts';
import { delaysOf, openFloor, percentile, quiet } from './screens/desk-floor.ts';
import { openScreens, type Screens } from './screens/screens.ts';
import { type BenchPbx, startPbx } from './stream/pbx.ts';

const SECONDS = 5;
const ROUNDS = 3;

interface Side {
  readonly pbx: BenchPbx;
  readonly screens: Screens;
  cpuMs(): number;
}

/** How long after the PBX's word the screen shows who calls, beside the least a relay can do with the same bytes. */
export const pop: Bench = {
  name: 'pop',
  about: 'from the ringing of a phone to its screen, beside a bare relay (RINGBACK_BENCH_RATE, usually 500 calls/s)',
  async run() {
    const rate = Number(process.env.RINGBACK_BENCH_RATE ?? 500);
    const phones = Number(process.env.RINGBACK_BENCH_SCREENS ?? 2000);
    const contacts = Number(process.env.RINGBACK_BENCH_CONTACTS ?? 1_000_000);
    const floor = await openFloor({ phones, contacts });
    const bare = await startPbx({ seed: 52, phones, customers: 2 * contacts, notesRings: true });
    const relay = await startRelay(bare.port);
    let relayScreens: Screens | null = null;
    try {
      relayScreens = await openScreens(relay.url, phones, '');
      await bare.until(({ listening }) => listening > 0, 10_000, 'the relay listens');
      const sides = {
        relay: { pbx: bare, screens: relayScreens, cpuMs: relay.cpuMs },
        ours: { pbx: floor.pbx, screens: floor.screens, cpuMs: floor.product.cpuMs },
      };
      const told = { relay: [] as Round[], ours: [] as Round[] };
      await oneRound(sides.relay, rate, 1);
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const name of ['relay', 'ours'] as const) told[name].push(await oneRound(sides[name], rate, SECONDS));
      }
      const ratio = (what: 'p50' | 'p99') =>
        rounded(median(told.ours.map((one, n) => one[what] / (told.relay[n]?.[what] ?? Number.NaN))));
      const line = (name: 'relay' | 'ours') =>
        `  ${name.padEnd(6)} ${told[name].map(({ p50, p99, pops }) => `${rounded(p50)} / ${rounded(p99)} (${pops})`).join(', ')}`;
      return {
        lines: [
          `${rate} calls/s, ${phones} screens, ${contacts} contacts; ms p50 / p99 (pops) of each round:`,
          line('relay'),
          line('ours'),
          `  product: ${Math.round(floor.product.memoryMb())} MB; CPU us a call: ${usOf(told.ours)}, the relay's: ${usOf(told.relay)}`,
          `  load of the machine: ${rounded(loadavg()[0] ?? 0)}`,
        ],
        figures: [
          { name: 'p50ToRelay', value: ratio('p50'), most: 1.5 },
          { name: 'p99ToRelay', value: ratio('p99'), most: 2 },
          { name: 'notShown', value: told.ours.reduce((sum, { missing }) => sum + missing, 0), most: 0 },
          { name: 'relayP99Ms', value: rounded(median(told.relay.map(({ p99 }) => p99))) },
        ],
      };
    } finally {
      relayScreens?.stop();
      relay.stop();
      bare.stop();
      await floor.stop();
    }
  },
};

const usOf = (rounds: readonly Round[]) => Math.round(median(rounds.map((one) => one.cpuUsACall)));

interface Round {
  readonly p50: number;
  readonly p99: number;
  readonly pops: number;
  readonly missing: number;
  readonly cpuUsACall: number;
}

async function oneRound({ pbx, screens, cpuMs }: Side, rate: number, seconds: number): Promise<Round> {
  const before = cpuMs();
  pbx.wave({ calls: rate * seconds, callsPerSecond: rate });
  await quiet(pbx);
  const cpuUsACall = ((cpuMs() - before) * 1000) / (rate * seconds);
  const { ms, missing } = delaysOf(await pbx.rings(), await screens.rings());
  return { p50: percentile(ms, 50), p99: percentile(ms, 99), pops: ms.length, missing, cpuUsACall };
}
