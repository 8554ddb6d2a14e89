import { loadavg } from 'node:os';
import { startRelay } from './bare/relay.ts';
import { median, rounded } from './measure.ts';
import type { Bench } from './result.ts';
import { COOKIE, openFloor, percentile, quiet } from './screens/desk-floor.ts';
import { now, openBarePages, openChromium, openDesks, type PaintedPages } from './screens/painted-pages.ts';
import { type BenchPbx, startPbx } from './stream/pbx.ts';

const PHONES = 200;
const CONTACTS = 20_000;
/** So many of the agents sit at a real browser; the sockets of all are open. */
const PAGES = 8;
const SECONDS = 40;
const ROUNDS = 2;
const FRAME_MS = 1000 / 60;

/** From the PBX's word to the painted card in a real browser, beside the bare relay's word in the same browser and one frame. */
export const painted: Bench = {
  name: 'painted',
  about: 'from the ringing of a phone to the painted card in a real Chromium (RINGBACK_BENCH_RATE, usually 25 calls/s)',
  async run() {
    const rate = Number(process.env.RINGBACK_BENCH_RATE ?? 25);
    const extensions = Array.from({ length: PAGES }, (_, n) => String(1001 + n));
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
        relay: { pbx: bare, pages: await openBarePages(browser, relay.url, extensions) },
        ours: { pbx: floor.pbx, pages: await openDesks(browser, floor.product.url, extensions, COOKIE) },
      };
      await bare.until(({ listening }) => listening > 0, 10_000, 'the relay listens');
      for (const side of [sides.relay, sides.ours]) await oneRound(side, rate, 5);
      const told = { relay: [] as Round[], ours: [] as Round[] };
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const name of ['relay', 'ours'] as const) told[name].push(await oneRound(sides[name], rate, SECONDS));
      }
      const share = told.ours.map(({ p95 }, n) => p95 / ((told.relay[n]?.p95 ?? Number.NaN) + FRAME_MS));
      const line = (name: 'relay' | 'ours') =>
        `  ${name.padEnd(6)} ${told[name].map(({ p50, p95, pops }) => `${rounded(p50)} / ${rounded(p95)} (${pops})`).join(', ')}`;
      return {
        lines: [
          `${PHONES} agents' sockets, ${PAGES} of them with a page in one Chromium, ${rate} calls/s (${Math.max(...told.ours.map(({ live }) => live))} live at once);`,
          'ms p50 / p95 (pops) of each round:',
          line('relay'),
          line('ours'),
          `  load of the machine: ${rounded(loadavg()[0] ?? 0)}`,
        ],
        figures: [
          { name: 'p95ToRelayAndFrame', value: rounded(median(share)) },
          { name: 'paintedP95Ms', value: rounded(median(told.ours.map(({ p95 }) => p95))), most: 300 },
          // Who rings while another call is up stands among the other calls, and is not acknowledged by itself.
          { name: 'notPainted', value: told.ours.reduce((sum, { missing }) => sum + missing, 0) },
        ],
      };
    } finally {
      for (const close of opened.toReversed()) await close();
    }
  },
};

interface Round {
  readonly p50: number;
  readonly p95: number;
  readonly pops: number;
  /** Rings that never stood on their page. */
  readonly missing: number;
  /** Calls at once, halfway. */
  readonly live: number;
}

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
  const mine = new Set(Array.from({ length: PAGES }, (_, n) => String(1001 + n)));
  const ms: number[] = [];
  let missing = 0;
  for (const [key, sentAt] of await pbx.rings()) {
    if (!mine.has(key.split(' ')[1] ?? '')) continue;
    const at = shown.get(key);
    if (at === undefined) missing += 1;
    else ms.push(at - (nowMs - Number(nowNs - sentAt) / 1e6));
  }
  ms.sort((a, b) => a - b);
  return { p50: percentile(ms, 50), p95: percentile(ms, 95), pops: ms.length, missing, live };
}
