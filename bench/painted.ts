import { loadavg } from 'node:os';
import { startRelay } from './bare/relay.ts';
import { rounded } from './measure.ts';
import type { Bench } from './result.ts';
import { COOKIE, openFloor, percentile, quiet } from './screens/desk-floor.ts';
import { now, openBarePages, openChromium, openDesks, type PaintedPages } from './screens/painted-pages.ts';
import { type BenchPbx, startPbx } from './stream/pbx.ts';

const PHONES = 200;
const CONTACTS = 20_000;
/** This one's desk stands in a real browser, with the sockets of all others open beside it. More pages would measure the browser's own crowd. */
const EXTENSION = '1001';
const SECONDS = 60;
const ROUNDS = 3;
const FRAME_MS = 1000 / 60;

/** From the PBX's word to the painted card in a real browser, beside the bare relay's word in the same browser and one frame. */
export const painted: Bench = {
  name: 'painted',
  about: 'from the ringing of a phone to the painted card in a real Chromium (RINGBACK_BENCH_RATE, usually 25 calls/s)',
  async run() {
    const rate = Number(process.env.RINGBACK_BENCH_RATE ?? 25);
    const opened: (() => unknown)[] = [];
    try {
      const browser = await openChromium();
      opened.push(() => browser.close());
      const floor = await openFloor({ phones: PHONES, contacts: CONTACTS });
      opened.push(floor.stop);
      const bare = await startPbx({ seed: 52, phones: PHONES, customers: 2 * CONTACTS, notesRings: true });
      opened.push(bare.stop);
      const relay = await startRelay(bare.port);
      opened.push(relay.stop);
      const sides = {
        relay: { pbx: bare, pages: await openBarePages(browser, relay.url, [EXTENSION]) },
        ours: { pbx: floor.pbx, pages: await openDesks(browser, floor.product.url, [EXTENSION], COOKIE) },
      };
      await bare.until(({ listening }) => listening > 0, 10_000, 'the relay listens');
      for (const side of [sides.relay, sides.ours]) await oneRound(side, rate, 5);
      const told = { relay: [] as Round[], ours: [] as Round[] };
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const name of ['relay', 'ours'] as const) told[name].push(await oneRound(sides[name], rate, SECONDS));
      }
      // A phone rings about once in four seconds: all rounds together make the few slowest of a side.
      const all = (name: 'relay' | 'ours') => told[name].flatMap(({ ms }) => ms).toSorted((a, b) => a - b);
      const p95 = { relay: percentile(all('relay'), 95), ours: percentile(all('ours'), 95) };
      const line = (name: 'relay' | 'ours') =>
        `  ${name.padEnd(6)} ${rounded(percentile(all(name), 50))} / ${rounded(p95[name])} (${all(name).length} of ${all(name).length + missing(told[name])})`;
      return {
        lines: [
          `${PHONES} agents' sockets, one of them with a page in Chromium, ${rate} calls/s (${Math.max(...told.ours.map(({ live }) => live))} live at once);`,
          'ms p50 / p95 (pops of rings):',
          line('relay'),
          line('ours'),
          `  load of the machine: ${rounded(loadavg()[0] ?? 0)}`,
        ],
        figures: [
          { name: 'p95ToRelayAndFrame', value: rounded(p95.ours / (p95.relay + FRAME_MS)) },
          { name: 'paintedP95Ms', value: rounded(p95.ours), most: 300 },
          { name: 'notPainted', value: missing(told.ours) },
        ],
      };
    } finally {
      for (const close of opened.toReversed()) await close();
    }
  },
};

interface Round {
  readonly ms: readonly number[];
  /** Rings that never stood on their page. */
  readonly missing: number;
  /** Calls at once, halfway. */
  readonly live: number;
}

const missing = (rounds: readonly Round[]) => rounds.reduce((sum, round) => sum + round.missing, 0);

async function oneRound(
  { pbx, pages }: { readonly pbx: BenchPbx; readonly pages: PaintedPages },
  rate: number,
  seconds: number,
): Promise<Round> {
  pbx.wave({ calls: rate * seconds, callsPerSecond: rate });
  const { underWay: live } = await pbx.until(
    ({ toBegin }) => toBegin <= (rate * seconds) / 2,
    120_000,
    'half has begun',
  );
  await quiet(pbx);
  const [nowNs, nowMs] = [process.hrtime.bigint(), now()];
  const shown = await pages.painted();
  const ms: number[] = [];
  let missing = 0;
  for (const [key, sentAt] of await pbx.rings()) {
    if (!key.endsWith(` ${EXTENSION}`)) continue;
    const at = shown.get(key);
    if (at === undefined) missing += 1;
    else ms.push(at - (nowMs - Number(nowNs - sentAt) / 1e6));
  }
  return { ms, missing, live };
}
